package org.ratatosk.web.auth;

import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Account;

/**
 * Somebody who is logged in. Immutable.
 *
 * @param session the login
 * @param account the account as it is now
 * @param member the member's name if the account is on one of the site's domains, or else {@code null}
 * @param ofMain whether the account is on the site's main domain, whose admins look after the site
 */
public record Visitor(
        WebSession session, Account account, @Nullable String member, boolean ofMain) {
    /** Whether this is a member of the site. */
    public boolean ofSite() {
        return member != null;
    }

    /** The bare address. */
    public Jid jid() {
        return account.jid();
    }

    /** The member's name on the site, or the name before the {@code @} of somebody else. */
    public String name() {
        return member == null ? account.jid().local().orElseThrow() : member;
    }

    /** Whether this is an admin of its domain. */
    public boolean isAdmin() {
        return account.role() == Account.Role.ADMIN;
    }
}
