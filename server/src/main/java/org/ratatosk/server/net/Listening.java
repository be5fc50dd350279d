package org.ratatosk.server.net;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.ratatosk.server.stream.Protocol;
import org.ratatosk.server.tls.Certificates;

/** What all sockets of a listener share. Thread-safe. */
interface Listening {
    /** Certificates and TLS. */
    Certificates certificates();

    /** Runs what TLS computes. */
    Executor cpu();

    /** The time. */
    InstantSource clock();

    /** Makes what is spoken over a socket. */
    Protocol.Factory protocols();
}
