package org.ratatosk.web.page;

import org.jspecify.annotations.Nullable;

/** What a new password has to be. Immutable. */
final class Passwords {
    private static final int SHORTEST = 8;
    private static final int LONGEST = 256;

    private Passwords() {}

    /** What is wrong with a new password that was written twice, in words; {@code null} if nothing is. */
    static @Nullable String problem(String password, String again) {
        if (password.codePointCount(0, password.length()) < SHORTEST) {
            return "A password needs at least " + SHORTEST + " characters.";
        }
        if (password.length() > LONGEST) {
            return "A password may have at most " + LONGEST + " characters.";
        }
        return password.equals(again) ? null : "The two passwords are not the same.";
    }
}
