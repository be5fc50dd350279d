package org.ratatosk.server.stream.sasl;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The hash functions that SCRAM is used with here (RFC 5802, RFC 7677), strongest first. Immutable. */
public enum ScramHash {
    SHA_256("SCRAM-SHA-256", "HmacSHA256", "SHA-256", 32),
    SHA_1("SCRAM-SHA-1", "HmacSHA1", "SHA-1", 20);

    private final String mechanism;
    private final String hmac;
    private final String digest;
    private final int length;

    ScramHash(String mechanism, String hmac, String digest, int length) {
        this.mechanism = mechanism;
        this.hmac = hmac;
        this.digest = digest;
        this.length = length;
    }

    /** The hash of a mechanism. */
    public static Optional<ScramHash> of(String mechanism) {
        for (ScramHash hash : values()) {
            if (hash.mechanism.equals(mechanism)) {
                return Optional.of(hash);
            }
        }
        return Optional.empty();
    }

    /** The mechanism, as in {@code SCRAM-SHA-256}. */
    public String mechanism() {
        return mechanism;
    }

    /** How many bytes the hash has. */
    public int length() {
        return length;
    }

    /** HMAC with a key of at least one byte. */
    byte[] hmac(byte[] key, byte[] text) {
        return mac(key).doFinal(text);
    }

    /** A code that takes texts under one key. */
    Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(hmac);
            mac.init(new SecretKeySpec(key, hmac));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + hmac, e);
        }
    }

    /** H(text). */
    byte[] hash(byte[] text) {
        try {
            return MessageDigest.getInstance(digest).digest(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + digest, e);
        }
    }
}
