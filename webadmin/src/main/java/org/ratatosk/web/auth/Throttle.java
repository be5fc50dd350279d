package org.ratatosk.web.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts what an address does wrong, within a window that begins with the first time. The server itself counts wrong passwords by
 * account and address; this stops one address that tries many accounts. Bounded: the oldest are forgotten first. Thread-safe.
 */
public final class Throttle {
    private final InstantSource clock;
    private final int most;
    private final Duration window;
    private final Map<String, Count> counts;

    private record Count(int wrong, Instant since) {}

    /**
     * @param most how many mistakes are let pass within the window
     * @param window how long they are remembered
     * @param capacity how many addresses are remembered
     */
    public Throttle(InstantSource clock, int most, Duration window, int capacity) {
        this.clock = clock;
        this.most = most;
        this.window = window;
        this.counts = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
                return size() > capacity;
            }
        };
    }

    /** Whether an address has to wait. */
    public synchronized boolean isShut(String address) {
        return current(address).wrong() >= most;
    }

    /** Counts a mistake of an address. */
    public synchronized void wrong(String address) {
        Count now = current(address);
        counts.put(address, new Count(now.wrong() + 1, now.since()));
    }

    private Count current(String address) {
        Instant now = clock.instant();
        Count count = counts.get(address);
        return count == null || !now.isBefore(count.since().plus(window)) ? new Count(0, now) : count;
    }
}
