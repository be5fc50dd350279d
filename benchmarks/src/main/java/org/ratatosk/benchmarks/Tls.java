package org.ratatosk.benchmarks;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * How the clients do TLS: 1.3 by the JDK with one cipher suite, so that all servers do the same work, and the certificate is looked at.
 * Immutable.
 */
final class Tls {
    static final String SUITE = "TLS_AES_128_GCM_SHA256";

    private Tls() {}

    /** @param authority a file of certificates to believe; those of Java without one */
    static SslContext context(Optional<Path> authority) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3")
                .ciphers(List.of(SUITE))
                .sessionCacheSize(1);
        if (authority.isPresent()) {
            builder.trustManager(authority.get().toFile());
        }
        return builder.endpointIdentificationAlgorithm("HTTPS").build();
    }
}
