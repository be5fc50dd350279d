package org.ratatosk.web.page;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Times as HTTP writes them (RFC 9110 section 5.6.7), to the second. Immutable. */
public final class HttpDates {
    private static final DateTimeFormatter IMF = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private HttpDates() {}

    /** A time for a header. */
    public static String format(Instant at) {
        return IMF.format(at);
    }

    /** A time from a header; empty if the text is none. */
    public static Optional<Instant> parse(String text) {
        try {
            return Optional.of(Instant.from(IMF.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
