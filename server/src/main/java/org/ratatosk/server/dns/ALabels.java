package org.ratatosk.server.dns;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Domains as they stand in the DNS and in certificates: lower case, what is not ASCII as A-labels (RFC 5890). Immutable. */
public final class ALabels {
    private static final int MAX_DOMAIN = 253;

    /** What IDNA allows, and the underscore of service names. */
    private static final Pattern HOST = Pattern.compile("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");

    private ALabels() {}

    /**
     * A domain in A-labels; empty if it cannot be written in the DNS. A domain that would have to be changed on the way is refused:
     * older rules turn {@code straße} into {@code strasse}, which is another's domain.
     *
     * @param domain as in addresses, without a dot at its end; no IP address
     */
    public static Optional<String> of(String domain) {
        String lower = domain.toLowerCase(Locale.ROOT);
        try {
            String ascii = IDN.toASCII(lower, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            boolean same = ascii.equals(lower)
                    || IDN.toUnicode(ascii, IDN.ALLOW_UNASSIGNED).equals(lower);
            boolean fits = ascii.length() <= MAX_DOMAIN && HOST.matcher(ascii).matches();
            return same && fits ? Optional.of(ascii) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
