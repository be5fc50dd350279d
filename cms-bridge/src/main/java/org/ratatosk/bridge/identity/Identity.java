package org.ratatosk.bridge.identity;

import java.time.Instant;
import java.util.Set;
import org.ratatosk.server.jid.Jid;

/**
 * An address that a member has proved to be theirs. Immutable.
 *
 * @param address bare; it belongs to one member at a time
 * @param member the member's name
 * @param rights what may be done from it
 * @param proved when
 */
public record Identity(Jid address, String member, Set<Right> rights, Instant proved) {
    /** What may be done from an address. */
    public enum Right {
        POST,
        COMMENT,
        ALERTS
    }
}
