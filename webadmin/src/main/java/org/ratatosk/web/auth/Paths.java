package org.ratatosk.web.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the path of a request, and takes only what can be read in one way: no empty segments, no dots that climb, no parameters,
 * no encoded slashes, nothing encoded twice, well-formed UTF-8. What passes means the same to every reader. Immutable.
 */
public final class Paths {
    private static final int MAX_LENGTH = 4096;

    private Paths() {}

    /** The decoded segments of a raw path; empty if it is not plain. */
    public static Optional<List<String>> segments(String rawPath) {
        if (!rawPath.startsWith("/") || rawPath.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        if (rawPath.equals("/")) {
            return Optional.of(List.of(""));
        }
        List<String> segments = new ArrayList<>();
        for (String raw : rawPath.substring(1).split("/", -1)) {
            Optional<String> segment = decode(raw).filter(Paths::isPlain);
            if (segment.isEmpty()) {
                return Optional.empty();
            }
            segments.add(segment.get());
        }
        return Optional.of(List.copyOf(segments));
    }

    private static boolean isPlain(String segment) {
        return !segment.isEmpty()
                && !segment.equals(".")
                && !segment.equals("..")
                && segment.codePoints().noneMatch(Paths::isSuspicious);
    }

    private static boolean isSuspicious(int c) {
        return c == '/'
                || c == '\\'
                || c == ';'
                || c == '%'
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT;
    }

    private static Optional<String> decode(String raw) {
        ByteBuffer bytes = ByteBuffer.allocate(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c > 0x7e || c < 0x21) {
                return Optional.empty();
            }
            if (c != '%') {
                bytes.put((byte) c);
                continue;
            }
            boolean whole = i + 2 < raw.length();
            int high = whole ? Character.digit(raw.charAt(i + 1), 16) : -1;
            int low = whole ? Character.digit(raw.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            bytes.put((byte) (high * 16 + low));
            i += 2;
        }
        return utf8(bytes.flip());
    }

    private static Optional<String> utf8(ByteBuffer bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes)
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
