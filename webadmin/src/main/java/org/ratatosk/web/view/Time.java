package org.ratatosk.web.view;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A time to be shown. Immutable.
 *
 * @param iso for machines
 * @param text for people, to the minute, with its zone
 * @param day for people, the day alone
 */
public record Time(String iso, String text, String day) {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm z", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    /** A time as it is shown in a zone. */
    public static Time of(Instant at, ZoneId zone) {
        return new Time(at.toString(), MINUTE.format(at.atZone(zone)), DAY.format(at.atZone(zone)));
    }

    /** The same, or nothing. */
    public static @Nullable Time ofNullable(@Nullable Instant at, ZoneId zone) {
        return at == null ? null : of(at, zone);
    }
}
