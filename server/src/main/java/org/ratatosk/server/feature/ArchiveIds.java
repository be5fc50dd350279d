package org.ratatosk.server.feature;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Ids of archived messages: in the order of time, and with a random part that nobody can guess. Thread-safe. */
public final class ArchiveIds {
    private static final int PER_MILLI = 4_096;
    private final AtomicLong last = new AtomicLong();

    /** An id that sorts after all earlier ones of this server, restarts included as far as the clock goes forward. */
    String next(Instant now, Supplier<String> random) {
        long wanted = now.toEpochMilli() * PER_MILLI;
        long number = last.updateAndGet(before -> Math.max(before + 1, wanted));
        return String.format("%016x-%s", number, random.get());
    }
}
