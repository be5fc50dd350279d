package org.ratatosk.server.tls;

import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.ratatosk.server.dns.NoWayException;

/** Tells what was not found out for want of time from what was found to be wrong. Immutable. */
final class NotNow {
    /** Nobody answered. */
    static final String SILENCE = "The DNS did not say in time what proves its certificate";

    private NotNow() {}

    /** What there was no time for, in words; empty if a failure is none of time. */
    static Optional<String> words(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RejectedExecutionException) {
                return Optional.of("There is no time to judge its certificate");
            }
            if (cause instanceof NoWayException way && way.isSilence()) {
                return Optional.of(SILENCE);
            }
        }
        return Optional.empty();
    }
}
