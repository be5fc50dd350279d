package org.ratatosk.bridge.bot;

import org.ratatosk.bridge.config.BridgeConfig;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Sender;
import org.ratatosk.server.stanza.Presence;
import org.ratatosk.server.xml.Element;

/**
 * The bot's presence: always available to whoever asks, and whoever wants to see it may (RFC 6121 sections 3 and 4). The hash of
 * its picture (XEP-0153) and the fingerprint of what it can do (XEP-0115) go with it. Thread-safe.
 */
final class BotPresence {
    /** The resource under which the bot is available. */
    static final String RESOURCE = "bot";

    private static final String VCARD_UPDATE = "vcard-temp:x:update";

    private final Jid address;
    private final String status;
    private final BotCard card;
    private final Element caps;
    private final Sender sender;

    BotPresence(BridgeConfig config, BotCard card, Element caps, Sender sender) {
        this.address = config.bot();
        this.status = config.botStatus();
        this.card = card;
        this.caps = caps;
        this.sender = sender;
    }

    void receive(Presence presence) {
        Jid from = presence.from().orElseThrow();
        switch (presence.type()) {
            case PROBE -> send(available(from));
            case SUBSCRIBE -> {
                send(plain(Presence.Type.SUBSCRIBED, from.bare()));
                send(available(from.bare()));
            }
            case UNSUBSCRIBE -> {
                send(plain(Presence.Type.UNSUBSCRIBED, from.bare()));
                send(plain(Presence.Type.UNAVAILABLE, from.bare()));
            }
            // alerts are stored for whoever is away, so it does not matter who is there
            case AVAILABLE, UNAVAILABLE, SUBSCRIBED, UNSUBSCRIBED, ERROR -> {}
        }
    }

    /** Shows the bot online to an account. */
    void show(Jid to) {
        send(available(to));
    }

    private Presence available(Jid to) {
        Element.Builder update = Element.builder(VCARD_UPDATE, "x");
        update.child("photo", card.photoHash());
        return Presence.of(Presence.builder(Presence.Type.AVAILABLE)
                .attr("from", address.withResource(RESOURCE))
                .attr("to", to)
                .child("status", status)
                .child(update.build())
                .child(caps));
    }

    private Presence plain(Presence.Type type, Jid to) {
        Jid from = type == Presence.Type.UNAVAILABLE ? address.withResource(RESOURCE) : address;
        return Presence.of(Presence.builder(type).attr("from", from).attr("to", to));
    }

    private void send(Presence presence) {
        sender.send(presence).whenComplete((fate, failure) -> {});
    }
}
