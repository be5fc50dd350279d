package org.ratatosk.trials.federation;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.testing.TestDns;
import org.ratatosk.trials.Authority;

/**
 * What all servers of a play share.
 *
 * @param folder where each has its own
 * @param authority believed by all
 * @param dns asked by all
 * @param road on which they meet
 * @param gates that stand before single domains
 */
record Surroundings(Path folder, Authority authority, TestDns dns, Road road, Map<String, Gate> gates) {
    /**
     * Tells the DNS where a domain is: an SRV record, whose target has an address. The target's name looks like the address, since
     * ejabberd asks the system about it, which asks no DNS server of tests.
     */
    void locate(String domain, String address, int port) {
        @Nullable Gate gate = gates.get(domain);
        if (gate == null) {
            write(domain, address, port);
        } else {
            gate.leadTo(address, port);
            write(domain, Gate.ADDRESS, gate.port());
        }
    }

    private void write(String domain, String address, int port) {
        dns.add(
                road.service() + "._tcp." + domain + ". 300 IN SRV 0 0 " + port + " " + address + ".",
                address + ". 300 IN " + (address.contains(":") ? "AAAA " : "A ") + address);
    }
}
