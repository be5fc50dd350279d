package org.ratatosk.server.tls;

import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.ratatosk.server.dns.NoWayException;

/** Tells what was not found out, for want of time or of an answer, from what was found to be wrong. Immutable. */
final class NotNow {
    /** Nobody answered. */
    static final String SILENCE = "The DNS did not say in time what proves its certificate";

    private static final String FAILURE = "The DNS cannot say now where its website is";
    private static final String AWAY = "Its website does not answer now";

    private NotNow() {}

    /**
     * What there was no time for, or nobody there to ask, in words that strangers may read; empty if a failure is neither and will
     * be the same soon.
     */
    static Optional<String> words(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RejectedExecutionException) {
                return Optional.of("There is no time to judge its certificate");
            }
            if (cause instanceof NoWayException way && way.isTemporary()) {
                return Optional.of(way.isSilence() ? SILENCE : FAILURE);
            }
            if (cause instanceof AwayException) {
                return Optional.of(AWAY);
            }
        }
        return Optional.empty();
    }
}
