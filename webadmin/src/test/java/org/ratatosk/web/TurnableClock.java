package org.ratatosk.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is turned. Thread-safe. */
final class TurnableClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-03-14T15:09:26Z");

    @Override
    public Instant instant() {
        return now;
    }

    synchronized void turn(Duration by) {
        now = now.plus(by);
    }
}
