package org.ratatosk.bridge.cms;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How tags are written: lower case, single blanks, no leading {@code #}. */
public final class Tags {
    private Tags() {}

    /** One tag, cleaned; possibly empty. */
    public static String clean(String tag) {
        String bare = tag.strip();
        while (bare.startsWith("#")) {
            bare = bare.substring(1).strip();
        }
        return bare.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    }

    /** A list of tags with commas between, cleaned, without doubles and empty ones. */
    public static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(Tags::clean)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
    }
}
