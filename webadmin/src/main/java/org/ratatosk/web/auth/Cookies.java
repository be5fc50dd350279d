package org.ratatosk.web.auth;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The two cookies: the key of a login, and the one that the forms of somebody unknown are tied to. Over TLS they carry the
 * {@code __Host-} prefix, so that no other host and no plain connection can plant them. Immutable.
 */
public final class Cookies {
    /** The cookie with the key of a login. */
    public static final String LOGIN = "ratatosk";

    /** The cookie that forms of somebody unknown are tied to. */
    public static final String FORM = "ratatosk-form";

    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_-]{16,128}");

    private Cookies() {}

    /** The value of a cookie in Cookie headers, if there is exactly one. */
    public static Optional<String> find(List<String> headers, String name, boolean secure) {
        String prefix = name(name, secure) + "=";
        List<String> found = headers.stream()
                .flatMap(header -> List.of(header.split(";", -1)).stream())
                .map(String::strip)
                .filter(pair -> pair.startsWith(prefix))
                .map(pair -> pair.substring(prefix.length()))
                .toList();
        return found.size() == 1 && VALUE.matcher(found.get(0)).matches()
                ? Optional.of(found.get(0))
                : Optional.empty();
    }

    /** A Set-Cookie header that ends with the browser's session. */
    public static String set(String name, String value, boolean secure) {
        return name(name, secure) + "=" + value + "; Path=/; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "");
    }

    /** A Set-Cookie header that removes a cookie. */
    public static String clear(String name, boolean secure) {
        return set(name, "", secure) + "; Max-Age=0";
    }

    private static String name(String name, boolean secure) {
        return secure ? "__Host-" + name : name;
    }
}
