package org.ratatosk.server.session;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.jid.JidException;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.xml.Element;

/** All sessions: resource binding (RFC 6120 section 7) and their end. Thread-safe. */
public final class Sessions {
    private final ConcurrentMap<Jid, Session> byAddress = new ConcurrentHashMap<>();
    private final LongAdder stanzasIn = new LongAdder();
    private final LongAdder stanzasOut = new LongAdder();
    private final Lanes lanes;
    private final Traffic traffic;

    /**
     * @param lanes where the work is done
     * @param traffic what is done with stanzas
     */
    public Sessions(Lanes lanes, Traffic traffic) {
        this.lanes = lanes;
        this.traffic = traffic;
    }

    /**
     * Opens a session: binds a resource. A session that has the resource already is closed with {@code conflict}.
     *
     * @param bare the account that the client has proved to be
     * @param resource what the client asks for, or {@code null} for a random one
     * @param connection the client's stream
     * @return completes in the account's lane: what is sent to the connection by a direct {@code thenAccept} comes before
     *     everything that others send to the session. Fails with {@link StanzaException}: not-authorized without an enabled
     *     account, bad-request for an impossible resource, resource-constraint for too many resources
     */
    public CompletionStage<Session> open(Jid bare, @Nullable String resource, Connection connection) {
        CompletableFuture<Session> opened = new CompletableFuture<>();
        lanes.post(
                bare,
                work(
                        lane -> {
                            try {
                                opened.complete(open(lane, resource, connection));
                            } catch (StanzaException e) {
                                opened.completeExceptionally(e);
                            }
                        },
                        (lane, cause) -> opened.completeExceptionally(new StanzaException(
                                Condition.INTERNAL_SERVER_ERROR, "The account could not be read; try again later"))));
        return opened;
    }

    private Session open(Lane lane, @Nullable String resource, Connection connection) {
        traffic.admit(lane);
        Jid full = address(lane.jid(), resource == null ? traffic.randomResource(lane.jid()) : resource);
        Optional<Session> old = lane.session(full.resource().orElseThrow());
        if (old.isEmpty() && lane.sessions().size() >= traffic.maxSessions()) {
            throw new StanzaException(
                    Condition.RESOURCE_CONSTRAINT,
                    "The account has " + traffic.maxSessions() + " clients connected already");
        }
        old.ifPresent(taken -> {
            taken.connection()
                    .close(StreamError.of(StreamError.Condition.CONFLICT, "Another client took this resource"));
            leave(lane, taken);
        });
        Session session = new Session(full, connection, this);
        lane.add(session);
        byAddress.put(full, session);
        return session;
    }

    private static Jid address(Jid bare, String resource) {
        try {
            return bare.withResource(resource);
        } catch (JidException e) {
            throw new StanzaException(Condition.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    void receive(Session session, Element stanza, Ticket ticket) {
        stanzasIn.increment();
        lanes.post(
                session.account(),
                work(
                        lane -> {
                            if (session.isOver()) {
                                ticket.letGo();
                            } else {
                                traffic.received(lane, session, stanza, ticket);
                            }
                        },
                        (lane, cause) -> {
                            traffic.failed(lane, session, stanza, cause);
                            ticket.letGo();
                        }));
    }

    void end(Session session, List<Element> unacknowledged) {
        lanes.post(
                session.account(),
                work(
                        lane -> {
                            leave(lane, session);
                            if (!unacknowledged.isEmpty()) {
                                traffic.unacknowledged(lane, session, unacknowledged);
                            }
                        },
                        (lane, cause) -> leave(lane, session)));
    }

    private void leave(Lane lane, Session session) {
        if (session.isOver()) {
            return;
        }
        session.markOver();
        lane.remove(session);
        byAddress.remove(session.jid(), session);
        traffic.left(lane, session);
    }

    void countOut() {
        stanzasOut.increment();
    }

    /** The session of a full address. */
    public Optional<Session> find(Jid full) {
        return Optional.ofNullable(byAddress.get(full));
    }

    /** All sessions, in no order, as they are while this is read. */
    public Collection<Session> all() {
        return Collections.unmodifiableCollection(byAddress.values());
    }

    /** Stanzas taken from clients since the start. */
    public long stanzasIn() {
        return stanzasIn.sum();
    }

    /** Elements given to clients since the start. */
    public long stanzasOut() {
        return stanzasOut.sum();
    }

    private interface InLane {
        void run(Lane lane);
    }

    private static Lane.Work work(InLane run, BiConsumer<Lane, Throwable> failed) {
        return new Lane.Work() {
            @Override
            public void run(Lane lane) {
                run.run(lane);
            }

            @Override
            public void failed(Lane lane, Throwable cause) {
                failed.accept(lane, cause);
            }
        };
    }
}
