package org.ratatosk.trials.federation;

/** TLS from the first byte by IPv4. */
class DirectTlsTest extends DirectTls {
    DirectTlsTest() {
        super(Road.DIRECT_TLS, "127\\.0\\.0\\.\\d+:");
    }
}
