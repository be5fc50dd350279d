package org.ratatosk.bridge.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How long to wait between tries. Immutable. */
final class Retries {
    private static final List<Duration> DELAYS = List.of(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(300),
            Duration.ofSeconds(600));

    /** How often an alert is tried at most. */
    static final int MAX_TRIES = DELAYS.size() + 1;

    private Retries() {}

    /** When to try again after the {@code tries}th try at {@code now} has failed; nothing when it was the last. */
    static Optional<Instant> next(int tries, Instant now) {
        return tries >= MAX_TRIES ? Optional.empty() : Optional.of(now.plus(DELAYS.get(tries - 1)));
    }

    /** When to look again for a sign that the {@code tries}th try has arrived. */
    static Instant lookAgain(int tries, Instant now) {
        return now.plus(DELAYS.get(Math.min(tries, DELAYS.size()) - 1));
    }
}
