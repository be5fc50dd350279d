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
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.config.FederationConfig.Bounds;
import org.ratatosk.server.route.Remote.Receipt;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.stream.Weight;
import org.ratatosk.server.stream.s2s.Parcel.Evidence;
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
    private static final Duration REMEMBERED_IN_VAIN = Duration.ofSeconds(10);
    private static final Duration PATIENCE_FOR_ANSWERS = Duration.ofSeconds(60);
    private static final Duration GOOD_AFTER = Duration.ofSeconds(30);
    private static final int MAX_SENDINGS = 3;

    /** Looks for a way. */
    @FunctionalInterface
    interface Attempts {
        /** Begins an attempt, or has it wait for its turn; {@code resumable} is what its stream may go on with. */
        void begin(Link link, @Nullable ServerConnection resumable);
    }

    private final Object lock = new Object();
    private final Pair pair;
    private final Bounds bounds;
    private final InstantSource clock;
    private final Pings pings;
    private final Shares shares;
    private final Attempts attempts;
    private final Barrier barrier = new Barrier();
    private final Deque<Parcel> waiting = new ArrayDeque<>();
    private final Set<Parcel> sent = new LinkedHashSet<>();
    private int stanzas;
    private long bytes;
    private @Nullable ServerConnection connection;
    private @Nullable ServerConnection detached;
    private @Nullable ServerConnection candidate;
    private Instant since;
    private Instant lost;
    private Instant began;
    private boolean good;
    private boolean connecting;
    private Set<String> noTurn = Set.of();
    private boolean retired;
    private @Nullable StanzaError closing;
    private final Pauses pauses;
    private final Pauses domainPauses;

    /**
     * @param pauses what keeps this pair from being connected
     * @param domainPauses shared by all links to the domain: what keeps it from being reached at all
     */
    Link(
            Pair pair,
            Bounds bounds,
            InstantSource clock,
            Pings pings,
            Shares shares,
            Pauses pauses,
            Pauses domainPauses,
            Attempts attempts) {
        this.pair = pair;
        this.bounds = bounds;
        this.clock = clock;
        this.pings = pings;
        this.shares = shares;
        this.attempts = attempts;
        this.domainPauses = domainPauses;
        this.pauses = pauses;
        this.since = clock.instant();
        this.lost = since;
        this.began = since;
    }

    Pair pair() {
        return pair;
    }

    // what is sent

    /** Takes a stanza; {@code false} if the link has retired and another one must be made. */
    boolean send(Element stanza, Receipt receipt) {
        Instant now = clock.instant();
        Parcel parcel = new Parcel(
                stanza,
                receipt,
                shares.holders(stanza, pair.remote()),
                Weight.of(stanza),
                now,
                now.plus(bounds.waitingTime()));
        StanzaError refusal;
        makeRoom(parcel, now);
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

    /** Where no ping is answered what has left need not fill the bounds. */
    private void makeRoom(Parcel parcel, Instant now) {
        List<Parcel> left;
        synchronized (lock) {
            left = isFull(parcel) && barrier.hasWaited(Parcel.PATIENCE, now) ? stopAsking() : List.of();
        }
        left.forEach(this::delivered);
    }

    /** Only with the lock. */
    private boolean isFull(Parcel parcel) {
        return stanzas >= bounds.waitingStanzas() || bytes + parcel.weight() > bounds.waitingBytes();
    }

    /** Only with the lock. */
    private @Nullable StanzaError refusal(Parcel parcel) {
        if (isFull(parcel)) {
            return StanzaError.of(
                    Condition.RESOURCE_CONSTRAINT, "Too much waits for " + pair.remote() + " already" + because());
        }
        if (connection == null && !connecting && isPaused(parcel.deadline())) {
            return noAnswer();
        }
        return shares.load(parcel.holders(), parcel.weight())
                .map(words -> StanzaError.of(Condition.RESOURCE_CONSTRAINT, words))
                .orElse(null);
    }

    private StanzaError noAnswer() {
        return StanzaError.of(Condition.REMOTE_SERVER_TIMEOUT, pair.remote() + " cannot be reached now" + because());
    }

    private boolean isPaused(Instant time) {
        return pauses.isAt(time) || domainPauses.isAt(time);
    }

    private String because() {
        String error = lastError();
        return error.isEmpty() ? "" : ": " + error;
    }

    /** Only with the lock. A way that takes no more ends here and now, and another one may be the connection in the next round. */
    private void flush() {
        for (ServerConnection way = connection; way != null && !waiting.isEmpty(); way = connection) {
            send(way, waiting.remove());
        }
        askIfDue();
    }

    /** Only with the lock. */
    private void send(ServerConnection way, Parcel next) {
        sent.add(next);
        next.sent(evidence(way, next));
        if (next.evidence() == Evidence.ANSWERED) {
            barrier.sent(next);
        }
        way.send(next.element(), () -> written(next), () -> acknowledged(way, next));
    }

    private Evidence evidence(ServerConnection way, Parcel parcel) {
        if (way.acknowledges()) {
            return Evidence.ACKNOWLEDGED;
        }
        return parcel.isAskedFor() && !barrier.isMute() ? Evidence.ANSWERED : Evidence.WRITTEN;
    }

    /** Only with the lock. */
    private void askIfDue() {
        ServerConnection way = connection;
        if (way != null && barrier.isDue()) {
            Element ping = pings.make(pair, words -> answered(way));
            String id = ping.attr("id").orElseThrow();
            barrier.asked(id);
            way.send(ping, () -> pingLeft(id), () -> {});
        }
    }

    private void pingLeft(String id) {
        synchronized (lock) {
            barrier.askingLeft(id, clock.instant());
        }
    }

    private void answered(ServerConnection way) {
        List<Parcel> read;
        synchronized (lock) {
            if (connection != way) {
                return;
            }
            isGood();
            read = barrier.answered();
            askIfDue();
        }
        read.forEach(this::delivered);
    }

    /** Only with the lock. Of a server that has answered no ping nothing more is asked; returns what has left. */
    private List<Parcel> stopAsking() {
        return barrier.answers()
                ? List.of()
                : barrier.giveUp().stream().filter(Parcel::leavingIsEnough).toList();
    }

    private void written(Parcel parcel) {
        synchronized (lock) {
            barrier.left(clock.instant());
            if (!parcel.written()) {
                return;
            }
        }
        delivered(parcel);
    }

    private void acknowledged(ServerConnection way, Parcel parcel) {
        synchronized (lock) {
            if (connection == way) {
                isGood();
            }
        }
        delivered(parcel);
    }

    /** Only with the lock. The stream has told of a stanza, or lives: if it breaks now, that is not why. */
    private void isGood() {
        good = true;
        pauses.over();
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
        shares.unload(parcel.holders(), parcel.weight());
    }

    private void connectIfDue(Instant now) {
        // when a way ended while it was sent to, or others wait for their turn, the next tick looks for another one
        if (!Thread.holdsLock(lock) && !shares.isCrowded()) {
            connect(now);
        }
    }

    /** Whether an attempt is due, if it is its turn. */
    boolean isDue(Instant now) {
        synchronized (lock) {
            boolean wanted = connection == null && (!waiting.isEmpty() || (detached != null && detached.isOurs()));
            boolean waitsForPeer = detached != null && !detached.isOurs();
            return wanted && !waitsForPeer && !connecting && !isPaused(now);
        }
    }

    /** Begins an attempt if one is due. */
    void connect(Instant now) {
        ServerConnection resumable;
        synchronized (lock) {
            if (!isDue(now) || !domainPauses.begin(now)) {
                return;
            }
            connecting = true;
            noTurn = Set.of();
            resumable = detached;
        }
        attempts.begin(this, resumable);
    }

    /** For whom a search would count, the first that wants one first; any of them will do. */
    List<List<String>> seekers() {
        synchronized (lock) {
            return waiting.isEmpty()
                    ? List.of(shares.holders(pair.remote()))
                    : waiting.stream().map(Parcel::holders).distinct().toList();
        }
    }

    /** The time by which the first that waits comes back; of two links the one with the earlier has waited longer. */
    Instant wantingSince() {
        synchronized (lock) {
            Parcel first = waiting.peek();
            return first == null ? since : first.deadline();
        }
    }

    // what becomes of attempts

    /** There is no turn to search now, as some have too many already. What waits goes on waiting as long as it may. */
    void waitsItsTurn(Set<String> greedy) {
        synchronized (lock) {
            connecting = false;
            noTurn = greedy;
        }
        domainPauses.ended();
    }

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
            domainPauses.over();
            since = clock.instant();
            if (detached == way) {
                detached = null;
                sent.forEach(Parcel::sentAgain);
            }
            if (connection != null && connection != way) {
                return false;
            }
            if (detached != null) {
                candidate = way;
            } else {
                use(way);
            }
        }
        way.add(this);
        return true;
    }

    /** Only with the lock. */
    private void use(ServerConnection way) {
        connection = way;
        began = clock.instant();
        good = false;
        flush();
    }

    /**
     * An attempt came to nothing.
     * While it may be otherwise soon stanzas go on waiting as long as they may.
     */
    void failed(Search.Failure failure) {
        List<Parcel> back = new ArrayList<>();
        Instant now = clock.instant();
        synchronized (lock) {
            connecting = false;
            if (connection != null) {
                domainPauses.ended();
                return;
            }
            Instant next = pause(failure, now);
            takeBack(back, parcel -> !failure.temporary() || parcel.deadline().isBefore(next));
        }
        refuse(back, StanzaError.of(failure.condition(), pair.remote() + " cannot be reached: " + failure.words()));
    }

    /** A server that was there, and said no to this pair alone, may be met for others. */
    private Instant pause(Search.Failure failure, Instant now) {
        if (failure.ofPair()) {
            domainPauses.ended();
            return pauses.failed(now, failure.words());
        }
        return domainPauses.failed(now, failure.words());
    }

    /** Only with the lock. */
    private void takeBack(List<Parcel> back, Predicate<Parcel> wanted) {
        for (Iterator<Parcel> all = waiting.iterator(); all.hasNext(); ) {
            Parcel parcel = all.next();
            if (wanted.test(parcel)) {
                all.remove();
                forget(parcel);
                back.add(parcel);
            }
        }
    }

    /** What was sent before may have got there: its sender must not be told that it did not. */
    private void refuse(List<Parcel> back, StanzaError error) {
        StanzaError open = StanzaError.of(
                Condition.REMOTE_SERVER_TIMEOUT,
                pair.remote() + " broke the stream before it said that it has this; it may have it, or not");
        back.forEach(parcel -> parcel.receipt().refused(parcel.sendings() > 0 ? open : error));
    }

    // what becomes of connections

    @Override
    public void detached(ServerConnection left) {
        boolean resumable = true;
        synchronized (lock) {
            if (connection == left) {
                pauseIfShort();
                connection = null;
                detached = left;
                lost = clock.instant();
                resumable = sent.stream().allMatch(Link::comesBackInOrder);
            }
        }
        if (!resumable) {
            left.abandon();
        }
        connectIfDue(clock.instant());
    }

    /** A stream that goes on sends what it counts, and nothing that went before it began to count. */
    private static boolean comesBackInOrder(Parcel parcel) {
        return parcel.evidence() == Evidence.ACKNOWLEDGED && parcel.sendings() < MAX_SENDINGS;
    }

    /** Only with the lock. A stream that breaks before it was good for anything counts as an attempt that came to nothing. */
    private void pauseIfShort() {
        Instant now = clock.instant();
        if (!good && now.isBefore(began.plus(GOOD_AFTER))) {
            pauses.failed(now, "It broke the stream at once");
        }
    }

    /** Only with the lock. What may not have got there waits again, before what came later. */
    private void waitAgain() {
        List<Parcel> again = List.copyOf(sent);
        Instant end = clock.instant().plus(bounds.waitingTime());
        for (int i = again.size() - 1; i >= 0; i--) {
            again.get(i).waitsUntil(end);
            waiting.addFirst(again.get(i));
        }
        sent.clear();
        Optional.ofNullable(barrier.reset()).ifPresent(pings::forget);
    }

    @Override
    public void over(ServerConnection ended) {
        StanzaError error;
        List<Parcel> back = new ArrayList<>();
        synchronized (lock) {
            if (candidate == ended) {
                candidate = null;
            }
            if (connection != ended && detached != ended) {
                return;
            }
            if (connection == ended && stanzas > 0) {
                pauseIfShort();
            }
            ServerConnection next = candidate;
            connection = null;
            candidate = null;
            detached = null;
            waitAgain();
            takeBack(back, parcel -> closing != null || parcel.sendings() >= MAX_SENDINGS);
            error = closing;
            if (next != null) {
                use(next);
            }
        }
        if (error == null) {
            refuse(back, noAnswer());
        } else {
            back.forEach(parcel -> parcel.receipt().refused(error));
        }
        connectIfDue(clock.instant());
    }

    /** Closing on an admin's word: what is not known to have got there comes back, and nothing more of it is sent. */
    void close(String words) {
        List<Parcel> back = new ArrayList<>();
        StanzaError error = StanzaError.of(Condition.REMOTE_SERVER_NOT_FOUND, words);
        ServerConnection way;
        synchronized (lock) {
            closing = error;
            way = connection != null ? connection : detached;
        }
        if (way != null) {
            way.discard();
        }
        synchronized (lock) {
            closing = null;
            takeBack(back, parcel -> true);
        }
        back.forEach(parcel -> parcel.receipt().refused(error));
    }

    /** Time has passed; {@code false} if the link is not needed any more. An attempt may be due then. */
    boolean tick(Instant now) {
        List<Parcel> back = new ArrayList<>();
        List<Parcel> slow = new ArrayList<>();
        List<Parcel> left = List.of();
        ServerConnection gone;
        ServerConnection deaf = null;
        Set<String> greedy;
        synchronized (lock) {
            if (connection != null && !good && !now.isBefore(began.plus(GOOD_AFTER))) {
                isGood();
            }
            if (barrier.hasWaited(PATIENCE_FOR_ANSWERS, now)) {
                deaf = barrier.answers() ? connection : null;
                left = stopAsking();
            }
            takeBack(back, parcel -> parcel.deadline().isBefore(now));
            Stream.concat(sent.stream(), waiting.stream())
                    .filter(parcel -> parcel.isSlow(now))
                    .forEach(slow::add);
            gone = detached;
            greedy = noTurn;
            boolean idle = stanzas == 0 && connection == null && detached == null && !connecting;
            Duration remembered = lastError().isEmpty() || barrier.answers() ? REMEMBERED : REMEMBERED_IN_VAIN;
            retired = idle && since.plus(remembered).isBefore(now);
        }
        back.forEach(parcel -> refuse(List.of(parcel), tooLate(parcel, greedy)));
        slow.forEach(parcel -> parcel.receipt().waits());
        left.forEach(this::delivered);
        if (deaf != null) {
            deaf.close(StreamError.of(
                    StreamError.Condition.CONNECTION_TIMEOUT, "You have not answered a ping for too long"));
        }
        if (gone != null) {
            giveUp(gone, now);
        }
        return !retired;
    }

    private StanzaError tooLate(Parcel parcel, Set<String> greedy) {
        return greedy.isEmpty()
                ? noAnswer()
                : StanzaError.of(Condition.RESOURCE_CONSTRAINT, Shares.noTurn(greedy, parcel.holders()));
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

    // for people

    /** How many stanzas have not got there. */
    int waiting() {
        synchronized (lock) {
            return stanzas;
        }
    }

    /** Why the last attempt failed; empty if it did not. */
    String lastError() {
        return pauses.lastError().isEmpty() ? domainPauses.lastError() : pauses.lastError();
    }
}
