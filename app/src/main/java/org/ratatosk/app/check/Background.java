package org.ratatosk.app.check;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has something looked at in the background, by one at a time and again only after a while, and remembers what was found. Thread-safe.
 *
 * @param <T> what is found
 */
final class Background<T> {
    private final Supplier<T> look;
    private final Duration fresh;
    private final InstantSource clock;
    private final Executor executor;
    private Instant began = Instant.MIN;
    private CompletableFuture<T> latest = new CompletableFuture<>();
    private @Nullable T known;

    /**
     * @param look finds it
     * @param fresh after which it is looked for again when somebody asks
     * @param executor waits for what it takes
     */
    Background(Supplier<T> look, Duration fresh, InstantSource clock, Executor executor) {
        this.look = look;
        this.fresh = fresh;
        this.clock = clock;
        this.executor = executor;
    }

    /** The newest that is known when the patience ends; empty if the first look has not ended by then. */
    Optional<T> newest(Duration patience) {
        try {
            return Optional.of(current().get(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            return known();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return known();
        }
    }

    private synchronized Optional<T> known() {
        return Optional.ofNullable(known);
    }

    private synchronized CompletableFuture<T> current() {
        boolean under = !began.equals(Instant.MIN) && !latest.isDone();
        if (!under && began.isBefore(clock.instant().minus(fresh))) {
            began = clock.instant();
            CompletableFuture<T> next = new CompletableFuture<>();
            latest = next;
            executor.execute(() -> end(next));
        }
        return latest;
    }

    private void end(CompletableFuture<T> next) {
        try {
            T found = look.get();
            synchronized (this) {
                known = found;
            }
            next.complete(found);
        } finally {
            next.cancel(false); // so that it is looked for again
        }
    }
}
