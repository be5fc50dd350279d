package org.ratatosk.bridge.identity;

import java.time.Instant;
import java.util.Set;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Proof;

/**
 * An address that a member has proved to be theirs. Immutable.
 *
 * @param address bare; it belongs to one member at a time
 * @param member the member's name
 * @param rights what may be done from it
 * @param proved when
 * @param proof how its domain was proved then; what comes from it later counts only if that is proved as well
 */
public record Identity(Jid address, String member, Set<Right> rights, Instant proved, Proof proof) {
    /** What may be done from an address. */
    public enum Right {
        POST,
        COMMENT,
        ALERTS
    }
}
