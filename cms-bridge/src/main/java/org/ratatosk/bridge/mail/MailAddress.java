package org.ratatosk.bridge.mail;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads addresses for mail (RFC 5321), those that everybody's servers take. Immutable. */
public final class MailAddress {
    private static final int LONGEST = 254;
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final Pattern LOCAL = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*");
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern DOMAIN = Pattern.compile("(?:" + LABEL + "\\.)+(?=[a-z0-9-]*[a-z])" + LABEL);
    private static final int LONGEST_LOCAL = 64;

    private MailAddress() {}

    /** The address in a text, also as {@code mailto:} link, with its domain in small ASCII letters; nothing if it is none. */
    public static Optional<String> read(String text) {
        String plain = text.strip();
        if (plain.regionMatches(true, 0, "mailto:", 0, 7)) {
            plain = plain.substring(7);
        }
        int at = plain.lastIndexOf('@');
        if (at < 1 || at > LONGEST_LOCAL || plain.length() > LONGEST) {
            return Optional.empty();
        }
        String local = plain.substring(0, at);
        String domain = ascii(plain.substring(at + 1));
        boolean good = LOCAL.matcher(local).matches() && DOMAIN.matcher(domain).matches();
        String address = local + "@" + domain;
        return good && address.length() <= LONGEST ? Optional.of(address) : Optional.empty();
    }

    private static String ascii(String domain) {
        try {
            return IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
