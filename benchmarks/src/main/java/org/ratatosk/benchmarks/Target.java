package org.ratatosk.benchmarks;

import io.netty.handler.ssl.SslContext;

/**
 * The server under load. Immutable.
 *
 * @param host where it listens
 * @param port the port for clients
 * @param domain the domain of the accounts
 * @param kind how a connection begins
 * @param tls whom to believe
 * @param password of all accounts
 */
record Target(String host, int port, String domain, Kind kind, SslContext tls, String password) {
    /** How a connection begins. */
    enum Kind {
        /** In the clear, and then by STARTTLS. */
        STARTTLS,
        /** With TLS at once. */
        DIRECT,
        /** With TLS at once, and nobody there but an echo: there is no login. */
        ECHO
    }

    /** The name of an account. */
    String name(int number) {
        return "bench" + number;
    }

    /** The bare address of an account. */
    String jid(int number) {
        return name(number) + "@" + domain;
    }
}
