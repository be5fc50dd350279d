package org.ratatosk.trials.federation;

import java.nio.file.Path;
import org.ratatosk.server.testing.TestDns;
import org.ratatosk.trials.Authority;

/**
 * What all servers of a play share.
 *
 * @param folder where each has its own
 * @param authority believed by all
 * @param dns asked by all
 */
record Surroundings(Path folder, Authority authority, TestDns dns) {
    /**
     * Tells the DNS where a domain is: an SRV record, whose target has an address. The target's name looks like the address, since
     * ejabberd asks the system about it, which asks no DNS server of tests.
     */
    void locate(String domain, String address, int port) {
        dns.add(
                "_xmpp-server._tcp." + domain + ". 300 IN SRV 0 0 " + port + " " + address + ".",
                address + ". 300 IN A " + address);
    }
}
