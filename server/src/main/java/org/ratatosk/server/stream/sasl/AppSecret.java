package org.ratatosk.server.stream.sasl;

import java.security.SecureRandom;

/** App passwords: 20 letters and figures in four groups, about 99 bits. Immutable. */
final class AppSecret {
    /** Letters and figures that are not taken for each other. */
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final int LENGTH = 20;
    private static final int GROUP = 5;

    private AppSecret() {}

    static String fresh(SecureRandom random) {
        StringBuilder secret = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            secret.append(i > 0 && i % GROUP == 0 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return secret.toString();
    }
}
