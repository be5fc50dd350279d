package org.ratatosk.server.stream.s2s;

import java.util.List;
import java.util.Optional;
import org.ratatosk.server.config.Network;
import org.ratatosk.server.config.Quota;
import org.ratatosk.server.dns.RegistrableDomain;

/**
 * How many keys of dialback are asked about at the same time: altogether, for the network that shows them, and for the domain that they
 * are to speak for. Since anybody can claim that, one network has only a few of the questions about one domain. Thread-safe.
 */
final class Questions {
    private static final int MAX = 400;
    private static final int MAX_OF_ONE = 25;
    private static final int MAX_OF_NETWORK_ABOUT_DOMAIN = 5;

    private final Quota ofEach = new Quota(MAX, MAX_OF_ONE);
    private final Quota ofBoth = new Quota(MAX, MAX_OF_NETWORK_ABOUT_DOMAIN);

    /**
     * Makes room for a question; running what is returned, once, ends it.
     *
     * @param address that shows the key, as an IP address
     * @param domain that the key is to speak for
     * @return empty if there is no room
     */
    Optional<Runnable> ask(String address, String domain) {
        String network = Network.of(address);
        String registrable = RegistrableDomain.of(domain);
        List<String> both = List.of(network + " " + registrable);
        List<String> each = List.of(network, registrable);
        if (ofBoth.take(both, 1).isPresent()) {
            return Optional.empty();
        }
        if (ofEach.take(each, 1).isPresent()) {
            ofBoth.give(both, 1);
            return Optional.empty();
        }
        return Optional.of(() -> {
            ofEach.give(each, 1);
            ofBoth.give(both, 1);
        });
    }
}
