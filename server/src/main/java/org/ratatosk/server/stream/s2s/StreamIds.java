package org.ratatosk.server.stream.s2s;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the ids of streams that others open: nobody can guess them (RFC 6120 section 4.7.3), and this server knows its own again, so
 * that it notices when it has connected to itself. Thread-safe.
 */
final class StreamIds {
    private static final String HMAC = "HmacSHA256";
    private static final int RANDOM = 16;
    private static final int MARK = 8;

    private final SecureRandom random;
    private final SecretKeySpec secret = secret();

    StreamIds(SecureRandom random) {
        this.random = random;
    }

    private static SecretKeySpec secret() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return new SecretKeySpec(bytes, HMAC);
    }

    /** A new id. */
    String next() {
        byte[] bytes = new byte[RANDOM];
        random.nextBytes(bytes);
        byte[] all = Arrays.copyOf(bytes, RANDOM + MARK);
        System.arraycopy(mark(bytes), 0, all, RANDOM, MARK);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /** Whether an id was made here. */
    boolean isOwn(String id) {
        try {
            byte[] all = Base64.getUrlDecoder().decode(id);
            return all.length == RANDOM + MARK
                    && MessageDigest.isEqual(
                            mark(Arrays.copyOf(all, RANDOM)), Arrays.copyOfRange(all, RANDOM, RANDOM + MARK));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private byte[] mark(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(secret);
            return Arrays.copyOf(mac.doFinal(bytes), MARK);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + HMAC, e);
        }
    }
}
