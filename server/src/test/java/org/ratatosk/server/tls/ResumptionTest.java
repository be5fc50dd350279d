package org.ratatosk.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.config.TlsConfig.Engine;

/**
 * Security test 8: what a client that was here before may skip. {@code certs/README.md} tells the owner of the server what follows
 * from that; that a ticket opens no other domain is tested with a client that tries, {@code OpensslTest}.
 */
class ResumptionTest {
    @TempDir
    private Path folder;

    private Certificates open() {
        return new Certificates(folder, List.of("example.test", "other.test"), Instant::now, new SecureRandom());
    }

    private static ClientTls tls(Certificates certificates, Engine engine) {
        return new ClientTls(certificates, engine, new SecureRandom());
    }

    /** A client that keeps its sessions. */
    private static final class Visitor {
        private final SSLContext context;
        private final String protocol;

        Visitor(Path authority, String protocol) {
            this.context = TlsClient.trusting(authority);
            this.protocol = protocol;
        }

        /** The certificate that the client ends up with: of the handshake, or of the session that it went on with. */
        X509Certificate visit(ClientTls server, String sni) throws SSLException {
            return (X509Certificate) session(server, sni).getPeerCertificates()[0];
        }

        SSLSession session(ClientTls server, String sni) throws SSLException {
            SSLEngine client = context.createSSLEngine("server", 5223);
            client.setUseClientMode(true);
            SSLParameters parameters = client.getSSLParameters();
            parameters.setProtocols(new String[] {protocol});
            parameters.setServerNames(List.of(new SNIHostName(sni)));
            client.setSSLParameters(parameters);
            new Wires(client, server.engine("", List.of())).talk();
            return client.getSession();
        }
    }

    /** Carries records between two engines until neither has anything to say. */
    private static final class Wires {
        private final SSLEngine client;
        private final SSLEngine server;
        private final Deque<ByteBuffer> toClient = new ArrayDeque<>();
        private final Deque<ByteBuffer> toServer = new ArrayDeque<>();

        Wires(SSLEngine client, SSLEngine server) {
            this.client = client;
            this.server = server;
        }

        void talk() throws SSLException {
            client.beginHandshake();
            server.beginHandshake();
            while (moved(client, toClient, toServer) | moved(server, toServer, toClient)) {
                continue;
            }
        }

        private static boolean moved(SSLEngine engine, Deque<ByteBuffer> in, Deque<ByteBuffer> out)
                throws SSLException {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> {
                    engine.getDelegatedTask().run();
                    return true;
                }
                case NEED_WRAP -> {
                    ByteBuffer record = ByteBuffer.allocate(32 * 1024);
                    engine.wrap(ByteBuffer.allocate(0), record);
                    record.flip();
                    out.add(record);
                    return true;
                }
                default -> {
                    ByteBuffer next = in.peek();
                    if (next == null) {
                        return false;
                    }
                    engine.unwrap(next, ByteBuffer.allocate(32 * 1024));
                    if (!next.hasRemaining()) {
                        in.remove();
                    }
                    return true;
                }
            }
        }
    }

    private void renew(Certificates certificates, String domain) throws IOException {
        Files.delete(folder.resolve(domain + ".crt"));
        Files.delete(folder.resolve(domain + ".key"));
        assertThat(certificates.reload()).isTrue();
    }

    /** Who was here before goes on with its session, and is the same whatever the clock says: it began when the first one did. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientGoesOnWithItsSession(String protocol) throws IOException {
        Certificates certificates = open();
        ClientTls server = tls(certificates, Engine.JAVA);
        Visitor visitor = new Visitor(folder.resolve("ca.crt"), protocol);
        SSLSession first = visitor.session(server, "example.test");
        Awaitility.await().until(() -> System.currentTimeMillis() > first.getCreationTime());

        assertThat(visitor.session(server, "example.test").getCreationTime()).isEqualTo(first.getCreationTime());
        SSLSession another = new Visitor(folder.resolve("ca.crt"), protocol).session(server, "example.test");
        assertThat(another.getCreationTime()).isGreaterThan(first.getCreationTime());
    }

    /** Conscrypt would take up a session for another domain than that it was made for. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void nobodyGoesOnWithConscrypt(String protocol) throws IOException {
        ClientTls server = tls(open(), Engine.CONSCRYPT);
        Visitor visitor = new Visitor(folder.resolve("ca.crt"), protocol);
        SSLSession first = visitor.session(server, "example.test");
        Awaitility.await().until(() -> System.currentTimeMillis() > first.getCreationTime());
        assertThat(visitor.session(server, "example.test").getCreationTime()).isGreaterThan(first.getCreationTime());
    }

    /** After a renewal it goes on with what it has seen, or, where Java looks at that too, sees the new certificate. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aRenewalStopsNobody(String protocol) throws IOException {
        Certificates certificates = open();
        ClientTls server = tls(certificates, Engine.JAVA);
        Visitor visitor = new Visitor(folder.resolve("ca.crt"), protocol);
        X509Certificate first = visitor.visit(server, "example.test");
        renew(certificates, "example.test");
        X509Certificate renewed =
                certificates.of("example.test").orElseThrow().chain().get(0);

        assertThat(visitor.visit(server, "example.test")).isIn(first, renewed);
        assertThat(new Visitor(folder.resolve("ca.crt"), protocol).visit(server, "example.test"))
                .isEqualTo(renewed)
                .isNotEqualTo(first);
    }

    /** The keys of tickets die with the process: a ticket of the server's earlier life is worth nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aTicketDoesNotOutliveTheServer(String protocol) throws IOException {
        Certificates certificates = open();
        ClientTls server = tls(certificates, Engine.JAVA);
        Visitor visitor = new Visitor(folder.resolve("ca.crt"), protocol);
        X509Certificate first = visitor.visit(server, "example.test");
        renew(certificates, "example.test");
        assertThat(visitor.visit(tls(open(), Engine.JAVA), "example.test")).isNotEqualTo(first);
    }
}
