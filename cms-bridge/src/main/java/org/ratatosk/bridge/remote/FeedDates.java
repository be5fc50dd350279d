package org.ratatosk.bridge.remote;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as feeds write them: RFC 3339, RFC 822, and what people make of both. */
final class FeedDates {
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final Map<String, Integer> ZONES = Map.of(
            "est", -5, "edt", -4, "cst", -6, "cdt", -5, "mst", -7, "mdt", -6, "pst", -8, "pdt", -7, "cet", 1, "cest",
            2);
    private static final String TIME = "(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d+)?)?";
    private static final String ZONE = "([a-z]{1,4}|[+-]\\d{2}:?\\d{2}|[+-]\\d{2})?";
    private static final Pattern ISO =
            Pattern.compile("(\\d{4})-(\\d{2})(?:-(\\d{2})(?:[t ]+" + TIME + "\\s*" + ZONE + ")?)?");
    private static final Pattern MAIL =
            Pattern.compile("(?:[a-z]+,?\\s+)?(\\d{1,2})[ -]([a-z]{3})[a-z]*\\.?[ -](\\d{4}|\\d{2})(?:,?\\s+" + TIME
                    + "\\s*" + ZONE + ")?(?:\\s*\\(.*\\))?");

    private FeedDates() {}

    /** The time that a text says; empty if it says none. What names no zone is taken as UTC. */
    static Optional<Instant> read(String text) {
        String bare = text.strip().toLowerCase(Locale.ROOT);
        if (bare.length() > 100) {
            return Optional.empty();
        }
        try {
            Matcher iso = ISO.matcher(bare);
            if (iso.matches()) {
                int day = number(iso.group(3), 1);
                return Optional.of(instant(number(iso.group(1), 0), number(iso.group(2), 0), day, iso));
            }
            Matcher mail = MAIL.matcher(bare);
            int month = mail.matches() ? MONTHS.indexOf(mail.group(2)) + 1 : 0;
            return month == 0
                    ? Optional.empty()
                    : Optional.of(instant(year(mail.group(3)), month, number(mail.group(1), 0), mail));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant instant(int year, int month, int day, Matcher parts) {
        int second = Math.min(59, number(parts.group(6), 0));
        return LocalDateTime.of(year, month, day, number(parts.group(4), 0), number(parts.group(5), 0), second)
                .toInstant(zone(parts.group(7)));
    }

    /** Years of two digits as RFC 2822 section 4.3 reads them. */
    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        return digits.length() > 2 ? year : year < 50 ? 2000 + year : 1900 + year;
    }

    private static int number(@Nullable String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    private static ZoneOffset zone(@Nullable String zone) {
        if (zone == null || !"+-".contains(zone.substring(0, 1))) {
            return ZoneOffset.ofHours(zone == null ? 0 : ZONES.getOrDefault(zone, 0));
        }
        String digits = zone.substring(1).replace(":", "");
        int minutes = Integer.parseInt(digits.substring(0, 2)) * 60
                + (digits.length() == 4 ? Integer.parseInt(digits.substring(2)) : 0);
        return ZoneOffset.ofTotalSeconds((zone.charAt(0) == '-' ? -60 : 60) * minutes);
    }
}
