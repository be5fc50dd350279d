package org.ratatosk.server.stream.s2s;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The keys of dialback (XEP-0185): made of who asks whom on which stream, and of a secret, so that nothing has to be remembered. Immutable. */
final class Dialback {
    private static final String HMAC = "HmacSHA256";

    private final byte[] secret;

    /** @param secret of the server, any bytes */
    Dialback(byte[] secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret);
            this.secret = HexFormat.of().formatHex(digest).getBytes(UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    /**
     * A key.
     *
     * @param receiving the domain whose server is to believe the key
     * @param originating the domain that the key speaks for
     * @param streamId of the stream on which it is shown, made by the receiving server
     */
    String key(String receiving, String originating, String streamId) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            byte[] text = (receiving + ' ' + originating + ' ' + streamId).getBytes(UTF_8);
            return HexFormat.of().formatHex(mac.doFinal(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + HMAC, e);
        }
    }

    /** Whether a key is the one that {@link #key} makes; takes as long for any wrong one. */
    boolean isKey(String shown, String receiving, String originating, String streamId) {
        return MessageDigest.isEqual(
                shown.strip().getBytes(UTF_8),
                key(receiving, originating, streamId).getBytes(UTF_8));
    }
}
