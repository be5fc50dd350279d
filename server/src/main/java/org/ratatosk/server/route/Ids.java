package org.ratatosk.server.route;

import java.security.SecureRandom;
import java.util.Base64;

/** Random ids that nobody can guess: for resources, stanzas, streams. Thread-safe. */
public final class Ids {
    private static final int BYTES = 15;
    private final SecureRandom random;

    /** @param random where they come from */
    public Ids(SecureRandom random) {
        this.random = random;
    }

    /** A new id: 20 letters, digits, hyphens and underscores. */
    public String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
