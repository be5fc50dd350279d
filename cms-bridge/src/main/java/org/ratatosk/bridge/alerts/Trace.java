package org.ratatosk.bridge.alerts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to "why did, or didn't, this person get this?". Immutable.
 *
 * @param steps what happened, in order, from the event on
 * @param outcome how it ended
 * @param sentence the outcome in words
 */
public record Trace(List<Step> steps, Outcome outcome, String sentence) {
    /** One thing that happened; {@code at} is {@code null} where no time is known. */
    public record Step(@Nullable Instant at, String text) {}

    /** How it can end. */
    public enum Outcome {
        NO_EVENT,
        TOO_OLD,
        NOT_SUBSCRIBED,
        OWN_DOING,
        NOT_VISIBLE,
        QUOTA,
        SWITCHED_OFF,
        SUSPENDED,
        UNPROVED,
        LISTED,
        MAILED,
        WAITING,
        BOUNCED,
        DEAD,
        SENT,
        ACKNOWLEDGED
    }
}
