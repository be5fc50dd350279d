package org.ratatosk.server.acme;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whom to ask for certificates, and how. Immutable.
 *
 * @param directory the address of the authority's directory
 * @param email where the authority reaches the owner; empty for none
 * @param agreeTerms whether the owner agrees to the authority's terms
 * @param proof how it is shown that the domains are the owner's
 * @param hook the program that puts records into the DNS, needed for {@link Proof#DNS_01}
 */
public record AcmeConfig(URI directory, String email, boolean agreeTerms, Proof proof, Optional<Path> hook) {
    /** How it is shown that a domain is the owner's (RFC 8555 section 8). */
    public enum Proof {
        /** The authority fetches a token from port 80 of the domain. */
        HTTP_01,
        /** The authority looks for a record in the DNS. */
        DNS_01
    }

    /** @throws IllegalArgumentException if something is missing; the message is for the owner */
    public AcmeConfig {
        if (!agreeTerms) {
            throw new IllegalArgumentException(
                    "the authority's terms must be agreed to: read them and set agree-terms to on");
        }
        if (proof == Proof.DNS_01 && hook.isEmpty()) {
            throw new IllegalArgumentException("dns-01 needs a hook, the program that puts records into your DNS");
        }
    }
}
