package org.ratatosk.app.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody may have meant. Immutable. */
final class Spelling {
    private Spelling() {}

    /** The known setting or group that a path with dots is most like; empty if it is like none. */
    static Optional<String> nearest(String written, Collection<String> known) {
        return known.stream()
                .filter(one -> isClose(last(written), last(one)))
                .min(Comparator.comparingInt((String one) -> distance(written, one))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static boolean isClose(String written, String known) {
        return known.startsWith(written)
                || written.startsWith(known)
                || distance(plain(written), plain(known)) <= Math.max(1, known.length() / 4);
    }

    private static String plain(String name) {
        return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    /** How many letters have to be put in, left out or changed to make one text the other. */
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
