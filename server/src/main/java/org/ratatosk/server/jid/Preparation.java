package org.ratatosk.server.jid;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rocks.xmpp.precis.PrecisProfiles;

/**
 * Brings the parts of an address into the form in which they are compared (RFC 7622 section 3). ASCII, which is almost all, is
 * prepared here: the profiles mean the same for it and cost ten times as much. Immutable.
 */
final class Preparation {
    private static final int MAX_PART_BYTES = 1023;
    private static final String LOCAL_FORBIDDEN = "\"&'/:<>@ ";

    // An underscore is no part of a host name by IDNA, but of many names in test and container networks.
    private static final String LABEL = "(?![-.])(?!xn--)[a-z0-9_-]{1,63}(?<!-)";
    private static final Pattern ASCII_DOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Pattern IP_V6 = Pattern.compile("\\[[0-9a-f:.]{2,45}]");
    private static final Pattern ZEROS = Pattern.compile("(?:^|:)0(?::0)+(?=:|$)");

    private Preparation() {}

    private interface Profile {
        String apply(CharSequence text);
    }

    static String local(String text) {
        checkLength("name before the @", text);
        for (int i = 0; i < text.length(); i++) {
            if (LOCAL_FORBIDDEN.indexOf(text.charAt(i)) >= 0) {
                throw new JidException("The name before the @ must not hold '" + text.charAt(i) + "'");
            }
        }
        String part = "name before the @";
        return isPlain(text)
                ? bounded(part, text.toLowerCase(Locale.ROOT))
                : bounded(part, enforce(part, text, PrecisProfiles.USERNAME_CASE_MAPPED::enforce));
    }

    static String resource(String text) {
        checkLength("resource", text);
        String prepared = isPlain(text) ? text : enforce("resource", text, PrecisProfiles.OPAQUE_STRING::enforce);
        if (prepared.startsWith(" ")) {
            throw new JidException("The resource begins with a space");
        }
        return bounded("resource", prepared);
    }

    static String domain(String text) {
        checkLength("domain", text);
        String host = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        String lower = host.toLowerCase(Locale.ROOT);
        if (ASCII_DOMAIN.matcher(lower).matches()) {
            return bounded("domain", lower);
        }
        if (host.startsWith("[")) {
            return ipV6(lower);
        }
        String prepared = enforce("domain", host, it -> Labels.unicode(it.toString(), PrecisProfiles.IDN::enforce));
        if (prepared.endsWith(".")) {
            throw unfit("domain");
        }
        return bounded("domain", prepared);
    }

    private static String ipV6(String text) {
        if (!IP_V6.matcher(text).matches()) {
            throw unfit("domain");
        }
        try {
            // In brackets it is never looked up as a name.
            if (InetAddress.getByName(text) instanceof Inet6Address address) {
                // one address has many spellings, and whoever is blocked must not choose another
                return "[" + compressed(address.getHostAddress()) + "]";
            }
        } catch (UnknownHostException e) {
            throw unfit("domain");
        }
        throw unfit("domain");
    }

    /** The one spelling that RFC 5952 has for an address: the longest run of zeros is left out, the first of several. */
    private static String compressed(String groups) {
        String longest = "";
        int at = 0;
        for (Matcher run = ZEROS.matcher(groups); run.find(); ) {
            if (count(run.group()) > count(longest)) {
                longest = run.group();
                at = run.start();
            }
        }
        if (longest.isEmpty()) {
            return groups;
        }
        String after = groups.substring(at + longest.length());
        return groups.substring(0, at) + "::" + (after.startsWith(":") ? after.substring(1) : after);
    }

    private static long count(String zeros) {
        return zeros.chars().filter(c -> c == '0').count();
    }

    /** What preparation could not make short enough need not be prepared, nor be matched by a recursive pattern. */
    private static void checkLength(String part, String text) {
        if (text.length() > 2 * MAX_PART_BYTES) {
            throw tooLong(part);
        }
    }

    private static JidException tooLong(String part) {
        return new JidException("The " + part + " is longer than " + MAX_PART_BYTES + " bytes");
    }

    /** Whether all characters are ASCII and printable; for them preparation is at most a matter of case. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static String enforce(String part, String text, Profile profile) {
        if (text.isEmpty()) {
            throw new JidException("The " + part + " is empty");
        }
        try {
            return profile.apply(text);
        } catch (RuntimeException e) {
            throw unfit(part);
        }
    }

    private static String bounded(String part, String prepared) {
        if (prepared.isEmpty()) {
            throw new JidException("The " + part + " is empty");
        }
        if (prepared.getBytes(StandardCharsets.UTF_8).length > MAX_PART_BYTES) {
            throw tooLong(part);
        }
        return prepared;
    }

    private static JidException unfit(String part) {
        return new JidException("The " + part + " holds characters that an address cannot have");
    }
}
