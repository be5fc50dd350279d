package org.ratatosk.bridge.cms;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Waits for a CMS that finds people too fast: as long as it says, not longer than half a minute, and once. Thread-safe. */
public final class Patience {
    /** Lets time pass; injected, so that tests need not wait. */
    @FunctionalInterface
    public interface Pause {
        /** Blocks for a time. */
        void take(Duration time) throws InterruptedException;
    }

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Pause pause;

    /** @param pause lets time pass */
    public Patience(Pause pause) {
        this.pause = pause;
    }

    /**
     * Does something that takes effect once, and does it again after the time that the CMS names. Blocks that long.
     *
     * @param told is told before it waits, and for how long
     */
    public <T> T ask(Supplier<T> call, Consumer<Duration> told) {
        try {
            return call.get();
        } catch (CmsException e) {
            Optional<Duration> after = e.after().filter(time -> time.compareTo(LONGEST) <= 0);
            if (after.isEmpty()) {
                throw e;
            }
            told.accept(after.get());
            try {
                pause.take(after.get());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw e;
            }
            return call.get();
        }
    }
}
