package org.ratatosk.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.ratatosk.server.tls.Certificates;

/** Certificates for localhost, made once, and a client's side that trusts them. Immutable. */
record TestTls(SSLContext server, SSLContext client) {
    private static final TestTls SHARED = make();

    static TestTls shared() {
        return SHARED;
    }

    private static TestTls make() {
        try {
            Path folder = Files.createTempDirectory("ratatosk-web-certs");
            Certificates certificates = new Certificates(
                    folder, List.of("localhost", "console.localhost"), InstantSource.system(), new SecureRandom());
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null);
            try (var in = Files.newInputStream(folder.resolve("ca.crt"))) {
                trusted.setCertificateEntry(
                        "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext client = SSLContext.getInstance("TLS");
            client.init(null, trust.getTrustManagers(), null);
            return new TestTls(certificates.context(), client);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
