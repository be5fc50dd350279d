package org.ratatosk.bridge.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.ratatosk.server.jid.Jid;

/**
 * Makes and reads link codes: ten signs of 32 that cannot be taken for each other, 50 bits, as in {@code K7WQ2-M9XHD}.
 * Thread-safe.
 */
public final class Codes {
    private static final String SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int LENGTH = 10;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9]{5}[- ]?[A-Za-z0-9]{5}");

    private final SecureRandom random;

    /** @param random where the codes come from */
    public Codes(SecureRandom random) {
        this.random = random;
    }

    /** A new code. */
    public String next() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            if (i == LENGTH / 2) {
                code.append('-');
            }
            code.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
        }
        return code.toString();
    }

    /** Whether a text has the form of a code. */
    public static boolean looksLikeOne(String text) {
        return FORM.matcher(text.strip()).matches();
    }

    /** The hash under which a code for an address is kept. */
    static String hash(Jid address, String code) {
        return hash(address.bare().toString(), code);
    }

    /** The hash under which a code is kept that is for something else. */
    public static String hash(String what, String code) {
        String plain = code.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest((what + " " + plain).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
