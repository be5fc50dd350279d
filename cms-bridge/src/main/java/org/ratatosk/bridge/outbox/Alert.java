package org.ratatosk.bridge.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;

/**
 * News of one event for one address, with one stanza id for life. Immutable.
 *
 * @param id number of the row
 * @param event the event's id
 * @param address where it goes, bare
 * @param member whose it is, or {@code null} for an address that belongs to nobody
 * @param number the number of the post or comment that it tells of
 * @param stanzaId the id of the message, the same each time it is sent
 * @param state how far it is
 * @param tries how often it was sent or tried since it was made, or since somebody asked for another try
 * @param nextTry when it is due in state {@link State#WAITING}, and when it is sent again in state {@link State#SENT} if nothing
 *     shows by then that it arrived; {@code null} if it needs no more work
 * @param error what went wrong last, in words, or {@code null}
 * @param created when it was made
 * @param changed when its state changed last
 */
public record Alert(
        long id,
        String event,
        Jid address,
        @Nullable String member,
        long number,
        String stanzaId,
        State state,
        int tries,
        @Nullable Instant nextTry,
        @Nullable String error,
        Instant created,
        Instant changed) {
    /** How far an alert is. */
    public enum State {
        /** Waits for its first or next try. */
        WAITING,
        /** Stored for the recipient by the engine, or given to it and not yet acknowledged. */
        SENT,
        /** A client of the recipient has it. */
        ACKNOWLEDGED,
        /** The other side refused it. */
        BOUNCED,
        /** All tries failed; kept to be looked at. */
        DEAD,
        /** Not sent, for the reason that {@code error} names: not visible any more, switched off. */
        DROPPED
    }
}
