package org.ratatosk.server.store;

import java.time.Instant;
import java.util.Optional;

/**
 * One-time links: what they are for, by the hash of their secret. Confined to a read or write of {@link Store}.
 */
public interface LinkStore {
    /**
     * A link that has not been used.
     *
     * @param secretHash SHA-256 of the secret part of the link, hexadecimal
     * @param purpose what it lets do, as in {@code set-password} or {@code first-admin}
     * @param subject whom or what it is for, as an address
     * @param expires when it ends
     */
    record Link(String secretHash, String purpose, String subject, Instant expires) {}

    /** Keeps a link. */
    void put(Link link);

    /** The link of a hash, expired or not. */
    Optional<Link> find(String secretHash);

    /** Uses a link up; {@code false} if it is not there (any more). */
    boolean take(String secretHash);

    /** Forgets all links of a subject. */
    void removeAll(String subject);

    /** Forgets all links of a purpose and subject. */
    void removeAll(String purpose, String subject);
}
