package org.ratatosk.server.route;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.ratatosk.server.store.ScramKeys;

/** Makes what is kept of passwords. Thread-safe. */
@FunctionalInterface
public interface Passwords {
    /**
     * The keys of a new password. The stage fails with an {@link IllegalArgumentException}, its message fit for a person, if the
     * password cannot be used.
     */
    CompletionStage<List<ScramKeys>> derive(String password);
}
