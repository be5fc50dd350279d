package org.ratatosk.server.stream.component;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ratatosk.server.config.ComponentsConfig.Access;
import org.ratatosk.server.route.Component;
import org.ratatosk.server.route.Router;
import org.ratatosk.server.session.Connection;
import org.ratatosk.server.stanza.Proof;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.xml.Element;

/**
 * An external component: its connections, and what is on its way to them. Stanzas are spread over the connections so that those
 * between the same two bare addresses keep their order: they go where one of them still waits, or where their hash leads. What a
 * connection leaves unwritten goes to the others; if there are none, it comes back to its senders. Thread-safe.
 */
final class Pool implements Component {
    /** So long a sender waits for its stanza to be written; after that the pool answers for it. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String domain;
    private final Access access;
    private final String host;
    private final Router router;
    private final InstantSource clock;
    private final Shares shares;
    private final Object lock = new Object();
    private final List<ComponentConnection> connections = new ArrayList<>();
    private final Map<Parcel.Pair, Way> ways = new HashMap<>();
    private final Set<Parcel> waiting = new LinkedHashSet<>();
    private long sent;
    private long received;
    private String lastError = "";

    /** Where the stanzas of a pair wait, and how many. */
    private static final class Way {
        private final ComponentConnection connection;
        private int parcels;

        Way(ComponentConnection connection) {
            this.connection = connection;
        }
    }

    /**
     * @param host the domain of this server that asks whether the component is there
     * @param router takes what the component sends
     */
    Pool(String domain, Access access, String host, Router router, InstantSource clock) {
        this.domain = domain;
        this.access = access;
        this.host = host;
        this.router = router;
        this.clock = clock;
        this.shares = new Shares(router);
    }

    String domain() {
        return domain;
    }

    String secret() {
        return access.secret();
    }

    /** Asks the component whether it is there (XEP-0199); whatever it says then is an answer. */
    Element ping() {
        return Element.builder(Stanza.NS, "iq")
                .attr("type", "get")
                .attr("id", "there")
                .attr("from", host)
                .attr("to", domain)
                .child(Element.of("urn:xmpp:ping", "ping"))
                .build();
    }

    // connections

    /**
     * Takes a connection that was proved, in the place of one that does not answer if there are as many as there may be. If all
     * of them may be alive, they are asked, and it is {@code false}.
     */
    boolean join(ComponentConnection connection) {
        Instant now = clock.instant();
        List<ComponentConnection> others;
        Optional<ComponentConnection> overdue;
        synchronized (lock) {
            boolean full = connections.size() >= access.connections();
            others = full ? List.copyOf(connections) : List.of();
            overdue = others.stream().filter(one -> one.isOverdue(now)).findFirst();
            if (!full || overdue.isPresent()) {
                connections.add(connection);
                lastError = "";
                overdue.ifPresent(connections::remove);
                overdue.ifPresent(this::handOn);
                others = List.of();
            }
        }
        overdue.ifPresent(
                old -> old.close(StreamError.of(StreamError.Condition.CONFLICT, "A new connection replaces you")));
        others.forEach(other -> other.ask(now));
        return others.isEmpty();
    }

    /** What is bound for a connection goes to the others. Only with the lock; there are others. */
    private void handOn(ComponentConnection old) {
        List<Parcel> left = boundFor(old);
        ways.values().removeIf(way -> way.connection == old);
        left.forEach(this::send);
    }

    /** A connection was refused, or did not end in peace; the words say why to people. */
    void failed(String words) {
        synchronized (lock) {
            lastError = words;
        }
    }

    /** Ends all connections; what waits comes back, and the component may connect anew. */
    void close() {
        List<ComponentConnection> all;
        synchronized (lock) {
            all = List.copyOf(connections);
        }
        all.forEach(one -> one.close(StreamError.of(StreamError.Condition.RESET, "An administrator closed it")));
    }

    /** A connection is over. */
    void left(ComponentConnection connection) {
        List<Parcel> stranded = new ArrayList<>();
        synchronized (lock) {
            if (!connections.remove(connection)) {
                return;
            }
            if (connections.isEmpty()) {
                stranded.addAll(waiting);
                stranded.forEach(this::forget);
                ways.clear();
            } else {
                handOn(connection);
            }
        }
        stranded.forEach(this::returned);
    }

    private List<Parcel> boundFor(ComponentConnection connection) {
        return waiting.stream()
                .filter(parcel -> {
                    Way way = ways.get(parcel.pair());
                    return way != null && way.connection == connection;
                })
                .toList();
    }

    /** It was on its way when the last connection ended. */
    private void returned(Parcel parcel) {
        if (parcel.stanza().isAnswerable()) {
            router.arrive(parcel.stanza().error(away()), Proof.HOSTED, parcel::accept);
        } else {
            parcel.accept();
        }
    }

    private StanzaError away() {
        return StanzaError.of(Condition.SERVICE_UNAVAILABLE, domain + " is not connected to this server now")
                .as(StanzaError.Type.WAIT);
    }

    // to the component

    @Override
    public boolean isThere() {
        synchronized (lock) {
            return !connections.isEmpty();
        }
    }

    @Override
    public void receive(Stanza stanza, Proof proof, Runnable accepted) {
        Parcel parcel = new Parcel(stanza, shares.holders(stanza), accepted, clock.instant());
        synchronized (lock) {
            if (connections.isEmpty()) {
                throw new StanzaException(away());
            }
            shares.load(parcel).ifPresent(greedy -> {
                throw new StanzaException(Condition.RESOURCE_CONSTRAINT, "Too much waits for " + domain + greedy);
            });
            waiting.add(parcel);
            send(parcel);
        }
    }

    /** Only with the lock, so that the order of calls is the order on the way; at least one connection is there. */
    private void send(Parcel parcel) {
        Way way = ways.computeIfAbsent(parcel.pair(), pair -> new Way(choose(pair)));
        way.parcels++;
        way.connection.send(parcel.stanza().element(), () -> written(parcel));
    }

    private ComponentConnection choose(Parcel.Pair pair) {
        return connections.get(Math.floorMod(pair.hashCode(), connections.size()));
    }

    private void written(Parcel parcel) {
        synchronized (lock) {
            if (!waiting.contains(parcel)) {
                return;
            }
            forget(parcel);
            sent++;
            ways.computeIfPresent(parcel.pair(), (pair, way) -> --way.parcels == 0 ? null : way);
        }
        parcel.accept();
    }

    /** Only with the lock. */
    private void forget(Parcel parcel) {
        waiting.remove(parcel);
        shares.unload(parcel);
    }

    /** Time has passed: nobody waits for a component that is slow to read. */
    void tick(Instant now) {
        List<Parcel> slow;
        synchronized (lock) {
            slow = waiting.stream()
                    .takeWhile(parcel -> now.isAfter(parcel.came().plus(PATIENCE)))
                    .toList();
        }
        slow.forEach(Parcel::accept);
    }

    // from the component

    /** The component has sent a stanza under its own domain; {@code accepted} runs when what it causes here is done. */
    void take(Stanza stanza, Runnable accepted) {
        synchronized (lock) {
            received++;
        }
        router.arrive(stanza, Proof.HOSTED, accepted);
    }

    /** How it stands, for people. */
    ComponentState state() {
        synchronized (lock) {
            return new ComponentState(
                    domain,
                    access.connections(),
                    connections.stream().map(Connection::info).toList(),
                    waiting.size(),
                    received,
                    sent,
                    lastError);
        }
    }
}
