package org.ratatosk.server.stream.s2s;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The pauses after failures, each twice as long as the one before; after one has ended, one attempt at a time says whether there is
 * another. Thread-safe, and calls nothing.
 */
final class Pauses {
    private static final int MAX_DOUBLINGS = 20;

    private final Duration first;
    private final Duration longest;
    private int failures;
    private boolean trying;
    private @Nullable Instant end;
    private String lastError = "";

    Pauses(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /** Whether an attempt may begin now; how it ended has to be told. */
    synchronized boolean begin(Instant now) {
        if (isAt(now) || trying) {
            return false;
        }
        trying = failures > 0;
        return true;
    }

    /** Another failure; returns when the pause after it ends. What fails in a pause began before it, and adds nothing. */
    synchronized Instant failed(Instant now, String words) {
        trying = false;
        lastError = words;
        if (end != null && end.isAfter(now)) {
            return end;
        }
        Duration doubled = first.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
        Instant next = now.plus(doubled.compareTo(longest) < 0 ? doubled : longest);
        failures++;
        end = next;
        return next;
    }

    /** An attempt has ended, and says nothing. */
    synchronized void ended() {
        trying = false;
    }

    /** There was a success. */
    synchronized void over() {
        failures = 0;
        trying = false;
        end = null;
        lastError = "";
    }

    /** Whether a time lies in the pause. */
    synchronized boolean isAt(Instant time) {
        return end != null && end.isAfter(time);
    }

    /** Why the last attempt failed; empty if it did not. */
    synchronized String lastError() {
        return lastError;
    }
}
