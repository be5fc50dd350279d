package org.ratatosk.server.feature;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;

/**
 * A picture of an account. It is never decoded here: what is looked at is its length and the bytes that it begins with. Immutable.
 *
 * @param base64 the picture, without line feeds
 * @param bytes how many it has
 * @param type as in {@code image/png}, by what the picture begins with
 * @param id the SHA-1 of the picture (XEP-0084 section 4.2)
 */
record Picture(String base64, int bytes, String type, String id) {
    /** How many bytes a picture has at most. */
    static final int MOST = 128 << 10;

    private static final int SEEN = 12;

    /** @throws StanzaException if it is none, or too long, in words for a person */
    static Picture of(String base64) {
        String joined = base64.replaceAll("\\s", "");
        if (joined.length() > (MOST + 2) / 3 * 4) {
            throw tooLong();
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(joined);
        } catch (IllegalArgumentException e) {
            throw new StanzaException(Condition.NOT_ACCEPTABLE, "The picture is not written in base64");
        }
        return of(bytes);
    }

    /** @throws StanzaException if it is none, or too long, in words for a person */
    static Picture of(byte[] bytes) {
        if (bytes.length > MOST) {
            throw tooLong();
        }
        String type = type(bytes)
                .orElseThrow(() ->
                        new StanzaException(Condition.NOT_ACCEPTABLE, "A picture is a PNG, JPEG, GIF or WebP file"));
        return new Picture(Base64.getEncoder().encodeToString(bytes), bytes.length, type, sha1(bytes));
    }

    private static StanzaException tooLong() {
        return new StanzaException(Condition.NOT_ACCEPTABLE, "A picture has " + MOST + " bytes at most");
    }

    private static Optional<String> type(byte[] bytes) {
        String begin = HexFormat.of().formatHex(Arrays.copyOf(bytes, SEEN));
        if (begin.startsWith("89504e470d0a1a0a")) {
            return Optional.of("image/png");
        }
        if (begin.startsWith("ffd8ff")) {
            return Optional.of("image/jpeg");
        }
        if (begin.startsWith("474946383761") || begin.startsWith("474946383961")) {
            return Optional.of("image/gif");
        }
        return begin.startsWith("52494646") && begin.endsWith("57454250")
                ? Optional.of("image/webp")
                : Optional.empty();
    }

    private static String sha1(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-1", e);
        }
    }
}
