package org.ratatosk.server.route;

import java.util.concurrent.CompletionStage;
import org.ratatosk.server.jid.Jid;

/** Runs work of features that no stanza brings; can be used once the server is built. Thread-safe. */
@FunctionalInterface
public interface Tasks {
    /**
     * Runs a task in the lane of an account, after what waits there. The stage completes when what the task wants is durable and
     * sent; it fails with a {@link org.ratatosk.server.stanza.StanzaException} if its outcome is a refusal.
     */
    CompletionStage<Void> perform(Jid account, Context.Task task);
}
