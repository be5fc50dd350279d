package org.ratatosk.server.stream.s2s;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.config.FederationConfig.Bounds;
import org.ratatosk.server.route.Remote.Receipt;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stream.Weight;
import org.ratatosk.server.xml.Element;

/**
 * What goes from one own domain to one elsewhere: what waits for a way, what was sent and is not acknowledged, and when the next
 * attempt is due. Stanzas leave in the order in which they came. Thread-safe.
 *
 * <p>One lock guards everything. While it is held nothing is called but the connection, whose lock comes after it; receipts and
 * attempts are called without it.
 */
final class Link implements ServerConnection.Owner {
    private static final Duration PATIENCE_FOR_RESUMPTION = Duration.ofSeconds(15);
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    /** Looks for a way. */
    @FunctionalInterface
    interface Attempts {
        /** Begins an attempt; {@code resumable} is what its stream may go on with. */
        void begin(Link link, @Nullable ServerConnection resumable);
    }

    private final Object lock = new Object();
    private final Pair pair;
    private final Bounds bounds;
    private final InstantSource clock;
    private final Attempts attempts;
    private final Deque<Parcel> waiting = new ArrayDeque<>();
    private final Set<Parcel> sent = new LinkedHashSet<>();
    private int stanzas;
    private long bytes;
    private @Nullable ServerConnection connection;
    private @Nullable ServerConnection detached;
    private @Nullable ServerConnection candidate;
    private Instant since;
    private Instant lost;
    private boolean connecting;
    private boolean retired;
    private final Pauses pauses;

    Link(Pair pair, Bounds bounds, InstantSource clock, Attempts attempts) {
        this.pair = pair;
        this.bounds = bounds;
        this.clock = clock;
        this.attempts = attempts;
        this.pauses = new Pauses(bounds.retry(), bounds.longestRetry());
        this.since = clock.instant();
        this.lost = since;
    }

    Pair pair() {
        return pair;
    }

    // what is sent

    /** Takes a stanza; {@code false} if the link has retired and another one must be made. */
    boolean send(Element stanza, Receipt receipt) {
        Instant now = clock.instant();
        Parcel parcel = new Parcel(stanza, receipt, Weight.of(stanza), now, now.plus(bounds.waitingTime()));
        StanzaError refusal;
        synchronized (lock) {
            if (retired) {
                return false;
            }
            since = now;
            refusal = refusal(parcel);
            if (refusal == null) {
                stanzas++;
                bytes += parcel.weight();
                waiting.add(parcel);
                flush();
            }
        }
        if (refusal != null) {
            receipt.refused(refusal);
        }
        connectIfDue(now);
        return true;
    }

    /** Only with the lock. */
    private @Nullable StanzaError refusal(Parcel parcel) {
        if (stanzas >= bounds.waitingStanzas() || bytes + parcel.weight() > bounds.waitingBytes()) {
            return StanzaError.of(
                    Condition.RESOURCE_CONSTRAINT, "Too much waits for " + pair.remote() + " already" + because());
        }
        boolean late = connection == null && !connecting && pauses.isAt(parcel.deadline());
        return late ? noAnswer() : null;
    }

    private StanzaError noAnswer() {
        return StanzaError.of(Condition.REMOTE_SERVER_TIMEOUT, pair.remote() + " cannot be reached now" + because());
    }

    private String because() {
        return pauses.lastError().isEmpty() ? "" : ": " + pauses.lastError();
    }

    /** Only with the lock. A way that takes no more ends here and now, and another one may be the connection in the next round. */
    private void flush() {
        for (ServerConnection way = connection; way != null && !waiting.isEmpty(); way = connection) {
            Parcel next = waiting.remove();
            sent.add(next);
            way.send(next.element(), () -> delivered(next));
        }
    }

    private void delivered(Parcel parcel) {
        synchronized (lock) {
            if (!sent.remove(parcel)) {
                return;
            }
            forget(parcel);
        }
        parcel.receipt().delivered();
    }

    /** Only with the lock. */
    private void forget(Parcel parcel) {
        stanzas--;
        bytes -= parcel.weight();
    }

    private void connectIfDue(Instant now) {
        if (Thread.holdsLock(lock)) {
            return; // a way ended while it was sent to; the next tick looks for another one
        }
        ServerConnection resumable;
        synchronized (lock) {
            boolean wanted = connection == null && (!waiting.isEmpty() || (detached != null && detached.isOurs()));
            boolean waitsForPeer = detached != null && !detached.isOurs();
            if (!wanted || waitsForPeer || connecting || pauses.isAt(now)) {
                return;
            }
            connecting = true;
            resumable = detached;
        }
        attempts.begin(this, resumable);
    }

    // what becomes of attempts

