package org.ratatosk.server.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.StringPreparation;
import com.ongres.scram.common.util.TlsServerEndpoint;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.Features;
import org.ratatosk.server.config.TlsConfig;
import org.ratatosk.server.config.TlsConfig.Engine;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.TestServer;
import org.ratatosk.server.tls.TlsClient;

/** XEP-0440 and RFC 5929: logins that are bound to the TLS connection, computed by the client's own end of it. */
@ParameterizedClass
@EnumSource
class ChannelBindingOverTlsTest {
    private final Engine engine;
    private final TestServer server;

    ChannelBindingOverTlsTest(Engine engine) {
        this.engine = engine;
        this.server = new TestServer(
                config -> config.with(new TlsConfig(config.tls().certs(), List.of(), true, engine)), Features::all);
    }

    @BeforeEach
    void makeAccount() {
        server.account("alice@example.test");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String features(RawClient client) {
        client.open("example.test");
        return client.until("</stream:features>");
    }

    private static SSLSession session(RawClient client) {
        return ((SSLSocket) client.socket()).getSession();
    }

    /** The method that Java has since 25. */
    private static Optional<MethodHandle> exporter() {
        try {
            return Optional.of(MethodHandles.publicLookup()
                    .findVirtual(
                            ExtendedSSLSession.class,
                            "exportKeyingMaterialData",
                            MethodType.methodType(byte[].class, String.class, byte[].class, int.class)));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return Optional.empty();
        }
    }

    private static String message(String xml, String element) {
        String text = xml.replaceAll("(?s).*<" + element + "[^>]*>([^<]*)</" + element + ">.*", "$1");
        return new String(Base64.getDecoder().decode(text), UTF_8);
    }

    private static void login(RawClient client, String type, byte[] data) throws Exception {
        ScramClient scram = ScramClient.builder()
                .advertisedMechanisms(List.of("SCRAM-SHA-256-PLUS"))
                .username("alice")
                .password(TestServer.PASSWORD.toCharArray())
                .channelBinding(type, data)
                .stringPreparation(StringPreparation.SASL_PREPARATION)
                .build();
        client.send(
                RawClient.auth("SCRAM-SHA-256-PLUS", scram.clientFirstMessage().toString()));
        scram.serverFirstMessage(message(client.until("</challenge>"), "challenge"));
        client.send(RawClient.response(scram.clientFinalMessage().toString()));
        scram.serverFinalMessage(message(client.until("</success>"), "success"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"starttls", "direct"})
    void aLoginIsBoundToTheServersCertificate(String port) throws Exception {
        for (int visit = 0; visit < 2; visit++) {
            try (RawClient client = port.equals("direct")
                    ? RawClient.connectDirect(server, "xmpp-client")
                    : RawClient.connect(server)) {
                if (port.equals("starttls")) {
                    assertThat(features(client)).doesNotContain("sasl-cb", "PLUS");
                    client.starttls();
                }
                assertThat(features(client))
                        .contains(
                                "<channel-binding type='tls-server-end-point'/>",
                                "<mechanism>SCRAM-SHA-256-PLUS</mechanism>",
                                "<mechanism>SCRAM-SHA-1-PLUS</mechanism>");
                X509Certificate shown = (X509Certificate) session(client).getPeerCertificates()[0];
                login(client, "tls-server-end-point", TlsServerEndpoint.getChannelBindingData(shown));
                assertThat(features(client)).contains("<bind ").doesNotContain("sasl-cb");
            }
        }
    }

    /** Unless the owner wants it there is no word of it: some clients get it wrong, and then cannot use SCRAM at all. */
    @Test
    void nothingIsOfferedUnlessItIsSwitchedOn() {
        try (TestServer usual = new TestServer();
                RawClient client = RawClient.connectDirect(usual, "xmpp-client")) {
            assertThat(features(client)).contains("SCRAM-SHA-256").doesNotContain("PLUS", "sasl-cb");
        }
    }

    /** Who goes on with an earlier TLS session is shown no certificate, and binds to the one that it was shown then. */
    @Test
    void aLoginIsBoundOnAConnectionThatWasResumed() throws Exception {
        SSLContext context = TlsClient.trusting(server.authority());
        long created = 0;
        for (int visit = 0; visit < 2; visit++) {
            try (RawClient client = RawClient.connect(server, server.directTls())) {
                client.tls(context, "example.test", new String[0]);
                assertThat(features(client)).contains("SCRAM-SHA-256-PLUS");
                X509Certificate shown = (X509Certificate) session(client).getPeerCertificates()[0];
                login(client, "tls-server-end-point", TlsServerEndpoint.getChannelBindingData(shown));
                features(client);
                if (visit > 0) {
                    assertThat(session(client).getCreationTime() == created).isEqualTo(engine == Engine.JAVA);
                }
                created = session(client).getCreationTime();
            }
        }
    }

    /** Since Java 25, or with Conscrypt, which {@code OpensslTest} asks with a client that can before; else it is not offered. */
    @Test
    void aLoginIsBoundToTheConnectionWhereJavaCan() throws Exception {
        Optional<MethodHandle> exporter = exporter();
        try (RawClient client = RawClient.connectDirect(server, "xmpp-client")) {
            String features = features(client);
            if (exporter.isEmpty()) {
                assertThat(features.contains("tls-exporter")).isEqualTo(engine == Engine.CONSCRYPT);
                return;
            }
            assertThat(features)
                    .containsSubsequence(
                            "<channel-binding type='tls-exporter'/>", "<channel-binding type='tls-server-end-point'/>");
            Object data;
            try {
                data = exporter.get()
                        .invoke((ExtendedSSLSession) session(client), "EXPORTER-Channel-Binding", new byte[0], 32);
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
            login(client, "tls-exporter", (byte[]) data);
        }
    }

    /** Security test 14: a certificate that the server does not show, and an offer that was taken away. */
    @Test
    void whoStandsInBetweenIsNoticed() throws Exception {
        try (RawClient client = RawClient.connectDirect(server, "xmpp-client")) {
            features(client);
            client.send(RawClient.auth("SCRAM-SHA-256", "y,,n=alice,r=abc"));
            assertThat(client.until("</failure>")).contains("<not-authorized/>");
            client.send(RawClient.auth("SCRAM-SHA-256-PLUS", "p=tls-server-end-point,,n=alice,r=abc"));
            String nonce = message(client.until("</challenge>"), "challenge").replaceAll("r=([^,]*),.*", "$1");
            String c = Base64.getEncoder()
                    .encodeToString("p=tls-server-end-point,,the hash of another certificate".getBytes(UTF_8));
            client.send(RawClient.response("c=" + c + ",r=" + nonce + ",p=" + "A".repeat(43) + "="));
            assertThat(client.until("</failure>")).contains("<malformed-request/>");
        }
    }
}
