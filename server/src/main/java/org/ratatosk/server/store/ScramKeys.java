package org.ratatosk.server.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a password for one SCRAM mechanism (RFC 5802 section 3); the password cannot be got from it without
 * guessing. Immutable by convention: the arrays are not to be changed.
 *
 * @param mechanism as in {@code SCRAM-SHA-256}
 * @param salt at least 16 random bytes
 * @param iterations how often the hash was applied
 * @param storedKey H(ClientKey)
 * @param serverKey HMAC(SaltedPassword, "Server Key")
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode compare what the arrays hold
public record ScramKeys(String mechanism, byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ScramKeys that
                && mechanism.equals(that.mechanism)
                && iterations == that.iterations
                && Arrays.equals(salt, that.salt)
                && Arrays.equals(storedKey, that.storedKey)
                && Arrays.equals(serverKey, that.serverKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(storedKey);
    }

    /** The mechanism only; keys do not belong in logs. */
    @Override
    public String toString() {
        return "ScramKeys[" + mechanism + "]";
    }
}
