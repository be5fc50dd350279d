package org.ratatosk.server.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ratatosk.server.config.Network;

/**
 * The part of a domain that somebody had to register, and below which they can have as many names as they like: the last two labels, or
 * three where a country keeps a second level for everybody, as {@code co.uk}. That is no list of public suffixes: people who share
 * such a suffix (as of a provider of dynamic names) count as one. Immutable.
 */
public final class RegistrableDomain {
    private static final Set<String> SECOND_LEVELS = Set.of(
            "ac", "asn", "co", "com", "edu", "gob", "gov", "gv", "id", "ltd", "me", "mil", "ne", "net", "nom", "or",
            "org", "plc", "sch");
    private static final int COUNTRY = 2;

    private RegistrableDomain() {}

    /**
     * The registrable part of a domain, as A-labels; of an IP address, its network.
     *
     * @param domain as in addresses: lower case, U-labels allowed
     */
    public static String of(String domain) {
        Optional<InetAddress> literal = AddressFilter.literal(domain);
        if (literal.isPresent()) {
            return Network.of(literal.get());
        }
        List<String> labels = List.of(ALabels.of(domain).orElse(domain).split("\\."));
        int count = labels.size();
        boolean country = count > COUNTRY
                && labels.get(count - 1).length() == COUNTRY
                && SECOND_LEVELS.contains(labels.get(count - 2));
        return String.join(".", labels.subList(Math.max(0, count - (country ? 3 : 2)), count));
    }
}
