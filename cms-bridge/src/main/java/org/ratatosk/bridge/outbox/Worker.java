package org.ratatosk.bridge.outbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that works whenever it is woken, and when the time comes that its work asked for. Work that fails is logged and tried
 * again after a pause. Thread-safe.
 */
public final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final long PATIENCE_MILLIS = 5_000;

    private final String name;
    private final InstantSource clock;
    private final Supplier<Optional<Instant>> work;
    private final Object lock = new Object();
    private boolean woken;
    private boolean closed;
    private @Nullable Thread thread;

    /**
     * @param name of the thread
     * @param clock by which the times are meant
     * @param work does what there is to do and gives the time when there will be more, if it knows one
     */
    public Worker(String name, InstantSource clock, Supplier<Optional<Instant>> work) {
        this.name = name;
        this.clock = clock;
        this.work = work;
    }

    /** Starts the thread, which begins to work at once. */
    public void start() {
        synchronized (lock) {
            if (thread == null && !closed) {
                thread = new Thread(this::run, name);
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    /** Lets it work soon; never blocks. */
    public void wake() {
        synchronized (lock) {
            woken = true;
            lock.notifyAll();
        }
    }

    /** Whether it is to end. */
    public boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    private void run() {
        while (once()) {}
    }

    private boolean once() {
        try {
            return await(work.get(), true);
        } catch (RuntimeException e) {
            LOG.warn("{} failed and tries again in {} s", name, PAUSE.toSeconds(), e);
            return await(Optional.of(clock.instant().plus(PAUSE)), false);
        }
    }

    /** Waits until the time has come, or it is woken if that counts; false when it is to end. */
    private boolean await(Optional<Instant> next, boolean wakes) {
        synchronized (lock) {
            while (!(woken && wakes) && !closed) {
                long millis = next.map(
                                time -> Duration.between(clock.instant(), time).toMillis() + 1)
                        .orElse(0L);
                if (next.isPresent() && millis <= 0) {
                    break;
                }
                try {
                    lock.wait(millis);
                } catch (InterruptedException e) {
                    return false;
                }
            }
            woken = false;
            return !closed;
        }
    }

    /** Ends the thread after what it does now, waiting a few seconds for that. */
    @Override
    public void close() {
        Thread running;
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
            running = thread;
        }
        if (running != null && running != Thread.currentThread()) {
            try {
                running.join(PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
