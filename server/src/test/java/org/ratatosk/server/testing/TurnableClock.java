package org.ratatosk.server.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that only goes when a test turns it. Thread-safe. */
public final class TurnableClock implements InstantSource {
    private final AtomicReference<Instant> now;

    /** A clock that stands at noon of 1 May 2026. */
    public TurnableClock() {
        this(Instant.parse("2026-05-01T12:00:00Z"));
    }

    /** A clock that stands at a given time. */
    public TurnableClock(Instant start) {
        this.now = new AtomicReference<>(start);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Lets time pass. */
    public void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }
}
