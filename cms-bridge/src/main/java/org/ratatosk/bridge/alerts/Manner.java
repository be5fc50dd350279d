package org.ratatosk.bridge.alerts;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a member wants to hear of things. Immutable.
 *
 * @param zone whose time of day the quiet hours are in
 * @param quiet when nothing is sent, if there are such hours
 * @param list whether what comes while the member is away is told in one message
 */
public record Manner(ZoneId zone, Optional<Hours> quiet, boolean list) {
    /** As it is for who has set nothing. */
    public static final Manner PLAIN = new Manner(ZoneId.of("UTC"), Optional.empty(), false);

    private static final Pattern FORM = Pattern.compile(
            "(\\d{1,2}(?:[:.]\\d{2})?)\\s*(?:-|\u2013|to|until)\\s*(\\d{1,2}(?:[:.]\\d{2})?)(?:\\s+(\\S+))?");

    /**
     * Hours of each day, which may go past midnight.
     *
     * @param from the first minute
     * @param to the first minute after them
     */
    public record Hours(LocalTime from, LocalTime to) {
        /** Whether a time of day is among them. */
        boolean contain(LocalTime time) {
            boolean begun = !time.isBefore(from);
            boolean over = !time.isBefore(to);
            return from.isBefore(to) ? begun && !over : begun || !over;
        }

        @Override
        public String toString() {
            return from + "-" + to;
        }
    }

    /** Whether it is quiet at a moment. */
    public boolean isQuiet(Instant now) {
        LocalTime time = now.atZone(zone).toLocalTime();
        return quiet.filter(hours -> hours.contain(time)).isPresent();
    }

    /** The same with other quiet hours: {@code off}, or as in {@code 22:00-7:00 Europe/Berlin}; nothing if they are no hours. */
    public Optional<Manner> withQuiet(String words) {
        if (words.strip().toLowerCase(Locale.ROOT).equals("off")) {
            return Optional.of(new Manner(zone, Optional.empty(), list));
        }
        Matcher form = FORM.matcher(words.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            Hours hours = new Hours(time(form.group(1)), time(form.group(2)));
            ZoneId where = form.group(3) == null ? zone : ZoneId.of(form.group(3));
            return hours.from().equals(hours.to())
                    ? Optional.empty()
                    : Optional.of(new Manner(where, Optional.of(hours), list));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static LocalTime time(String words) {
        String[] parts = words.split("[:.]");
        return LocalTime.of(Integer.parseInt(parts[0]), parts.length == 1 ? 0 : Integer.parseInt(parts[1]));
    }

    /** The same with or without lists. */
    public Manner withList(boolean lists) {
        return new Manner(zone, quiet, lists);
    }
}
