package org.ratatosk.server.feature;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.session.Key;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.store.ArchivedMessage;
import org.ratatosk.server.xml.WrittenSize;

/**
 * What an account's clients have been sent and not acknowledged yet, and how much of the account is not delivered at all.
 * Lane-confined.
 */
final class Undelivered {
    private static final Key<Undelivered> KEY = Key.of("undelivered messages");

    /** How many times as much may be on its way to clients that are there as may wait for one. */
    private static final int IN_FLIGHT_FACTOR = 10;

    /** The head of a kept message, and the clients that it is on its way to. */
    private record Flight(Stanza message, long bytes, Set<Session> clients) {}

    private final Map<String, Flight> flights = new LinkedHashMap<>();
    private int count;
    private long bytes;
    private int inFlight;
    private long bytesInFlight;
    private String lastDouble = "";

    private Undelivered(int count, long bytes) {
        this.count = count;
        this.bytes = bytes;
    }

    /** Has the number of what is not delivered loaded with each account. */
    static void install(Hooks on) {
        on.account(
                KEY,
                (tables, owner) -> new Undelivered(
                        tables.archive().countUndelivered(owner),
                        tables.archive().undeliveredBytes(owner)));
    }

    static Undelivered of(Context ctx) {
        return ctx.state(KEY, () -> new Undelivered(0, 0));
    }

    /** Whether no more may be kept: so many messages or bytes wait, or ten times as much is on its way to clients. */
    boolean isFull(int most, int mostBytes) {
        return count - inFlight >= most
                || inFlight / IN_FLIGHT_FACTOR >= most
                || bytes - bytesInFlight >= mostBytes
                || bytesInFlight / IN_FLIGHT_FACTOR >= mostBytes;
    }

    /** Another message was kept. */
    void added(ArchivedMessage kept) {
        count++;
        bytes += bytes(kept);
    }

    /** A message came that was kept before: nobody gets it again. */
    void doubled(String id) {
        lastDouble = id;
    }

    /** Whether a message, with the id that it was to be kept under, is the last one that had been kept before. */
    boolean isDouble(Stanza message) {
        return !lastDouble.isEmpty()
                && message.element().children(StanzaIds.NS, "stanza-id").stream()
                        .anyMatch(id -> id.attr("id").equals(Optional.of(lastDouble)));
    }

    private static long bytes(ArchivedMessage kept) {
        return WrittenSize.of(kept.message());
    }

    /** Whether a message is on its way to a client that is there. */
    boolean isInFlight(String id) {
        Flight flight = flights.get(id);
        return flight != null && flight.clients().stream().anyMatch(client -> !client.isOver());
    }

    /** A kept message is on its way to a client. */
    void sent(ArchivedMessage kept, Session client) {
        Flight flight = flights.computeIfAbsent(
                kept.id(),
                id -> new Flight(Stanza.of(kept.message().without(payload -> true)), bytes(kept), new HashSet<>()));
        if (flight.clients().isEmpty()) {
            inFlight++;
            bytesInFlight += flight.bytes();
        }
        flight.clients().add(client);
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
    Outcome delivered(Context ctx, Collection<String> ids) {
        Jid owner = ctx.account();
        List<String> arrived = List.copyOf(ids);
        Outcome outcome = Outcome.handled().write(tables -> tables.archive().markDelivered(owner, arrived));
        for (String id : arrived) {
            Flight flight = flights.remove(id);
            if (flight != null) {
                count--;
                bytes = Math.max(0, bytes - flight.bytes());
                landed(flight, flight.clients().isEmpty() ? 0 : 1);
                outcome = outcome.then(() -> ctx.acknowledged(flight.message()));
                outcome = outcome.then(() -> flight.clients().forEach(client -> Waiting.arrived(client, id)));
            }
        }
        return outcome;
    }

    private void landed(Flight flight, int times) {
        inFlight -= times;
        bytesInFlight -= times * flight.bytes();
    }

    /** A client is gone: what was on its way to it alone waits again. Whether there is any. */
    boolean left(Session client) {
        boolean waits = false;
        for (Flight flight : flights.values()) {
            if (flight.clients().remove(client) && flight.clients().isEmpty()) {
                landed(flight, 1);
                waits = true;
            }
        }
        return waits;
    }
}
