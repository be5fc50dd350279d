package org.ratatosk.server.route;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Outcome.Sending;
import org.ratatosk.server.route.Outcome.Verdict;
import org.ratatosk.server.session.Lane;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.session.Ticket;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.store.Store.Tables;

/**
 * The way of one stanza, or of a task without one, through one lane: it calls the handlers, gathers what they want written and
 * sent, and lets that out when it is durable. Lane-confined.
 */
final class Passage extends LaneContext {
    private final Ticket ticket;
    private @Nullable Stanza stanza;
    private Side side;
    private Phase phase = Phase.GUARD;
    private int index;
    private Verdict verdict = Verdict.PASS;
    private @Nullable StanzaError error;
    private Outcome.@Nullable Courier courier;
    private @Nullable Stanza onward;
    private List<Consumer<Tables>> writes = new ArrayList<>();
    private final List<Sending> sendings = new ArrayList<>();
    private final List<Sending> deliveries = new ArrayList<>();
    private final List<Stanza> routed = new ArrayList<>();
    private final List<Runnable> actions = new ArrayList<>();
    private final Deque<Runnable> undos = new ArrayDeque<>();

    /** @param origin the client of this lane that sent the stanza, or {@code null} */
    Passage(Router router, Lane lane, Ticket ticket, Side side, @Nullable Session origin, @Nullable Stanza stanza) {
        super(router, lane, origin);
        this.ticket = ticket;
        this.side = side;
        this.stanza = stanza;
    }

    /** Takes the stanza through the lane. */
    void go() {
        atEdge(this::proceed);
    }

    /** Runs a task that no stanza brought. */
    void go(Task task) {
        atEdge(() -> {
            if (apply(task.run(this))) {
                finish();
            }
        });
    }

    private void atEdge(Runnable step) {
        try {
            step.run();
        } catch (StanzaException e) {
            reject(e.error());
            finish();
        } catch (RuntimeException e) {
            Failures.reportMistake(lane, e);
            reject(StanzaError.of(StanzaError.Condition.INTERNAL_SERVER_ERROR));
            finish();
        }
    }

    private void proceed() {
        Stanza current = stanza;
        while (current != null) {
            Handler<Stanza> handler = nextHandler(current);
            if (handler != null) {
                if (!apply(handler.handle(this, current))) {
                    return;
                }
                current = stanza;
            } else if (!nextPhase()) {
                break;
            }
            if (verdict == Verdict.REJECTED) {
                break;
            }
        }
        finish();
    }

    private @Nullable Handler<Stanza> nextHandler(Stanza current) {
        if (verdict != Verdict.PASS && phase != Phase.COPY) {
            return null;
        }
        List<Handler<Stanza>> handlers = side == Side.RECIPIENT && Delivery.isForServer(current)
                ? List.of()
                : router.hooks().handlers(side, phase, current.kind());
        if (index < handlers.size()) {
            return handlers.get(index++);
        }
        boolean answersItself = phase == Phase.HANDLE && side == Side.RECIPIENT && index == handlers.size();
        if (answersItself
                && current instanceof Iq iq
                && iq.isRequest()
                && !iq.to().map(Jid::isFull).orElse(false)) {
            index++;
            return router.hooks()
                    .request(iq)
                    .<Handler<Stanza>>map(h -> (ctx, s) -> h.handle(ctx, (Iq) s))
                    .orElse(null);
        }
        return null;
    }

    /** Goes on to the next phase or side; {@code false} if there is none. */
    private boolean nextPhase() {
        index = 0;
        switch (phase) {
            case GUARD -> {
                phase = Phase.HANDLE;
                return verdict == Verdict.PASS;
            }
            case HANDLE -> {
                phase = Phase.COPY;
                return true;
            }
            case COPY -> {
                return verdict == Verdict.PASS && (side == Side.SENDER ? leaveSender() : deliver());
            }
        }
        throw new IllegalStateException();
    }

    private boolean leaveSender() {
        Stanza leaving = Objects.requireNonNull(stanza);
        if (router.isFor(leaving, lane.jid())) {
            side = Side.RECIPIENT;
            phase = Phase.GUARD;
            return true;
        }
        onward = leaving;
        return false;
    }

