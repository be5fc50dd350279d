package org.ratatosk.server.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.Features;
import org.ratatosk.server.config.TlsConfig;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.TestServer;

/** Security test 8 with OpenSSL, which shows and tries what the client in the JDK hides and does not. */
@Tag("clients")
class OpensslTest {
    private TestServer server = new TestServer();

    @TempDir
    private Path folder;

    private int runs;

    @AfterEach
    void stop() {
        server.close();
    }

    /** Connects by direct TLS, opens a stream, and returns what the program tells of the connection. */
    private String visit(String domain, String... options) throws IOException, InterruptedException {
        Path output = folder.resolve("output-" + runs++);
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "s_client",
                "-connect",
                "127.0.0.1:" + server.directTls().getPort(),
                "-servername",
                domain,
                "-CAfile",
                server.authority().toString()));
        command.addAll(List.of(options));
        Process openssl = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try (OutputStream words = openssl.getOutputStream()) {
            words.write((RawClient.header(domain) + "\n").getBytes(UTF_8));
            words.flush();
            Awaitility.await().until(() -> Files.readString(output).contains("</stream:features>"));
        }
        assertThat(openssl.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output);
    }

    /** A ticket is good for the domain that it was given for, and for no other domain of the same server. */
    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void t8TicketsAreForTheirDomainAlone(String version) throws Exception {
        String session = folder.resolve("session").toString();
        assertThat(visit("example.test", version, "-sess_out", session)).contains("New, TLSv1.");
        assertThat(visit("example.test", version, "-sess_in", session)).contains("Reused, TLSv1.");
        assertThat(visit("other.test", version, "-sess_in", session))
                .contains("New, TLSv1.", "subject=CN = other.test")
                .doesNotContain("Reused");
        server.server().certificates().reload();
        assertThat(visit("other.test", version, "-sess_in", session)).doesNotContain("Reused");
    }

    /** With Conscrypt, where a ticket would be good for all domains of a server, there are none. */
    @Test
    void t8ConscryptResumesNothing() throws Exception {
        server.close();
        server = new TestServer(
                config ->
                        config.with(new TlsConfig(config.tls().certs(), List.of(), false, TlsConfig.Engine.CONSCRYPT)),
                Features::all);
        String session = folder.resolve("session").toString();
        assertThat(visit("example.test", "-tls1_2", "-sess_out", session)).contains("New, TLSv1.2");
        assertThat(visit("example.test", "-tls1_2", "-sess_in", session)).contains("New, TLSv1.2");
        assertThat(visit("other.test", "-tls1_2", "-sess_in", session))
                .contains("New, TLSv1.2", "subject=CN = other.test");
        assertThat(visit("example.test", "-tls1_3", "-no_ticket")).contains("New, TLSv1.3", "Early data was not sent");
    }

    /** What is sent before the handshake ends could be sent again by others: the server does not take it. */
    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3"})
    void t8TakesNoEarlyData(String version) throws Exception {
        String session = folder.resolve("session").toString();
        assertThat(visit("example.test", version, "-sess_out", session)).contains("Max Early Data: 0");
        Path early = Files.writeString(folder.resolve("early"), RawClient.header("example.test"));
        assertThat(visit("example.test", version, "-sess_in", session, "-early_data", early.toString()))
                .contains("Early data was not sent")
                .doesNotContain("Early data was accepted");
    }

    /** The keys of an exchange are new for each connection, resumed or not (RFC 8446 section 2.2). */
    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3"})
    void t8ResumesWithNewKeys(String version) throws Exception {
        String session = folder.resolve("session").toString();
        visit("example.test", version, "-sess_out", session);
        assertThat(visit("example.test", version, "-sess_in", session))
                .contains("Reused, TLSv1.3")
                .containsPattern("(Server|Peer) Temp(orary)? Key: ");
    }
}
