package org.ratatosk.server.session;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;

/**
 * All lanes. A thread that gives work to an idle lane runs it there and then; if it is in the middle of another lane's work,
 * afterwards, so nothing nests. What is too much for one turn goes on in a worker. Thread-safe.
 */
public final class Lanes {
    /** What one thread does in one go. */
    private static final int TURN = 128;

    /** What one lane may do of it before the next lane has its turn. */
    private static final int SHARE = 32;

    /** Reads what features keep of an account; the stage's value puts it into the lane. */
    @FunctionalInterface
    public interface Loader extends Function<Jid, CompletionStage<Consumer<Attachments>>> {}

    private final ConcurrentMap<Jid, Lane> lanes = new ConcurrentHashMap<>();
    private final ThreadLocal<@Nullable ArrayDeque<Lane>> turns = new ThreadLocal<>();
    private final Loader loader;
    private final Executor workers;
    private final InstantSource clock;

    /**
     * @param loader reads an account
     * @param workers runs what does not fit into the turn of the thread that brought it
     * @param clock tells how long a lane has been idle
     */
    public Lanes(Loader loader, Executor workers, InstantSource clock) {
        this.loader = loader;
        this.workers = workers;
        this.clock = clock;
    }

    /** Gives work to the lane of a bare address. */
    public void post(Jid bare, Lane.Work work) {
        while (true) {
            Lane lane = lanes.computeIfAbsent(bare, jid -> new Lane(jid, this));
            if (lane.post(work)) {
                return;
            }
            lanes.remove(bare, lane);
        }
    }

    /** The lane of an address, if it has one now. */
    public Optional<Lane> find(Jid bare) {
        return Optional.ofNullable(lanes.get(bare));
    }

    /** How many lanes there are. */
    public int size() {
        return lanes.size();
    }

    /** Lets go of all lanes without sessions and work that nobody has used for a while. */
    public void retire(Duration idle) {
        long before = clock.instant().minus(idle).toEpochMilli();
        lanes.values().removeIf(lane -> lane.retire(before));
    }

    long now() {
        return clock.millis();
    }

    CompletionStage<Consumer<Attachments>> load(Jid jid) {
        return loader.apply(jid);
    }

    void execute(Runnable task) {
        workers.execute(task);
    }

    /** Runs a lane that the caller owns, and those that its work gave work to. */
    void run(Lane lane) {
        ArrayDeque<Lane> waiting = turns.get();
        if (waiting != null) {
            waiting.add(lane);
            return;
        }
        ArrayDeque<Lane> turn = new ArrayDeque<>();
        turns.set(turn);
        try {
            turn.add(lane);
            for (int left = TURN / SHARE; left > 0 && !turn.isEmpty(); left--) {
                Lane next = turn.remove();
                if (!next.runSome(SHARE)) {
                    turn.add(next);
                }
            }
        } finally {
            turns.remove();
            for (Lane rest : turn) {
                workers.execute(() -> run(rest));
            }
        }
    }
}