    private boolean deliver() {
        Outcome delivered = Delivery.of(Objects.requireNonNull(stanza), lane.sessions(), courier != null);
        deliveries.addAll(delivered.sendings());
        apply(delivered.withoutSendings());
        return false;
    }

    /** Gathers an outcome; {@code false} if the passage waits and will go on by itself. */
    private boolean apply(Outcome outcome) {
        writes.addAll(outcome.writes());
        sendings.addAll(outcome.sendings());
        routed.addAll(outcome.routed());
        actions.addAll(outcome.actions());
        outcome.undos().forEach(undos::push);
        if (outcome.courier() != null) {
            courier = outcome.courier();
        }
        if (outcome.changed() != null) {
            stanza = outcome.changed();
        }
        if (outcome.error() != null) {
            reject(outcome.error());
        } else if (outcome.verdict() == Verdict.HANDLED) {
            verdict = Verdict.HANDLED;
        }
        if (outcome.next() != null) {
            waitFor(outcome.next());
            return false;
        }
        return true;
    }

    private void waitFor(Outcome.Next next) {
        Function<Tables, Object> read = next.read();
        CompletionStage<@Nullable Object> stage = read == null ? write() : readAfterReleases(read);
        lane.hold(
                stage,
                (value, failure) -> atEdge(() -> {
                    if (failure != null) {
                        reject(Failures.errorOf(failure));
                        finish();
                    } else if (apply(next.then().apply(value))) {
                        if (stanza == null) {
                            finish();
                        } else {
                            proceed();
                        }
                    }
                }));
    }

    private CompletionStage<@Nullable Object> write() {
        List<Consumer<Tables>> now = writes;
        writes = new ArrayList<>();
        return router.write(now).thenApply(done -> null);
    }

    /** Reads when all that this lane has written before is there to be read. */
    private CompletionStage<@Nullable Object> readAfterReleases(Function<Tables, Object> read) {
        CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
        lane.release(
                null,
                earlier -> router.store().read(read).whenComplete((value, failure) -> {
                    if (failure != null) {
                        result.completeExceptionally(failure);
                    } else {
                        result.complete(value);
                    }
                }));
        return result;
    }

    private void reject(StanzaError reason) {
        verdict = Verdict.REJECTED;
        error = reason;
        writes.clear();
        sendings.clear();
        deliveries.clear();
        routed.clear();
        actions.clear();
        onward = null;
    }

    private void finish() {
        CompletionStage<Void> durable = writes.isEmpty() ? null : router.write(List.copyOf(writes));
        lane.release(durable, failure -> {
            try {
                letOut(failure);
            } finally {
                ticket.letGo();
            }
        });
    }

    private void letOut(@Nullable Throwable failure) {
        StanzaError refusal = failure == null ? error : Failures.errorOf(failure);
        if (refusal != null) {
            undos.forEach(Runnable::run);
            refuse(refusal);
            return;
        }
        if (courier != null) {
            ticket.markKept();
        }
        sendings.forEach(sending -> sending.session().send(sending.element()));
        Outcome.Courier carrier = courier == null ? Session::send : courier;
        boolean missed = false;
        for (Sending sending : deliveries) {
            missed |= sending.session().isOver();
            carrier.send(sending.session(), sending.element());
        }
        if (missed && stanza instanceof Iq iq && iq.isRequest()) {
            refuse(StanzaError.of(StanzaError.Condition.RECIPIENT_UNAVAILABLE));
        }
        if (onward != null) {
            router.send(onward, ticket.hold());
        }
        for (Stanza other : routed) {
            Optional<Session> here = other.to()
                    .filter(to -> to.bare().equals(lane.jid()) && to.isFull())
                    .flatMap(to -> lane.session(to.resource().orElseThrow()));
            if (here.isPresent()) {
                here.get().send(other.element());
            } else {
                router.sendDerived(other, ticket.hold());
            }
        }
        actions.forEach(Runnable::run);
    }

    private void refuse(StanzaError reason) {
        if (stanza == null) {
            if (!ticket.refuse(reason)) {
                Failures.reportRefusal(lane, reason);
            }
        } else if (origin != null && Router.isAnswered(stanza)) {
            origin.send(stanza.error(reason).element());
        } else {
            router.refuse(stanza, reason, ticket);
        }
    }

    @Override
    @Nullable
    Stanza stanza() {
        return stanza;
    }
}
