package org.ratatosk.bridge.remote;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.remote.RemoteCms.Power;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what has changed at a CMS, from time to time and whenever it is woken, and puts it into the mirror. After failures it waits
 * longer and longer, and goes on where it was. Thread-safe.
 */
public final class Inflow implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Inflow.class);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int MOST_DOUBLINGS = 10;

    private final RemoteCms remote;
    private final Mirror mirror;
    private final Duration every;
    private final RandomGenerator chance;
    private final Consumer<Optional<Hub>> hubs;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread one = new Thread(task, "bridge-inflow");
        one.setDaemon(true);
        return one;
    });
    private volatile @Nullable String trouble;
    private int failures; // of the one thread

    /**
     * @param every how often the CMS is asked when nobody wakes it
     * @param hubs hears each time when all was read who tells as soon as there is more, if anybody; may block
     */
    public Inflow(
            RemoteCms remote, Mirror mirror, Duration every, RandomGenerator chance, Consumer<Optional<Hub>> hubs) {
        this.remote = remote;
        this.mirror = mirror;
        this.every = every;
        this.chance = chance;
        this.hubs = hubs;
    }

    /** Begins. A CMS that does not tell of changes is never asked. */
    public void start() {
        if (remote.powers().contains(Power.CHANGES)) {
            thread.execute(this::round);
        }
    }

    /** Has it read soon; the CMS said that there is something. Never blocks. */
    public void wake() {
        if (remote.powers().contains(Power.CHANGES) && woken.compareAndSet(false, true)) {
            try {
                thread.execute(this::read);
            } catch (RejectedExecutionException e) {
                LOG.debug("Woken at the end");
            }
        }
    }

    /** Why the last reading failed, in a sentence; empty if it did not. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private void round() {
        read();
        Duration wait = failures == 0 ? every : backOff();
        long spread = Math.max(1, wait.toMillis() / 4);
        try {
            thread.schedule(this::round, wait.toMillis() + chance.nextLong(spread), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The last round");
        }
    }

    private Duration backOff() {
        Duration wait = every.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        return wait.compareTo(LONGEST) < 0 ? wait : every.compareTo(LONGEST) < 0 ? LONGEST : every;
    }

    private void read() {
        woken.set(false);
        try {
            RemoteCms.Changes page;
            do {
                page = remote.changes(mirror.cursor());
                mirror.apply(page);
            } while (page.more() && !Thread.currentThread().isInterrupted());
            if (failures > 0) {
                LOG.info("The CMS answers again");
            }
            failures = 0;
            trouble = null;
            hubs.accept(remote.hub(mirror.cursor()));
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void failed(RuntimeException e) {
        if (thread.isShutdown()) {
            return;
        }
        String words = String.valueOf(e.getMessage());
        if (!words.equals(trouble)) {
            LOG.warn("What happens at the CMS cannot be read now, and will be when it can: {}", words);
            if (!(e instanceof CmsException)) {
                LOG.debug("Reading the CMS failed", e);
            }
        }
        trouble = words;
        failures++;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
