package org.ratatosk.server.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Where keys and certificates are, and what logins make of them. Immutable.
 *
 * @param certs the folder: what is missing there is made at the first start, signed by a certificate authority of its own
 * @param moreNames names that need certificates besides the hosted domains: hosts of web pages
 * @param channelBinding whether logins can be bound to the TLS connection (RFC 5802 section 6, XEP-0440)
 */
public record TlsConfig(Path certs, List<String> moreNames, boolean channelBinding) {
    /** Copies the list. */
    public TlsConfig {
        moreNames = List.copyOf(moreNames);
    }

    /** Certificates for the hosted domains alone. */
    public TlsConfig(Path certs) {
        this(certs, List.of(), false);
    }
}
