package org.ratatosk.server.feature;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.session.Key;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.store.ArchivedMessage;
import org.ratatosk.server.xml.Element;

/**
 * What an account's clients have been sent and not acknowledged yet, and how much of the account is not delivered at all. A
 * client with stream management acknowledges by it; after messages to one without, the server sends a ping, and its answer,
 * whatever it is, says that they have arrived. Lane-confined.
 */
final class Undelivered {
    private static final Key<Undelivered> KEY = Key.of("undelivered messages");
    private static final Key<Pinged> PINGED = Key.of("messages before a ping");
    private static final Element PING = Element.of("urn:xmpp:ping", "ping");

    /** A kept message, and the clients that it is on its way to. */
    private record Flight(Stanza message, Set<Session> clients) {}

    /** What a client without stream management has been sent. */
    private static final class Pinged {
        private @Nullable String ping;
        private List<String> before = new ArrayList<>();
        private List<String> after = new ArrayList<>();
    }

    private final Map<String, Flight> flights = new LinkedHashMap<>();
    private int count;

    private Undelivered(int count) {
        this.count = count;
    }

    /** Has the number of what is not delivered loaded with each account. */
    static void install(Hooks on) {
        on.account(KEY, (tables, owner) -> new Undelivered(tables.archive().countUndelivered(owner)));
    }

    static Undelivered of(Context ctx) {
        return ctx.state(KEY, () -> new Undelivered(0));
    }

    /** How many messages are not delivered. */
    int count() {
        return count;
    }

    /** Another message was kept. */
    void added() {
        count++;
    }

    /** Whether a message is on its way to some client. */
    boolean isInFlight(String id) {
        Flight flight = flights.get(id);
        return flight != null && flight.clients().stream().anyMatch(client -> !client.isOver());
    }

    /** Sends a kept message to a client and follows what becomes of it; to one that is gone nothing is sent. */
    void send(Context ctx, Session client, ArchivedMessage kept, Element element) {
        if (client.isOver()) {
            return;
        }
        flights.computeIfAbsent(kept.id(), id -> new Flight(Stanza.of(kept.message()), new HashSet<>()))
                .clients()
                .add(client);
        if (client.connection().acknowledges()) {
            Jid account = ctx.account();
            client.send(element, () -> ctx.inLane(account, later -> of(later).delivered(later, List.of(kept.id()))));
            return;
        }
        client.send(element);
        Pinged pinged = client.attachments().get(PINGED, Pinged::new);
        pinged.after.add(kept.id());
        if (pinged.ping == null) {
            ping(ctx, client, pinged);
        }
    }

    private static void ping(Context ctx, Session client, Pinged pinged) {
        String id = ctx.newId();
        pinged.ping = id;
        pinged.before = pinged.after;
        pinged.after = new ArrayList<>();
        client.send(Iq.request(Iq.Type.GET, id, ctx.account().domainJid(), client.jid(), PING)
                .element());
    }

    /** Takes the answer to a ping; anything else passes. */
    Outcome answered(Context ctx, Session client, Iq iq) {
        Pinged pinged = client.attachments().get(PINGED, Pinged::new);
        if (iq.isRequest() || pinged.ping == null || !iq.id().equals(Optional.of(pinged.ping))) {
            return Outcome.pass();
        }
        List<String> arrived = pinged.before;
        pinged.ping = null;
        return delivered(ctx, arrived).then(() -> {
            if (!pinged.after.isEmpty() && !client.isOver()) {
                ping(ctx, client, pinged);
            }
        });
    }

    /** Takes a client's receipt for a message (XEP-0184). */
    Outcome received(Context ctx, String id, Jid sender) {
        List<String> arrived = new ArrayList<>();
        flights.forEach((archiveId, flight) -> {
            boolean same = flight.message().id().filter(id::equals).isPresent()
                    && flight.message()
                            .from()
                            .filter(from -> from.bare().equals(sender.bare()))
                            .isPresent();
            if (same) {
                arrived.add(archiveId);
            }
        });
        return arrived.isEmpty() ? Outcome.pass() : Outcome.pass().and(delivered(ctx, arrived));
    }

    /** Takes the mark from messages that a client has. */
    private Outcome delivered(Context ctx, Collection<String> ids) {
        Jid owner = ctx.account();
        List<String> arrived = List.copyOf(ids);
        Outcome outcome = Outcome.handled().write(tables -> tables.archive().markDelivered(owner, arrived));
        for (String id : arrived) {
            Flight flight = flights.remove(id);
            if (flight != null) {
                count--;
                outcome = outcome.then(() -> ctx.acknowledged(flight.message()));
            }
        }
        return outcome;
    }

    /** A client is gone: what was on its way to it alone waits again. Whether there is any. */
    boolean left(Session client) {
        boolean waits = false;
        for (Flight flight : flights.values()) {
            waits |= flight.clients().remove(client) && flight.clients().isEmpty();
        }
        return waits;
    }
}
