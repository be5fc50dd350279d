package org.ratatosk.server.stream.s2s;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.ratatosk.server.config.FederationConfig.Bounds;

/**
 * The pauses of those that are met, and, for a while, of those that were met in vain: few and small, so that links need not stay for
 * them. Thread-safe.
 *
 * @param <K> whose pauses they are
 */
final class Setbacks<K> {
    private static final int MAX_PAST = 5000;
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final Bounds bounds;
    private final ConcurrentMap<K, Pauses> present = new ConcurrentHashMap<>();
    private final Cache<K, Pauses> past;

    Setbacks(Bounds bounds, InstantSource clock) {
        this.bounds = bounds;
        this.past = Caffeine.newBuilder()
                .maximumSize(MAX_PAST)
                .expireAfterWrite(bounds.longestRetry().plus(REMEMBERED))
                .ticker(() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()))
                .executor(Runnable::run)
                .build();
    }

    /** The pauses of one that is met from now on. */
    Pauses of(K met) {
        return present.computeIfAbsent(met, made -> {
            Pauses before = past.asMap().remove(made);
            return before == null ? new Pauses(bounds.retry(), bounds.longestRetry()) : before;
        });
    }

    /** One was met well. */
    void over(K one) {
        past.invalidate(one);
        Optional.ofNullable(present.get(one)).ifPresent(Pauses::over);
    }

    /**
     * Only some are met still; the others are remembered if that was in vain.
     *
     * @param vain says of one whether it was
     */
    void keep(Set<K> met, Predicate<K> vain) {
        present.forEach((one, pauses) -> {
            if (!met.contains(one)) {
                if (vain.test(one)) {
                    past.put(one, pauses);
                }
                present.remove(one, pauses);
            }
        });
    }

    /** Those who are remembered. */
    Set<K> past() {
        return Set.copyOf(past.asMap().keySet());
    }

    /** Why one was last met in vain; empty if that is not known. */
    String lastError(K one) {
        Pauses known = present.get(one);
        Pauses pauses = known == null ? past.getIfPresent(one) : known;
        return pauses == null ? "" : pauses.lastError();
    }
}
