package org.ratatosk.server.route;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.session.Lane;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.store.DiskState;
import org.ratatosk.server.store.NotDurableException;
import org.ratatosk.server.store.StoreFullException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said of failures: to the sender as a stanza error, to the owner of the server in the log. Immutable. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** What a write tells of the disk: how it failed, or {@code null} if it did not. */
    static DiskState disk(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof StoreFullException) {
            return DiskState.FULL;
        }
        return cause instanceof NotDurableException ? DiskState.FAILING : DiskState.GOOD;
    }

    /** What a sender is told of a failure of ours. */
    static StanzaError errorOf(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof StanzaException peers) {
            return peers.error();
        }
        if (cause instanceof StoreFullException) {
            return StanzaError.of(
                    Condition.RESOURCE_CONSTRAINT, "The server has no room to keep anything now; try again later");
        }
        if (cause instanceof NotDurableException) {
            return StanzaError.of(
                            Condition.INTERNAL_SERVER_ERROR,
                            "This could not be written to disk safely; send it again later")
                    .as(StanzaError.Type.WAIT);
        }
        LOG.error("Something could not be read or written; whoever asked for it gets an error", cause);
        return StanzaError.of(Condition.INTERNAL_SERVER_ERROR);
    }

    static void reportMistake(Lane lane, RuntimeException mistake) {
        LOG.error(
                "A mistake in the server: handling a stanza for an account of {} failed",
                lane.jid().domain(),
                mistake);
    }

    static void reportRefusal(Lane lane, StanzaError reason) {
        LOG.warn(
                "Something could not be done for an account of {}: {}",
                lane.jid().domain(),
                reason.condition());
    }
}
