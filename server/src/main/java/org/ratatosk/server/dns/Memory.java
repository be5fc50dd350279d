package org.ratatosk.server.dns;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps answers, each for a time of its own, and asks but once for what many want to know at a time. Failures are not kept, and the
 * least used answers go when there are too many. Thread-safe.
 *
 * @param <K> what is asked
 * @param <V> what is answered
 */
public final class Memory<K, V> {
    private final Cache<K, V> kept;
    private final ConcurrentMap<K, CompletableFuture<V>> pending = new ConcurrentHashMap<>();
    private final Function<K, CompletionStage<V>> source;

    /**
     * @param most how many answers are kept
     * @param life how long one is kept
     * @param source whom to ask for what is not kept
     */
    public Memory(int most, Function<V, Duration> life, InstantSource clock, Function<K, CompletionStage<V>> source) {
        this.source = source;
        this.kept = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfter(new Life<K, V>(life))
                .ticker(() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()))
                .executor(Runnable::run)
                .build();
    }

    /** Reading an answer makes it live no longer. */
    private record Life<K, V>(Function<V, Duration> life) implements Expiry<K, V> {
        @Override
        public long expireAfterCreate(K key, V value, long now) {
            return life.apply(value).toNanos();
        }

        @Override
        public long expireAfterUpdate(K key, V value, long now, long left) {
            return life.apply(value).toNanos();
        }

        @Override
        public long expireAfterRead(K key, V value, long now, long left) {
            return left;
        }
    }

    /** The answer that is kept, or that the source gives. */
    public CompletionStage<V> ask(K question) {
        V known = kept.getIfPresent(question);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> anothers = pending.putIfAbsent(question, mine);
        if (anothers != null) {
            return anothers;
        }
        CompletableFuture.completedFuture(question)
                .thenCompose(source)
                .whenComplete((answer, failure) -> end(question, mine, answer, failure));
        return mine;
    }

    private void end(K question, CompletableFuture<V> mine, @Nullable V answer, @Nullable Throwable failure) {
        if (answer != null) {
            kept.put(question, answer);
        }
        pending.remove(question, mine);
        if (answer != null) {
            mine.complete(answer);
        } else {
            mine.completeExceptionally(failure == null ? new IllegalStateException("No answer") : failure);
        }
    }
}
