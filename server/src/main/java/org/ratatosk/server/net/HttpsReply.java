package org.ratatosk.server.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.ProtocolException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer of HTTP. Immutable. */
record HttpsReply(int status, List<String> head, String body) {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})");

    HttpsReply {
        head = List.copyOf(head);
    }

    /** Whether the website says that it has no answer now (RFC 9110 section 15.6, RFC 6585 section 4). */
    boolean isAway() {
        return status >= 500 || status == 429;
    }

    /** The value of a header; empty if there is none. */
    String header(String name) {
        return head.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** How many bytes the body has if the answer says so, or else more than anything has. */
    int length() {
        String length = header("content-length");
        return length.matches("[0-9]{1,6}") ? Integer.parseInt(length) : Integer.MAX_VALUE;
    }

    /**
     * Reads an answer.
     *
     * @param head without the empty line at its end, a character for each byte
     * @param body a character for each byte
     */
    static HttpsReply of(URI uri, String head, String body) throws ProtocolException {
        Matcher status = STATUS.matcher(head);
        if (!status.lookingAt()) {
            throw new ProtocolException(uri + " does not speak HTTP");
        }
        List<String> headers = head.lines().skip(1).toList();
        return new HttpsReply(Integer.parseInt(status.group(1)), headers, new String(body.getBytes(ISO_8859_1), UTF_8));
    }
}
