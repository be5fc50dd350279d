package org.ratatosk.bridge.engine;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
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
        return result(accounts.incarnation(home));
    }

    @Override
    public boolean create(Jid home) {
        try {
            return result(accounts.create(home));
        } catch (IllegalArgumentException e) {
            throw new CmsException(e.getMessage() + ".", false);
        }
    }

    @Override
    public boolean isAdmin(Jid home) {
        return result(accounts.isAdmin(home));
    }

    @Override
    public boolean setEnabled(Jid home, boolean enabled) {
        return result(accounts.setEnabled(home, enabled));
    }

    @Override
    public void endLogins(Jid home) {
        result(accounts.endLogins(home).thenApply(ended -> true));
    }

    @Override
    public boolean delete(Jid home) {
        return result(accounts.delete(home));
    }

    private static <T> T result(CompletionStage<T> stage) {
        try {
            return Await.result(stage);
        } catch (IllegalStateException e) {
            throw new CmsException("The accounts cannot be read now. Try again later.", true);
        }
    }
}
