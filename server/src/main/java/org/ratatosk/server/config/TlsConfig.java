package org.ratatosk.server.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Where keys and certificates are, and what logins make of them. Immutable.
 *
 * @param certs the folder: what is missing there is made at the first start, signed by a certificate authority of its own
 * @param moreNames names that need certificates besides the hosted domains: hosts of web pages
 * @param channelBinding whether logins can be bound to the TLS connection (RFC 5802 section 6, XEP-0440)
 * @param engine does TLS with clients
 */
public record TlsConfig(Path certs, List<String> moreNames, boolean channelBinding, Engine engine) {
    /** What does TLS. */
    public enum Engine {
        /** Java itself; logins can be bound to a connection's keys ({@code tls-exporter}) from Java 25 on. */
        JAVA,
        /** Conscrypt, Google's library in native code; logins can be bound to a connection's keys with every Java. */
        CONSCRYPT
    }

    /** Copies the list. */
    public TlsConfig {
        moreNames = List.copyOf(moreNames);
    }

    /** Certificates for the hosted domains alone. */
    public TlsConfig(Path certs) {
        this(certs, List.of(), false, Engine.JAVA);
    }
}
