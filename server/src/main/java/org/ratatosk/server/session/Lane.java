package org.ratatosk.server.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of one bare address, in order. Thread-safe where it says so; everything else is lane-confined: only to be used by
 * work that runs in this lane.
 *
 * <p>Work waits in two queues. Mail is what others want of the address; it waits while the account is being loaded and while
 * the lane is held for a read or write whose result the next piece of work must see. Signals are the news that such a read or
 * write has ended; they never wait. The owner of the lane is whoever moved {@code state} from idle to scheduled: that thread
 * alone takes from the queues, and every hand-over passes through {@code state}, which makes what one owner wrote visible to
 * the next.
 *
 * <p>Outcomes leave the lane in its order: the head of what {@link #release} queues leaves when what it waits for is durable.
 */
public final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    /** A piece of mail. */
    public interface Work {
        /** Does it, in the lane, with the account loaded. */
        void run(Lane lane);

        /** The account could not be loaded, or {@link #run} failed by a mistake of ours; called in the lane. */
        void failed(Lane lane, Throwable cause);
    }

    private enum State {
        IDLE,
        SCHEDULED,
        RETIRED
    }

    private static final class Release {
        private final Consumer<@Nullable Throwable> action;
        private boolean due;
        private @Nullable Throwable failure;

        Release(boolean due, Consumer<@Nullable Throwable> action) {
            this.due = due;
            this.action = action;
        }
    }

    private final Jid jid;
    private final Lanes lanes;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private final Queue<Runnable> signals = new ConcurrentLinkedQueue<>();
    private final Queue<Work> mail = new ConcurrentLinkedQueue<>();
    private final AtomicInteger mailSize = new AtomicInteger();
    private final Deque<Release> releases = new ArrayDeque<>();
    private final Attachments attachments = new Attachments();
    private volatile List<Session> sessions = List.of();
    private volatile boolean held;
    private volatile long lastUsed;
    private boolean loaded;
    private boolean releasing;

    Lane(Jid jid, Lanes lanes) {
        this.jid = jid;
        this.lanes = lanes;
        this.lastUsed = lanes.now();
    }

    /** The bare address whose work this is. */
    public Jid jid() {
        return jid;
    }

    /** How much mail waits. Thread-safe. */
    public int mailSize() {
        return mailSize.get();
    }

    /** The sessions of the account, oldest first, as an immutable list. Thread-safe. */
    public List<Session> sessions() {
        return sessions;
    }

    /** The session of a resource. Thread-safe. */
    public Optional<Session> session(String resource) {
        return sessions.stream().filter(s -> s.resource().equals(resource)).findFirst();
    }

    void add(Session session) {
        List<Session> changed = new ArrayList<>(sessions);
        changed.add(session);
        sessions = List.copyOf(changed);
    }

    void remove(Session session) {
        List<Session> changed = new ArrayList<>(sessions);
        changed.remove(session);
        sessions = List.copyOf(changed);
    }

    /** What features keep with this account; what was loaded is in it. */
    public Attachments attachments() {
        return attachments;
    }

    /** Forgets what was loaded, so that it is read again before the next mail. */
    public void reload() {
        attachments.clear();
        loaded = false;
    }

    /** Gives work to the lane, and runs it here and now if the lane is idle. {@code false} if the lane has retired. Thread-safe. */
    boolean post(Work work) {
        mailSize.incrementAndGet();
        mail.add(work);
        if (schedule()) {
            return true;
        }
        if (mail.remove(work)) {
            mailSize.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Gives the lane news for which held mail waits; runs on the workers if the lane is idle. Thread-safe. */
    private void signal(Runnable news) {
        signals.add(news);
        lanes.execute(this::schedule);
    }

    private boolean schedule() {
        if (state.compareAndSet(State.IDLE, State.SCHEDULED)) {
            lanes.run(this);
            return true;
        }
        return state.get() != State.RETIRED;
    }

    /** Stops mail until {@code stage} has ended; then {@code next} runs in the lane before any mail. */
    public <T> void hold(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> next) {
        held = true;
        stage.whenComplete((value, failure) -> signal(() -> {
            held = false;
            next.accept(value, failure);
        }));
    }

    /**
     * Lets {@code action} run in the lane when {@code durable} has ended, with its failure if it failed, and not before all
     * earlier releases; at once if nothing is to be waited for.
     */
    public void release(@Nullable CompletionStage<?> durable, Consumer<@Nullable Throwable> action) {
        Release release = new Release(durable == null, action);
        releases.add(release);
        if (durable == null) {
            releaseDue();
        } else {
            durable.whenComplete((value, failure) -> signal(() -> {
                release.due = true;
                release.failure = failure;
                releaseDue();
            }));
        }
    }

    private void releaseDue() {
        if (releasing) {
            return;
        }
        releasing = true;
        try {
            for (Release head = releases.peek(); head != null && head.due; head = releases.peek()) {
                releases.remove();
                edge(head.action, head.failure);
            }
        } finally {
            releasing = false;
        }
    }

    private void edge(Consumer<@Nullable Throwable> action, @Nullable Throwable failure) {
        try {
            action.accept(failure);
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "A mistake in the server: letting out what was done for an account of {} failed", jid.domain(), e);
        }
    }

    /**
     * Does up to {@code limit} pieces of work; only the owner calls it. {@code false} if work is left: the caller is still the
     * owner then and must call again.
     */
    boolean runSome(int limit) {
        for (int done = 0; done < limit; done++) {
            if (!runOne()) {
                lastUsed = lanes.now();
                state.set(State.IDLE);
                if (!hasWork() || !state.compareAndSet(State.IDLE, State.SCHEDULED)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean hasWork() {
        return !signals.isEmpty() || (!held && !mail.isEmpty());
    }

    private boolean runOne() {
        Runnable news = signals.poll();
        if (news != null) {
            try {
                news.run();
            } catch (RuntimeException | Error e) {
                LOG.error(
                        "A mistake in the server: going on with the work of an account of {} failed", jid.domain(), e);
            }
            return true;
        }
        if (held || mail.isEmpty()) {
            return false;
        }
        if (!loaded) {
            load();
            return true;
        }
        Work work = mail.remove();
        mailSize.decrementAndGet();
        try {
            work.run(this);
        } catch (RuntimeException | Error e) {
            LOG.error("A mistake in the server: handling a stanza for an account of {} failed", jid.domain(), e);
            fail(work, e);
        }
        return true;
    }

    private void fail(Work work, Throwable cause) {
        try {
            work.failed(this, cause);
        } catch (RuntimeException | Error e) {
            LOG.error("A mistake in the server: answering a failure for an account of {} failed", jid.domain(), e);
        }
    }

    private void load() {
        hold(lanes.load(jid), (apply, failure) -> {
            if (failure == null && apply != null) {
                loaded = true;
                apply.accept(attachments);
                return;
            }
            LOG.warn(
                    "An account of {} could not be read from the database; whoever wrote to it gets an error",
                    jid.domain(),
                    failure);
            Work first = mail.remove();
            mailSize.decrementAndGet();
            fail(first, failure == null ? new IllegalStateException("nothing was read") : failure);
        });
    }

    /** Ends a lane that has nothing to do and that nobody has used since {@code before}; {@code false} if it is in use. */
    boolean retire(long before) {
        if (lastUsed > before || !sessions.isEmpty() || !state.compareAndSet(State.IDLE, State.SCHEDULED)) {
            return false;
        }
        if (sessions.isEmpty() && !held && releases.isEmpty() && mail.isEmpty() && signals.isEmpty()) {
            state.set(State.RETIRED);
            if (mail.isEmpty()) {
                return true;
            }
        }
        state.set(State.IDLE);
        if (hasWork()) {
            schedule();
        }
        return false;
    }

    @Override
    public String toString() {
        return "Lane[" + jid + "]";
    }
}
