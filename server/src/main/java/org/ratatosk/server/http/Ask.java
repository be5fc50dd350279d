package org.ratatosk.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request of HTTP. Immutable; the bytes are not copied.
 *
 * @param method as in {@code GET}
 * @param uri with scheme {@code https} or {@code http}
 * @param headers without {@code host}, {@code connection} and those of the body's length
 * @param body possibly empty
 * @param follows whether redirects are followed; of what other hosts are asked then, nothing is secret
 */
@SuppressWarnings("ArrayRecordComponent")
public record Ask(String method, URI uri, Map<String, String> headers, byte[] body, boolean follows) {
    /** Keeps a copy of the headers; their names know no case. */
    public Ask {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = Collections.unmodifiableMap(copy);
    }

    /** Reads something that anybody may read, wherever redirects lead. */
    public static Ask get(URI uri) {
        return new Ask("GET", uri, Map.of(), new byte[0], true);
    }

    /** Asks for or sends something just there: a redirect is the answer. */
    public static Ask of(String method, URI uri, byte[] body) {
        return new Ask(method, uri, Map.of(), body, false);
    }

    /** Sends JSON just there. */
    public static Ask json(String method, URI uri, String json) {
        return of(method, uri, json.getBytes(UTF_8)).with("content-type", "application/json");
    }

    /** The same with one more header. */
    public Ask with(String name, String value) {
        Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        more.put(name, value);
        return new Ask(method, uri, more, body, follows);
    }

    /** What stands in the first line of the request: the path with the query, as it is sent. */
    public String target() {
        return target(uri);
    }

    static String target(URI uri) {
        URI ascii = URI.create(uri.toASCIIString());
        String path = ascii.getRawPath() == null || ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        return ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery();
    }
}
