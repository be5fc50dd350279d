package org.ratatosk.server.dns;

import java.util.Optional;
import java.util.regex.Pattern;
import org.ratatosk.server.jid.Labels;

/** Domains as they stand in the DNS and in certificates: lower case, what is not ASCII as A-labels (RFC 5890). Immutable. */
public final class ALabels {
    private static final int MAX_DOMAIN = 253;

    /** What IDNA allows, and the underscore of service names. */
    private static final Pattern HOST = Pattern.compile("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");

    private ALabels() {}

    /**
     * A domain in A-labels; empty if it cannot be written in the DNS. A domain that would have to be changed on the way is refused: it may
     * be another's then.
     *
     * @param domain as in addresses, without a dot at its end; no IP address
     */
    public static Optional<String> of(String domain) {
        try {
            return Optional.of(Labels.ascii(domain))
                    .filter(ascii ->
                            ascii.length() <= MAX_DOMAIN && HOST.matcher(ascii).matches());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
