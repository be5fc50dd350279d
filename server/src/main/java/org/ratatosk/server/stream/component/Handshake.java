package org.ratatosk.server.stream.component;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** How a component proves that it knows its secret (XEP-0114 section 3). Immutable. */
final class Handshake {
    private Handshake() {}

    /** Whether this proves it; the time it takes does not tell how much of it is right. */
    static boolean isRight(String shown, String streamId, String secret) {
        return MessageDigest.isEqual(of(streamId, secret).getBytes(UTF_8), shown.getBytes(UTF_8));
    }

    /** What proves it: SHA-1 over the stream's id and the secret, in lower-case hexadecimal. */
    static String of(String streamId, String secret) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(sha1.digest((streamId + secret).getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }
}
