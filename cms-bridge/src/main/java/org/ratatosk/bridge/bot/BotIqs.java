package org.ratatosk.bridge.bot;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.config.BridgeConfig;
import org.ratatosk.server.feature.DiscoInfo;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.xml.Element;

/** What the bot answers to clients that ask about it: XEP-0030, 0054, 0092, 0115, 0199. Immutable. */
final class BotIqs {
    private static final String CAPS = "http://jabber.org/protocol/caps";
    private static final String NODE = "urn:ratatosk:bot";
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";
    private static final String VERSION = "jabber:iq:version";
    private static final String PING = "urn:xmpp:ping";
    private static final String VCARD = "vcard-temp";
    private static final List<String> FEATURES = List.of(
            CAPS,
            INFO,
            ITEMS,
            VERSION,
            VCARD,
            "urn:xmpp:fallback:0",
            "urn:xmpp:message-correct:0",
            "urn:xmpp:message-retract:1",
            PING,
            "urn:xmpp:reactions:0",
            "urn:xmpp:receipts",
            "urn:xmpp:reply:0",
            "urn:xmpp:sid:0");

    private final String name;
    private final BotCard card;
    private final String version;

    BotIqs(BridgeConfig config, BotCard card) {
        this.name = config.botName();
        this.card = card;
        this.version = DiscoInfo.version(info(null));
    }

    /** The answer to a request. */
    Stanza answer(Iq request) {
        Element asked = request.payload().orElseThrow();
        if (request.type() == Iq.Type.SET) {
            return asked.ns().equals(VCARD)
                    ? request.error(StanzaError.of(Condition.NOT_ALLOWED, "The bot's card is set by the site's owner."))
                    : unknown(request);
        }
        return switch (asked.ns() + " " + asked.local()) {
            case PING + " ping" -> request.result();
            case INFO + " query" -> {
                @Nullable String node = asked.attr("node").orElse(null);
                yield node == null || node.equals(NODE + "#" + version) ? request.result(info(node)) : noNode(request);
            }
            case ITEMS + " query" ->
                asked.attr("node").isPresent() ? noNode(request) : request.result(Element.of(ITEMS, "query"));
            case VERSION + " query" ->
                request.result(Element.builder(VERSION, "query")
                        .child("name", "Ratatosk")
                        .child("version", version())
                        .build());
            case VCARD + " vCard" -> request.result(card.vcard());
            default -> unknown(request);
        };
    }

    /** The fingerprint of what the bot can do, for its presence. */
    Element caps() {
        return Element.builder(CAPS, "c")
                .attr("hash", "sha-1")
                .attr("node", NODE)
                .attr("ver", version)
                .build();
    }

    private Element info(@Nullable String node) {
        Element.Builder query = Element.builder(INFO, "query")
                .attr("node", node)
                .child(Element.builder(INFO, "identity")
                        .attr("category", "client")
                        .attr("type", "bot")
                        .attr("name", name)
                        .build());
        FEATURES.forEach(feature -> query.child(
                Element.builder(INFO, "feature").attr("var", feature).build()));
        return query.build();
    }

    private static String version() {
        String version = BotIqs.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static Stanza noNode(Iq request) {
        return request.error(StanzaError.of(Condition.ITEM_NOT_FOUND, "The bot has no such node."));
    }

    private static Stanza unknown(Iq request) {
        return request.error(StanzaError.of(Condition.SERVICE_UNAVAILABLE, "The bot does not know this request."));
    }
}
