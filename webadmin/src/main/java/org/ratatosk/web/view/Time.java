package org.ratatosk.web.view;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A time to be shown. Immutable.
 *
 * @param iso for machines
 * @param text for people, to the minute, with its zone
 * @param exact for people, to the second, with its zone
 * @param day for people, the day alone
 * @param ago for people, how long ago or how soon, seen from the time at which it is shown
 */
public record Time(String iso, String text, String exact, String day, String ago) {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm z", Locale.ENGLISH);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss z", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    /** A time as it is shown in a zone, at a time. */
    public static Time of(Instant at, Instant now, ZoneId zone) {
        String ago =
                at.isAfter(now) ? "in " + words(Duration.between(now, at)) : words(Duration.between(at, now)) + " ago";
        ZonedDateTime there = at.atZone(zone);
        return new Time(at.toString(), MINUTE.format(there), SECOND.format(there), DAY.format(there), ago);
    }

    /** The same, or nothing. */
    public static @Nullable Time ofNullable(@Nullable Instant at, Instant now, ZoneId zone) {
        return at == null ? null : of(at, now, zone);
    }

    /** A span of time in its largest unit. */
    public static String words(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 2 * 3600) {
            return seconds / 60 + " min";
        }
        return seconds < 48 * 3600 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
    }
}
