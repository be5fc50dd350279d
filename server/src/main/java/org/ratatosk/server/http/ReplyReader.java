package org.ratatosk.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one answer of HTTP/1.1 (RFC 9112) from a connection that is closed after it. Confined to one thread. */
final class ReplyReader {
    private static final int MAX_LINE = 16 * 1024;
    private static final int MAX_HEADERS = 100;
    private static final int MAX_INTERIM = 5;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");
    private static final Pattern SIZE = Pattern.compile("([0-9a-fA-F]{1,7})\\s*(;.*)?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private final Ask ask;
    private final InputStream in;
    private final int maxBytes;

    ReplyReader(Ask ask, InputStream in, int maxBytes) {
        this.ask = ask;
        this.in = in;
        this.maxBytes = maxBytes;
    }

    Reply read() throws IOException {
        for (int interim = 0; interim < MAX_INTERIM; interim++) {
            int status = status();
            Map<String, List<String>> headers = headers();
            if (status >= 200) {
                return new Reply(ask.uri(), status, headers, body(status, headers));
            }
        }
        throw strange();
    }

    private IOException strange() {
        return new IOException(ask.uri().getHost() + " does not speak HTTP as it should");
    }

    private int status() throws IOException {
        Matcher status = STATUS.matcher(line());
        if (!status.matches()) {
            throw strange();
        }
        return Integer.parseInt(status.group(1));
    }

    private Map<String, List<String>> headers() throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        int count = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon <= 0 || ++count > MAX_HEADERS) {
                throw strange();
            }
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return headers;
    }

    private byte[] body(int status, Map<String, List<String>> headers) throws IOException {
        if (status == 204 || status == 304 || ask.method().equals("HEAD")) {
            return new byte[0];
        }
        List<String> coding = headers.getOrDefault("transfer-encoding", List.of());
        if (!coding.isEmpty()) {
            if (coding.size() > 1 || !coding.get(0).equalsIgnoreCase("chunked")) {
                throw strange();
            }
            return chunks();
        }
        List<String> lengths = headers.getOrDefault("content-length", List.of());
        if (lengths.isEmpty()) {
            return bounded(in.readNBytes(maxBytes + 1));
        }
        String length = lengths.get(0);
        if (!LENGTH.matcher(length).matches()) {
            throw strange();
        }
        if (Long.parseLong(length) > maxBytes) {
            throw tooLarge();
        }
        return exactly(Integer.parseInt(length));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            Matcher size = SIZE.matcher(line());
            if (!size.matches()) {
                throw strange();
            }
            int bytes = Integer.parseInt(size.group(1), 16);
            if (bytes == 0) {
                headers(); // a trailer, of no use
                return all.toByteArray();
            }
            if (all.size() + bytes > maxBytes) {
                throw tooLarge();
            }
            all.write(exactly(bytes));
            if (!line().isEmpty()) {
                throw strange();
            }
        }
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException(ask.uri().getHost() + " broke off in the middle of its answer");
        }
        return bytes;
    }

    private byte[] bounded(byte[] bytes) throws IOException {
        if (bytes.length > maxBytes) {
            throw tooLarge();
        }
        return bytes;
    }

    private IOException tooLarge() {
        return new IOException("The answer of " + ask.uri().getHost() + " is larger than " + maxBytes + " bytes");
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException(ask.uri().getHost() + " broke off in the middle of its answer");
            }
            if (line.size() == MAX_LINE) {
                throw strange();
            }
            line.write(c);
        }
        String text = line.toString(ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
