package org.ratatosk.server.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.StringPreparation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.server.Features;
import org.ratatosk.server.config.TlsConfig;
import org.ratatosk.server.config.TlsConfig.Engine;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.TestServer;

/** RFC 9266 with Conscrypt: a login is bound to what OpenSSL computes at the other end of the connection. */
@Tag("clients")
class OpensslExporterTest {
    private static final Pattern MATERIAL = Pattern.compile("Keying material: ([0-9A-F]{64})");

    private final TestServer server = new TestServer(
            config -> config.with(new TlsConfig(config.tls().certs(), List.of(), true, Engine.CONSCRYPT)),
            Features::all);

    @TempDir
    private Path folder;

    private Process openssl;
    private Path output;

    @AfterEach
    void stop() throws InterruptedException {
        openssl.destroy();
        openssl.waitFor(20, TimeUnit.SECONDS);
        server.close();
    }

    private void connect(String version) throws IOException {
        output = folder.resolve("output");
        openssl = new ProcessBuilder(
                        "openssl",
                        "s_client",
                        version,
                        "-connect",
                        "127.0.0.1:" + server.directTls().getPort(),
                        "-servername",
                        "other.test",
                        "-alpn",
                        "xmpp-client",
                        "-verify_return_error",
                        "-CAfile",
                        server.authority().toString(),
                        "-keymatexport",
                        "EXPORTER-Channel-Binding",
                        "-keymatexportlen",
                        "32")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private String say(String words, String until) throws IOException {
        OutputStream in = openssl.getOutputStream();
        in.write((words + "\n").getBytes(UTF_8));
        in.flush();
        Awaitility.await().until(() -> Files.readString(output).contains(until));
        return Files.readString(output);
    }

    private static String message(String told, String element) {
        Matcher found = Pattern.compile("<" + element + "[^>]*>([^<]*)</").matcher(told);
        assertThat(found.find()).isTrue();
        return new String(Base64.getDecoder().decode(found.group(1)), UTF_8);
    }

    @Test
    void aLoginIsBoundToTheConnection() throws Exception {
        server.account("alice@other.test");
        connect("-tls1_3");
        String told = say(RawClient.header("other.test"), "</stream:features>");
        assertThat(told)
                .contains("subject=CN = other.test", "ALPN protocol: xmpp-client")
                .containsSubsequence(
                        "<channel-binding type='tls-exporter'/>", "<channel-binding type='tls-server-end-point'/>");
        Matcher material = MATERIAL.matcher(told);
        assertThat(material.find()).isTrue();
        ScramClient scram = ScramClient.builder()
                .advertisedMechanisms(List.of("SCRAM-SHA-256-PLUS"))
                .username("alice")
                .password(TestServer.PASSWORD.toCharArray())
                .channelBinding("tls-exporter", HexFormat.of().parseHex(material.group(1)))
                .stringPreparation(StringPreparation.SASL_PREPARATION)
                .build();
        String first =
                RawClient.auth("SCRAM-SHA-256-PLUS", scram.clientFirstMessage().toString());
        scram.serverFirstMessage(message(say(first, "</challenge>"), "challenge"));
        String last = RawClient.response(scram.clientFinalMessage().toString());
        scram.serverFinalMessage(message(say(last, "</success>"), "success"));
    }

    /** What it would export could be the same on two connections where the extended master secret is missing. */
    @Test
    void beforeTls13NothingIsExported() throws IOException {
        connect("-tls1_2");
        assertThat(say(RawClient.header("other.test"), "</stream:features>"))
                .contains("<channel-binding type='tls-server-end-point'/>")
                .doesNotContain("tls-exporter");
    }
}
