package org.ratatosk.server.stream.s2s;

import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.config.FederationConfig.Security;
import org.ratatosk.server.dns.Endpoint;
import org.ratatosk.server.dns.NoWayException;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stream.Dialer;
import org.ratatosk.server.stream.Protocol;
import org.ratatosk.server.stream.Wire;
import org.ratatosk.server.xml.Element;

/**
 * Looks for a server of a domain: asks where it is and tries the places, until a stream comes to what it was opened for. A place that
 * answers and then fails is followed by those that are left. Thread-safe: each step follows the one before.
 */
final class Search {
    /** After this no other place is tried; longer than servers that say nothing are waited for. */
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final Parts parts;
    private final Goal goal;
    private final Consumer<Failure> failed;
    private final Deque<Endpoint> left = new ConcurrentLinkedDeque<>();
    private final Instant end;
    private volatile boolean hope;
    private volatile boolean met;

    /**
     * Why there is no way.
     *
     * @param words for people
     * @param temporary whether it may be otherwise soon
     * @param ofPair whether a server was there, and it came to nothing with this own domain; other own domains may fare better
     * @param condition with which stanzas come back
     */
    record Failure(String words, boolean temporary, boolean ofPair, Condition condition) {
        Failure(String words, boolean temporary) {
            this(words, temporary, temporary ? Condition.REMOTE_SERVER_TIMEOUT : Condition.REMOTE_SERVER_NOT_FOUND);
        }

        Failure(String words, boolean temporary, Condition condition) {
            this(words, temporary, false, condition);
        }

        private Failure met(boolean met) {
            return new Failure(words, temporary, met, condition);
        }
    }

    /**
     * @param goal is not told of failures while there is another place to try
     * @param failed is told, once, if there is none
     */
    Search(Parts parts, Goal goal, Consumer<Failure> failed) {
        this.parts = parts;
        this.goal = goal;
        this.failed = failed;
        this.end = parts.clock().instant().plus(LONGEST);
    }

    /** Begins. */
    void begin() {
        try {
            parts.endpoints().of(goal.pair().remote()).whenComplete(this::found);
        } catch (RuntimeException e) {
            notFound(e); // nobody has time to look
        }
    }

    private void found(@Nullable List<Endpoint> places, @Nullable Throwable failure) {
        if (places == null || places.isEmpty()) {
            notFound(failure);
        } else {
            goal.step(new Step(Step.Kind.DNS, true, words(places)));
            left.addAll(places);
            next(new Failure("", false));
        }
    }

    private static String words(List<Endpoint> found) {
        return String.join(", ", found.stream().map(Endpoint::toString).toList());
    }

    private void notFound(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String words = cause == null ? "Nobody knows where it is" : String.valueOf(cause.getMessage());
        goal.step(new Step(kind(cause), false, words));
        failed.accept(new Failure(words, !(cause instanceof NoWayException known) || known.isTemporary()));
    }

    private static Step.Kind kind(@Nullable Throwable cause) {
        if (cause instanceof NoWayException known) {
            return known.isClosed() ? Step.Kind.ADDRESS : known.isTemporary() ? Step.Kind.RESOLVER : Step.Kind.DNS;
        }
        return Step.Kind.DNS;
    }

    /** Those of a higher priority number are for when none of a lower one can be reached, be it slow (RFC 2782). */
    private void next(Failure last) {
        if (parts.rules().of(goal.pair().remote()) == Security.BLOCKED) {
            failed.accept(new Failure(goal.pair().remote() + " is blocked here", false));
            return;
        }
        Endpoint first = left.peek();
        if (first == null || parts.clock().instant().isAfter(end)) {
            Failure whole = hope || first != null ? new Failure(last.words(), true) : last;
            failed.accept(whole.met(met));
            return;
        }
        List<Endpoint> equals = left.stream()
                .takeWhile(place -> place.priority() == first.priority())
                .toList();
        Pair pair = goal.pair();
        Duration patience = parts.config().bounds().connectTime();
        parts.dialer().dial(new Dialer.Call(equals, pair.local(), pair.remote(), patience), new Attempt(equals));
    }

    /** One attempt at all places of a priority. */
    private final class Attempt implements Dialer.Caller {
        private final List<Endpoint> places;

        private Attempt(List<Endpoint> places) {
            this.places = places;
        }

        @Override
        public Protocol connected(Endpoint place, Wire wire) {
            left.remove(place);
            met = true;
            return new OutgoingStream(parts, wire, new Trial());
        }

        @Override
        public void silent(Endpoint place, String words) {
            left.remove(place);
            goal.step(new Step(Step.Kind.CONNECT, false, place + ": " + words));
        }

        @Override
        public void nobody(String words) {
            hope = true;
            // Nobody came to them: a dialler that does nothing more would be asked for ever.
            left.removeAll(places);
            next(new Failure(words, true));
        }
    }

    /** The goal, with the next place behind each failure. */
    private final class Trial implements Goal {
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile String refused = "";

        @Override
        public Pair pair() {
            return goal.pair();
        }

        @Override
        public boolean provesUs() {
            return goal.provesUs();
        }

        @Override
        public void encrypted(OutgoingStream stream) {
            goal.encrypted(stream);
        }

        @Override
        public void answered(OutgoingStream stream, Element answer) {
            goal.answered(stream, answer);
        }

        @Override
        public void ready(OutgoingStream stream) {
            goal.ready(stream);
        }

        @Override
        public Optional<ServerConnection> resumable() {
            return goal.resumable();
        }

        @Override
        public void step(Step step) {
            if (step.kind() == Step.Kind.CERTIFICATE && !step.done()) {
                refused = step.words();
            }
            goal.step(step);
        }

        @Override
        public void failed(Failure failure) {
            if (refused.isEmpty() || !failure.words().endsWith(refused)) { // else that has been said
                goal.step(new Step(Step.Kind.STREAM, false, failure.words()));
            }
            if (ended.compareAndSet(false, true)) {
                hope |= failure.temporary();
                next(failure);
            }
        }
    }
}
