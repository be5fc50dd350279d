package org.ratatosk.web.page;

import java.util.OptionalLong;

/** Numbers that strangers write. Immutable. */
final class Numbers {
    private static final int MAX_DIGITS = 18;

    private Numbers() {}

    /** A whole number of one or more in plain digits; nothing else. */
    static OptionalLong positive(String text) {
        if (text.isEmpty() || text.length() > MAX_DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalLong.empty();
        }
        long value = Long.parseLong(text);
        return value > 0 ? OptionalLong.of(value) : OptionalLong.empty();
    }
}
