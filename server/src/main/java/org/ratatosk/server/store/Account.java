package org.ratatosk.server.store;

import java.time.Instant;
import org.ratatosk.server.jid.Jid;

/**
 * An account of a hosted domain. Immutable.
 *
 * @param jid its bare address
 * @param incarnation a random id: an account that is deleted and made again under the same name has another one
 * @param role what it may do on its own domain
 * @param enabled whether it may log in
 * @param created when it was made
 */
public record Account(Jid jid, String incarnation, Role role, boolean enabled, Instant created) {
    /** What an account may do on its own domain. */
    public enum Role {
        MEMBER,
        ADMIN
    }
}
