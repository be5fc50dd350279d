package org.ratatosk.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An answer of HTTP. Immutable; the bytes are not copied.
 *
 * @param uri where it came from, after whatever redirects were followed
 * @param status as in 200
 * @param headers by names in lower case
 * @param body possibly empty
 */
@SuppressWarnings("ArrayRecordComponent")
public record Reply(URI uri, int status, Map<String, List<String>> headers, byte[] body) {
    /** The first header of a name. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, UTF_8);
    }
}
