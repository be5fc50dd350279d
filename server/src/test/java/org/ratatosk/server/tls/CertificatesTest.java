package org.ratatosk.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ratatosk.server.config.TlsConfig.Engine;

class CertificatesTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final InstantSource clock = now::get;

    private @Nullable Path trusted;

    @TempDir
    private Path folder;

    private Certificates open(String... domains) {
        return new Certificates(folder, List.of(domains), clock, new SecureRandom());
    }

    // what is made

    @Test
    void makesAnAuthorityAndACertificateForEachDomain() throws Exception {
        Certificates certificates = open("example.test", "other.test");

        X509Certificate other =
                certificates.of("other.test").orElseThrow().chain().get(0);
        assertThat(other.getSubjectAlternativeNames()).containsExactly(List.of(2, "other.test"));
        assertThat(other.getPublicKey().getAlgorithm()).isEqualTo("EC");
        assertThat(other.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(other.getBasicConstraints()).isEqualTo(-1);
        X509Certificate authority =
                Pem.certificates(certificates.authority().orElseThrow()).get(0);
        assertThat(authority.getBasicConstraints()).isZero();
        other.verify(authority.getPublicKey());
        assertThat(certificates.of("other.test").orElseThrow().fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
    }

    @Test
    void keepsKeysForTheOwnerAlone() throws IOException {
        open("example.test");
        for (String key : List.of("ca.key", "example.test.key")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(key))))
                    .isEqualTo("rw-------");
        }
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(4);
        }
    }

    @Test
    void usesWhatItHasMadeBefore() {
        String first = open("example.test").of("example.test").orElseThrow().fingerprint();
        assertThat(open("example.test").of("example.test").orElseThrow().fingerprint())
                .isEqualTo(first);
    }

    @Test
    void namesInternationalDomainsAsCertificatesWantIt() throws Exception {
        Certificates certificates = open("b\u00fccher.test", "[::1]");
        X509Certificate made =
                certificates.of("b\u00fccher.test").orElseThrow().chain().get(0);
        assertThat(made.getSubjectAlternativeNames()).containsExactly(List.of(2, "xn--bcher-kva.test"));
        assertThat(certificates.of("[::1]").orElseThrow().chain().get(0).getSubjectAlternativeNames())
                .containsExactly(List.of(7, InetAddress.getByName("::1").getHostAddress()));
    }

    @Test
    void renewsItsOwnCertificatesAMonthBeforeTheyEnd() {
        Certificates certificates = open("example.test");
        DomainCertificate first = certificates.of("example.test").orElseThrow();
        String authority =
                certificates.authority().map(Pem::certificates).orElseThrow().toString();

        now.set(first.expires().minus(Duration.ofDays(31)));
        assertThat(certificates.reload()).isFalse();
        now.set(first.expires().minus(Duration.ofDays(29)));
        assertThat(certificates.reload()).isTrue();

        assertThat(certificates.of("example.test").orElseThrow().expires()).isAfter(first.expires());
        assertThat(certificates.authority().map(Pem::certificates).orElseThrow().toString())
                .isEqualTo(authority);
    }

    // what is found

    /** Copies what another folder's authority made for a domain. */
    private void buy(String domain, Path chain, Path key) throws IOException {
        Path shop = Files.createTempDirectory(folder.getParent(), "shop");
        new Certificates(shop, List.of(domain), clock, new SecureRandom());
        trusted = shop.resolve("ca.crt");
        Files.createDirectories(chain.getParent());
        Files.copy(shop.resolve(domain + ".crt"), chain, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(shop.resolve(domain + ".key"), key, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void prefersTheFilesOfAnAcmeClientAndTakesThemUpWhileRunning() throws IOException {
        Certificates certificates = open("example.test");
        String made = certificates.of("example.test").orElseThrow().fingerprint();
        assertThat(certificates.reload()).isFalse();

        Path bought = folder.resolve("example.test");
        buy("example.test", bought.resolve("fullchain.pem"), bought.resolve("privkey.pem"));
        assertThat(certificates.reload()).isTrue();

        DomainCertificate now = certificates.of("example.test").orElseThrow();
        assertThat(now.fingerprint()).isNotEqualTo(made);
        assertThat(now.ours()).isFalse();
        assertThat(certificates.authority()).isEmpty();
        assertThat(subject(handshake(Engine.JAVA, certificates, "", "example.test")))
                .isEqualTo("CN=example.test");
    }

    @Test
    void usesTheOldCertificateOnWhenTheNewFilesAreWrong() throws IOException {
        Certificates certificates = open("example.test");
        String made = certificates.of("example.test").orElseThrow().fingerprint();
        Files.writeString(folder.resolve("example.test.crt"), "half a file");

        assertThat(certificates.reload()).isFalse();
        assertThat(certificates.of("example.test").orElseThrow().fingerprint()).isEqualTo(made);
    }

    @Test
    void saysWhichFileIsWrong() throws Exception {
        buy("example.test", folder.resolve("example.test.crt"), folder.resolve("example.test.key"));
        Path key = folder.resolve("example.test.key");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair stranger = generator.generateKeyPair();

        Pem.writeKey(key, stranger.getPrivate());
        assertThatThrownBy(() -> open("example.test"))
                .isInstanceOf(TlsException.class)
                .hasMessage(key + " is not the key of " + folder.resolve("example.test.crt"));
        Files.writeString(key, "nothing");
        assertThatThrownBy(() -> open("example.test")).hasMessage(key + " holds no private key in PEM form");
        Files.delete(key);
        assertThatThrownBy(() -> open("example.test")).hasMessageStartingWith(key + " cannot be read");
        Files.writeString(folder.resolve("example.test.crt"), "nothing");
        assertThatThrownBy(() -> open("example.test")).hasMessageContaining("holds no certificate");
    }

    @Test
    void tellsAProtectedKeyFromNoKey() throws IOException {
        buy("example.test", folder.resolve("example.test.crt"), folder.resolve("example.test.key"));
        Files.writeString(
                folder.resolve("example.test.key"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMBIwDQYJKoZIhvcNAQUNBQAEAQA=\n-----END ENCRYPTED PRIVATE KEY-----\n");
        assertThatThrownBy(() -> open("example.test")).hasMessageContaining("protected by a password");
    }

    @Test
    void noticesAFileOfTheSameSizeByItsTime() throws IOException {
        Certificates certificates = open("example.test");
        Path file = folder.resolve("example.test.crt");
        Files.setLastModifiedTime(
                file, FileTime.from(Files.getLastModifiedTime(file).toInstant().plusSeconds(5)));
        assertThat(certificates.reload()).isTrue();
    }

    // what is served

    private SSLEngine handshake(
            Engine engine, Certificates certificates, String hint, String sni, String... protocols) {
        try {
            SSLContext trusting = TlsClient.trusting(trusted == null ? folder.resolve("ca.crt") : trusted);
            SSLEngine client = trusting.createSSLEngine();
            client.setUseClientMode(true);
            SSLParameters parameters = client.getSSLParameters();
            if (!sni.isEmpty()) {
                parameters.setServerNames(List.of(new SNIHostName(sni)));
            }
            if (protocols.length > 0) {
                parameters.setProtocols(protocols);
            }
            client.setSSLParameters(parameters);
            shake(client, new ClientTls(certificates, engine, new SecureRandom()).engine(hint, List.of()));
            return client;
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets both sides talk until they are done, or one gives up. */
    private static void shake(SSLEngine client, SSLEngine server) throws SSLException {
        ByteBuffer toServer = ByteBuffer.allocate(64 * 1024);
        ByteBuffer toClient = ByteBuffer.allocate(64 * 1024);
        client.beginHandshake();
        server.beginHandshake();
        boolean moved = true;
        while (moved) {
            moved = move(client, toClient, toServer) | move(server, toServer, toClient);
        }
    }

    private static boolean move(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                engine.getDelegatedTask().run();
                return true;
            }
            case NEED_WRAP -> {
                engine.wrap(ByteBuffer.allocate(0), out);
                return true;
            }
            default -> {
                in.flip();
                boolean more = in.hasRemaining();
                if (more) {
                    engine.unwrap(in, ByteBuffer.allocate(64 * 1024));
                }
                in.compact();
                return more;
            }
        }
    }

    private static String subject(SSLEngine client) {
        try {
            X509Certificate shown = (X509Certificate) client.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsTheCertificateThatTheClientAsksFor(Engine engine) {
        Certificates certificates = open("example.test", "other.test", "b\u00fccher.test");
        assertThat(subject(handshake(engine, certificates, "", "other.test"))).isEqualTo("CN=other.test");
        assertThat(subject(handshake(engine, certificates, "other.test", "EXAMPLE.test")))
                .isEqualTo("CN=example.test");
        assertThat(subject(handshake(engine, certificates, "", "xn--bcher-kva.test")))
                .startsWith("CN=");
    }

    @ParameterizedTest
    @EnumSource
    void showsTheStreamsDomainToAClientThatAsksForNone(Engine engine) {
        Certificates certificates = open("example.test", "other.test");
        assertThat(subject(handshake(engine, certificates, "other.test", ""))).isEqualTo("CN=other.test");
        assertThat(subject(handshake(engine, certificates, "", ""))).isEqualTo("CN=example.test");
        assertThat(subject(handshake(engine, certificates, "", "elsewhere.test")))
                .isEqualTo("CN=example.test");
    }

    @ParameterizedTest
    @CsvSource({"JAVA,TLSv1.2", "JAVA,TLSv1.3", "CONSCRYPT,TLSv1.2", "CONSCRYPT,TLSv1.3"})
    void speaksModernTlsWithForwardSecrecy(Engine engine, String protocol) {
        SSLEngine client = handshake(engine, open("example.test"), "", "example.test", protocol);
        assertThat(client.getSession().getProtocol()).isEqualTo(protocol);
        assertThat(client.getSession().getCipherSuite()).matches("TLS_(AES|ECDHE)_.*");
    }

    /** Security test 8. */
    @ParameterizedTest
    @EnumSource
    void offersNeitherOldProtocolsNorWeakCiphers(Engine engine) {
        SSLEngine server =
                new ClientTls(open("example.test"), engine, new SecureRandom()).engine("", List.of("xmpp-client"));

        assertThat(server.getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
        assertThat(server.getEnabledCipherSuites())
                .allMatch(name -> name.matches("TLS_(AES|CHACHA20|ECDHE_ECDSA|ECDHE_RSA)_.*(GCM|POLY1305).*"));
        assertThat(server.getSSLParameters().getApplicationProtocols()).containsExactly("xmpp-client");
    }
}
