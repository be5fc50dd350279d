package org.ratatosk.server.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which programs take part under a domain of their own (XEP-0114), and where they connect. Immutable.
 *
 * @param listen where they connect, without TLS
 * @param allowNetwork whether that may be anywhere else than on loopback addresses
 * @param domains the components by their domains, in lower case; nothing listens if there are none
 */
public record ComponentsConfig(List<ListenAddress> listen, boolean allowNetwork, Map<String, Access> domains) {
    /** There are none. */
    public static final ComponentsConfig NONE = new ComponentsConfig(List.of(), false, Map.of());

    /** Characters of a secret at least: whoever has seen a handshake can try others as fast as they like. */
    public static final int SHORTEST_SECRET = 16;

    /**
     * How a component connects.
     *
     * @param secret what it proves to know
     * @param connections how many it may have at the same time
     */
    public record Access(String secret, int connections) {
        /** @throws IllegalArgumentException if the secret is too short, or no connection is allowed */
        public Access {
            if (secret.length() < SHORTEST_SECRET || connections < 1) {
                throw new IllegalArgumentException(
                        "A component needs a secret of " + SHORTEST_SECRET + " characters, and a connection");
            }
        }

        /** The secret is not shown. */
        @Override
        public String toString() {
            return "Access[secret=(hidden), connections=" + connections + "]";
        }
    }

    /** @throws IllegalArgumentException if it listens where it may not; the message tells the owner what to do */
    public ComponentsConfig {
        listen = List.copyOf(listen);
        domains = Map.copyOf(domains);
        for (ListenAddress address : listen) {
            if (!allowNetwork && !address.isLoopback()) {
                throw new IllegalArgumentException(
                        address + " can be reached from elsewhere, where everybody on the way can read and change what"
                                + " components say, since they speak without TLS. Listen on a loopback address such as"
                                + " 127.0.0.1:5347, or set components.allow-network = on");
            }
        }
    }

    /** Where it is listened: nowhere if there are no components. */
    public List<ListenAddress> addresses() {
        return domains.isEmpty() ? List.of() : listen;
    }

    /**
     * What is wrong with a domain for a component, in words that follow its name; empty if nothing is.
     *
     * @param hosted the hosted domains
     */
    public static Optional<String> problem(String domain, List<String> hosted) {
        if (hosted.contains(domain)) {
            return Optional.of("is one of the server's own \"domains\", which belongs to accounts");
        }
        boolean below = hosted.stream().anyMatch(own -> domain.endsWith("." + own));
        return below ? Optional.empty() : Optional.of("is not below one of the server's \"domains\"");
    }
}
