package org.ratatosk.server.tls;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds the fingerprints of certificates that a domain publishes for its servers (POSH, RFC 7711). Thread-safe. */
@FunctionalInterface
public interface Fingerprints {
    /**
     * SHA-256 and SHA-512 of certificates, in hexadecimal lower case. What cannot be read is not published; the stage fails only if
     * nothing could be found out now: with a {@link java.util.concurrent.RejectedExecutionException}, with an {@link AwayException}, or
     * with a {@link org.ratatosk.server.dns.NoWayException} that is temporary.
     *
     * @param domain as in addresses: lower case, U-labels allowed
     */
    CompletionStage<Set<String>> of(String domain);

    /** Nobody publishes any. */
    static Fingerprints none() {
        return domain -> CompletableFuture.completedFuture(Set.of());
    }
}
