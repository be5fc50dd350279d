package org.ratatosk.server.net;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import org.ratatosk.server.stream.Protocol;

/**
 * What there is for a socket. Immutable.
 *
 * @param direct whether TLS begins with the first byte
 * @param tls makes TLS for one connection
 * @param cpu runs what TLS computes
 * @param clock the time
 * @param protocols makes what is spoken over a socket
 */
record Line(boolean direct, Tls tls, Executor cpu, InstantSource clock, Protocol.Factory protocols) {
    /** Makes this side of TLS for one connection. Thread-safe. */
    @FunctionalInterface
    interface Tls {
        /**
         * TLS for a connection.
         *
         * @param domain for the side that was connected to: whose certificate is shown unless SNI says otherwise; empty for the first
         * @param direct whether TLS begins with the first byte, so that ALPN tells the protocol
         */
        SSLEngine engine(String domain, boolean direct);
    }
}