    /**
     * There is a way.
     *
     * @return whether it is used; if not, there is one already, or the link has retired
     */
    boolean ready(ServerConnection way) {
        synchronized (lock) {
            if (retired) {
                return false;
            }
            if (way.isOurs()) {
                connecting = false;
            }
            pauses.over();
            since = clock.instant();
            if (detached == way) {
                detached = null;
            }
            if (connection != null && connection != way) {
                return false;
            }
            if (detached != null) {
                candidate = way;
            } else {
                connection = way;
                flush();
            }
        }
        way.add(this);
        return true;
    }

    /**
     * An attempt came to nothing.
     *
     * @param temporary whether it may be otherwise soon, so that stanzas go on waiting as long as they may
     */
    void failed(String words, boolean temporary) {
        List<Parcel> back = new ArrayList<>();
        Instant now = clock.instant();
        synchronized (lock) {
            connecting = false;
            if (connection != null) {
                return;
            }
            Instant next = pauses.failed(now, words);
            takeBack(back, parcel -> !temporary || parcel.deadline().isBefore(next));
        }
        Condition condition = temporary ? Condition.REMOTE_SERVER_TIMEOUT : Condition.REMOTE_SERVER_NOT_FOUND;
        StanzaError error = StanzaError.of(condition, pair.remote() + " cannot be reached: " + words);
        back.forEach(parcel -> parcel.receipt().refused(error));
    }

    private interface Wanted {
        boolean test(Parcel parcel);
    }

    /** Only with the lock. */
    private void takeBack(List<Parcel> back, Wanted wanted) {
        for (Iterator<Parcel> all = waiting.iterator(); all.hasNext(); ) {
            Parcel parcel = all.next();
            if (wanted.test(parcel)) {
                all.remove();
                forget(parcel);
                back.add(parcel);
            }
        }
    }

    // what becomes of connections

    @Override
    public void detached(ServerConnection left) {
        synchronized (lock) {
            if (connection == left) {
                connection = null;
                detached = left;
                lost = clock.instant();
            }
        }
        connectIfDue(clock.instant());
    }

    @Override
    public void over(ServerConnection ended) {
        synchronized (lock) {
            if (candidate == ended) {
                candidate = null;
            }
            if (connection != ended && detached != ended) {
                return;
            }
            connection = candidate;
            candidate = null;
            detached = null;
            List<Parcel> again = new ArrayList<>(sent);
            sent.clear();
            for (int i = again.size() - 1; i >= 0; i--) {
                waiting.addFirst(again.get(i));
            }
            flush();
        }
        connectIfDue(clock.instant());
    }

    /** Closing on an admin's word: what waits comes back. */
    void close(String words) {
        List<Parcel> back = new ArrayList<>();
        synchronized (lock) {
            takeBack(back, parcel -> true);
        }
        StanzaError error = StanzaError.of(Condition.REMOTE_SERVER_NOT_FOUND, words);
        back.forEach(parcel -> parcel.receipt().refused(error));
    }

    /** Time has passed; {@code false} if the link is not needed any more. */
    boolean tick(Instant now) {
        List<Parcel> back = new ArrayList<>();
        List<Parcel> slow = new ArrayList<>();
        ServerConnection gone;
        synchronized (lock) {
            takeBack(back, parcel -> parcel.deadline().isBefore(now));
            Stream.concat(sent.stream(), waiting.stream())
                    .filter(parcel -> parcel.isSlow(now))
                    .forEach(slow::add);
            gone = detached;
            boolean idle = stanzas == 0 && connection == null && detached == null && !connecting;
            retired = idle && since.plus(REMEMBERED).isBefore(now) && !pauses.isAt(now);
        }
        StanzaError error = noAnswer();
        back.forEach(parcel -> parcel.receipt().refused(error));
        slow.forEach(parcel -> parcel.receipt().waits());
        if (gone != null) {
            giveUp(gone, now);
        }
        connectIfDue(now);
        return !retired;
    }

    private void giveUp(ServerConnection gone, Instant now) {
        Instant left;
        synchronized (lock) {
            left = lost;
        }
        if (!gone.isOurs() && left.plus(PATIENCE_FOR_RESUMPTION).isBefore(now)) {
            gone.abandon();
        } else {
            gone.expire(now);
        }
    }

    /** Whether another link must be made for the pair. */
    boolean isRetired() {
        synchronized (lock) {
            return retired;
        }
    }

    // for people

    /** How many stanzas have not got there. */
    int waiting() {
        synchronized (lock) {
            return stanzas;
        }
    }

    /** Why the last attempt failed; empty if it did not. */
    String lastError() {
        synchronized (lock) {
            return pauses.lastError();
        }
    }
}
