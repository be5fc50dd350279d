package org.ratatosk.web.auth;

import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Account;

/**
 * Somebody who is logged in. Immutable.
 *
 * @param session the login
 * @param account the account as it is now
 * @param ofSite whether the account is on the site's own domain, and so a member
 */
public record Visitor(WebSession session, Account account, boolean ofSite) {
    /** The bare address. */
    public Jid jid() {
        return account.jid();
    }

    /** The name before the {@code @}, which is the member's name on the site. */
    public String name() {
        return account.jid().local().orElseThrow();
    }

    /** Whether this is an admin of its domain. */
    public boolean isAdmin() {
        return account.role() == Account.Role.ADMIN;
    }
}
