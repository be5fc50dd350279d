package org.ratatosk.server.route;

import java.util.concurrent.CompletionStage;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Password;

/** Makes what is kept of passwords. Thread-safe. */
@FunctionalInterface
public interface Passwords {
    /**
     * What is to be kept of a new password of an account, its own one. The stage fails with an {@link IllegalArgumentException}, its message fit for a person, if the
     * password cannot be used.
     */
    CompletionStage<Password> derive(Jid bare, String password);
}
