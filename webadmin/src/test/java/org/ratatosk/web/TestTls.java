package org.ratatosk.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.ratatosk.server.tls.Certificates;

/** Certificates for localhost, made once, and a client's side that trusts them. Immutable. */
record TestTls(Certificates certificates, SSLContext client) {
    private static final List<String> NAMES = List.of("localhost", "console.localhost");
    private static final TestTls SHARED = make();

    static TestTls shared() {
        return SHARED;
    }

    SSLContext server() {
        return certificates.context();
    }

    /** Whether the server made a certificate itself. */
    boolean made(X509Certificate shown) {
        return certificates.all().stream()
                .anyMatch(one -> one.ours() && one.chain().get(0).equals(shown));
    }

    private static TestTls make() {
        try {
            Path folder = Files.createTempDirectory("ratatosk-web-certs");
            return new TestTls(certificates(folder), client(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server to which somebody else's authority gave the certificate for localhost. */
    static TestTls bought(Path folder) {
        try {
            Path seller = Files.createDirectory(folder.resolve("seller"));
            certificates(seller);
            Path own = Files.createDirectories(folder.resolve("own"));
            Path bought = Files.createDirectory(own.resolve("localhost"));
            Files.copy(seller.resolve("localhost.crt"), bought.resolve("fullchain.pem"));
            Files.copy(seller.resolve("localhost.key"), bought.resolve("privkey.pem"));
            return new TestTls(certificates(own), client(seller));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Certificates certificates(Path folder) {
        return new Certificates(folder, NAMES, InstantSource.system(), new SecureRandom());
    }

    private static SSLContext client(Path folder) throws IOException {
        try (var in = Files.newInputStream(folder.resolve("ca.crt"))) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null);
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext client = SSLContext.getInstance("TLS");
            client.init(null, trust.getTrustManagers(), null);
            return client;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
