package org.ratatosk.server.stream.s2s;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The pauses after failures, each twice as long as the one before. Confined to the lock of its link. */
final class Pauses {
    private static final int MAX_DOUBLINGS = 20;

    private final Duration first;
    private final Duration longest;
    private int failures;
    private @Nullable Instant end;
    private String lastError = "";

    Pauses(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /** Another failure; returns when the pause after it ends. */
    Instant failed(Instant now, String words) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
        Instant next = now.plus(doubled.compareTo(longest) < 0 ? doubled : longest);
        failures++;
        lastError = words;
        end = next;
        return next;
    }

    /** There was a success. */
    void over() {
        failures = 0;
        end = null;
        lastError = "";
    }

    /** Whether a time lies in the pause. */
    boolean isAt(Instant time) {
        return end != null && end.isAfter(time);
    }

    /** Why the last attempt failed; empty if it did not. */
    String lastError() {
        return lastError;
    }
}
