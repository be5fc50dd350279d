package org.ratatosk.web;

import java.util.List;
import java.util.Optional;
import org.ratatosk.bridge.Bridge;
import org.ratatosk.server.admin.Admin;
import org.ratatosk.server.store.Account;
import org.ratatosk.web.auth.Cookies;
import org.ratatosk.web.auth.Stages;
import org.ratatosk.web.auth.Visitor;
import org.ratatosk.web.auth.WebSession;
import org.ratatosk.web.auth.WebSessions;

/** Finds who is logged in, as the account is now: a deleted, disabled or remade one is nobody, and so is one with
 * another password than at login. Thread-safe. */
final class Logins {
    private final Admin admin;
    private final Bridge bridge;
    private final WebSessions sessions;

    Logins(Admin admin, Bridge bridge, WebSessions sessions) {
        this.admin = admin;
        this.bridge = bridge;
        this.sessions = sessions;
    }

    /** The visitor of a request's Cookie headers. */
    Optional<Visitor> visitor(List<String> cookieHeaders, boolean secure) {
        return Cookies.find(cookieHeaders, Cookies.LOGIN, secure)
                .flatMap(sessions::find)
                .flatMap(this::current);
    }

    private Optional<Visitor> current(WebSession session) {
        Optional<Account> account = Stages.await(admin.account(session.account()))
                .filter(found -> found.enabled() && found.incarnation().equals(session.incarnation()))
                .filter(found ->
                        Stages.await(admin.passwordVersion(found.jid())).equals(session.passwordVersion()));
        if (account.isEmpty()) {
            sessions.end(session);
        }
        return account.map(found -> new Visitor(
                session,
                found,
                bridge.memberName(found.jid()).orElse(null),
                found.jid().domain().equals(bridge.siteDomain())));
    }
}
