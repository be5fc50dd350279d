package org.ratatosk.trials.federation;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.BeforeAll;

/** TLS from the first byte by IPv6, where this machine has that. */
class DirectTlsByIpv6Test extends DirectTls {
    DirectTlsByIpv6Test() {
        super(Road.DIRECT_TLS_BY_IPV6, "\\[[0:]+1\\]:");
    }

    @BeforeAll
    @Override
    void start() throws Exception {
        assumeTrue(hasIpv6(), "this machine has no loopback address of IPv6, ::1");
        super.start();
    }

    private static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
