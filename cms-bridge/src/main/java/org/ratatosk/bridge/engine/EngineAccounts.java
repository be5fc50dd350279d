package org.ratatosk.bridge.engine;

import java.util.Optional;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.KeptCms;
import org.ratatosk.server.jid.Jid;

/** The engine's accounts as the site asks for its members. Thread-safe; blocks. */
public final class EngineAccounts implements KeptCms.Accounts {
    private final Engine.Accounts accounts;

    /** @param accounts the engine's */
    public EngineAccounts(Engine.Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public Optional<String> incarnation(Jid home) {
        try {
            return Await.result(accounts.incarnation(home));
        } catch (IllegalStateException e) {
            throw new CmsException("The list of accounts cannot be read now. Try again later.", true);
        }
    }
}
