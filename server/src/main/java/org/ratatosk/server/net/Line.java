package org.ratatosk.server.net;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import org.ratatosk.server.stream.Protocol;

/**
 * What there is for a socket. Immutable.
 *
 * @param transport when TLS begins
 * @param tls makes TLS for one connection
 * @param cpu runs what TLS computes
 * @param clock the time
 * @param protocols makes what is spoken over a socket
 */
record Line(Transport transport, Tls tls, Executor cpu, InstantSource clock, Protocol.Factory protocols) {
    /** When TLS begins. */
    enum Transport {
        /** When it is asked for. */
        STARTTLS("STARTTLS"),
        /** With the first byte. */
        DIRECT_TLS("direct TLS"),
        /** Never. */
        PLAIN("no TLS");

        private final String words;

        Transport(String words) {
            this.words = words;
        }

        /** As people call it. */
        @Override
        public String toString() {
            return words;
        }
    }

    /** Whether TLS begins with the first byte. */
    boolean direct() {
        return transport == Transport.DIRECT_TLS;
    }

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
