package org.ratatosk.benchmarks;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How the clients do TLS: 1.3 by the JDK with one cipher suite, so that all servers do the same work, and the certificate is looked at.
 * Immutable.
 */
final class Tls {
    static final String SUITE = "TLS_AES_128_GCM_SHA256";

    private Tls() {}

    /**
     * @param authority a file of certificates to believe; those of Java without one
     * @throws IOException if it cannot be read
     */
    static SslContext context(Optional<Path> authority) throws IOException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3")
                .ciphers(List.of(SUITE))
                .sessionCacheSize(1);
        if (authority.isPresent()) {
            try (InputStream certificates = Files.newInputStream(authority.get())) {
                builder.trustManager(certificates);
            }
        }
        return builder.endpointIdentificationAlgorithm("HTTPS").build();
    }
}
