package org.ratatosk.server.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.Features;
import org.ratatosk.server.config.Limits;
import org.ratatosk.server.config.ServerConfig;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.TestServer;
import org.ratatosk.server.tls.TlsClient;

/**
 * What attackers have done to servers before, done to this one over real sockets. The numbers are those of the project's list of
 * security tests.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityTest {
    private static final String DTD = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>";
    private static final int BEFORE_LOGIN = 10_000;

    /** What may be under way in the buffers of both ends beyond what the server has read. */
    private static final int UNDER_WAY = 16 << 20;

    private final TestServer server = new TestServer();

    @BeforeAll
    void makeAccounts() {
        server.account("alice@example.test");
        server.account("bob@example.test");
        server.account("owner@example.test");
        server.account("alice@other.test");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static void assertEndsWith(RawClient client, String condition) {
        assertThat(client.untilEnd())
                .contains("<stream:error><" + condition + " ")
                .endsWith("</stream:stream>");
    }

    private static String headerWithoutDeclaration(String to) {
        return RawClient.header(to).substring("<?xml version='1.0'?>".length());
    }

    /** A client in each place where a stream can begin. */
    private RawClient at(String place) {
        return switch (place) {
            case "clear" -> RawClient.connect(server);
            case "direct" -> RawClient.connectDirect(server);
            case "secured" -> {
                RawClient client = RawClient.connect(server);
                client.open("example.test");
                client.until("</stream:features>");
                client.starttls();
                yield client;
            }
            case "authenticated" -> {
                RawClient client = RawClient.secure(server);
                client.send(RawClient.plain("alice", TestServer.PASSWORD));
                client.until("/>");
                yield client;
            }
            default -> throw new IllegalArgumentException(place);
        };
    }

    /** Security test 1: document types, at the begin of every stream. */
    @ParameterizedTest
    @ValueSource(strings = {"clear", "direct", "secured", "authenticated"})
    void t1RefusesDocumentTypes(String place) {
        try (RawClient client = at(place)) {
            client.send(DTD + headerWithoutDeclaration("example.test"));
            assertEndsWith(client, "restricted-xml");
        }
    }

    /** Security test 2: entities in attributes. */
    @ParameterizedTest
    @ValueSource(strings = {"clear", "direct", "secured", "authenticated"})
    void t2RefusesEntitiesInAttributes(String place) {
        try (RawClient client = at(place)) {
            client.send(DTD + headerWithoutDeclaration("&b;"));
            assertEndsWith(client, "restricted-xml");
        }
    }

    /** Security test 3: comments, processing instructions and entity references, before and after login. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!-- c -->",
                "<?p x?>",
                "<message><body>&eacute;</body></message>",
                "<message to='&eacute;'/>",
                "<message><!-- c --></message>",
                "<!DOCTYPE x>"
            })
    void t3RefusesWhatXmlAllowsAndStreamsDoNot(String xml) {
        try (RawClient stranger = RawClient.connect(server);
                RawClient client = RawClient.bound(server, "alice", "t3")) {
            stranger.open("example.test");
            stranger.until("</stream:features>");
            stranger.send(xml + " ");
            assertThat(stranger.untilEnd()).containsPattern("<(restricted-xml|not-well-formed) ");
            client.send(xml + " ");
            assertThat(client.untilEnd()).containsPattern("<(restricted-xml|not-well-formed) ");
        }
    }

    /** Security test 4: a login that never ends. */
    @Test
    void t4EndsALoginThatGrows() {
        try (RawClient client = RawClient.secure(server)) {
            client.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>");
            client.send("A".repeat(BEFORE_LOGIN + 1));
            assertEndsWith(client, "policy-violation");
        }
    }

    /** Security tests 5 and 7: tags that never end, too many attributes, too deep, too many declarations, white space. */
    @ParameterizedTest
    @ValueSource(strings = {"attribute", "name", "attributes", "depth", "declarations", "space", "elements"})
    void t5EndsWhatGrows(String kind) {
        String head = "";
        String unit = "a".repeat(4096);
        switch (kind) {
            case "attribute" -> head = "<message a='";
            case "name" -> head = "<";
            case "attributes" -> {
                head = "<message ";
                unit = numbered("a", "='' ");
            }
            case "depth" -> unit = "<a>".repeat(1000);
            case "declarations" -> {
                head = "<message ";
                unit = numbered("xmlns:n", "='u' ");
            }
            case "space" -> {
                head = "<message ";
                unit = " ".repeat(4096);
            }
            case "elements" -> {
                head = "<message>";
                unit = "<a/>".repeat(1000);
            }
            default -> throw new IllegalArgumentException(kind);
        }
        try (RawClient stranger = RawClient.connect(server);
                RawClient client = RawClient.bound(server, "alice", "t5")) {
            stranger.open("example.test");
            stranger.until("</stream:features>");
            for (RawClient attacker : List.of(stranger, client)) {
                attacker.send(head);
                assertThat(attacker.pour(unit.getBytes(UTF_8), 64L << 20)).isLessThan(UNDER_WAY);
                assertEndsWith(attacker, "policy-violation");
            }
        }
    }

    private static String numbered(String before, String after) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            text.append(before).append(i).append(after);
        }
        return text.toString();
    }

    /** Security test 7: white space in the header. */
    @Test
    void t7EndsAHeaderOfWhiteSpace() {
        try (RawClient client = RawClient.connect(server)) {
            client.send("<stream:stream ");
            assertThat(client.pour(" ".repeat(4096).getBytes(UTF_8), 64L << 20)).isLessThan(UNDER_WAY);
            assertEndsWith(client, "policy-violation");
        }
    }

    /** Security test 7: compression does not exist, whenever it is asked for. */
    @Test
    void t7RefusesCompression() {
        String compress = "<compress xmlns='http://jabber.org/protocol/compress'><method>zlib</method></compress>";
        try (RawClient stranger = RawClient.connect(server);
                RawClient client = RawClient.bound(server, "alice", "t7")) {
            stranger.open("example.test");
            assertThat(stranger.until("</stream:features>")).doesNotContain("compress");
            for (RawClient asking : List.of(stranger, client)) {
                asking.send(compress);
                assertThat(asking.until("</failure>")).contains("<unsupported-method/>");
            }
        }
    }

    /** Security test 6: slow and silent strangers are sent away after a minute, wherever they are. */
    @Test
    void t6SendsSlowStrangersAway() throws IOException {
        try (TestServer slow = new TestServer();
                RawClient dripping = RawClient.connect(slow);
                RawClient shaking = RawClient.connect(slow, slow.directTls());
                RawClient secure = RawClient.secure(slow)) {
            shaking.socket().getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1});
            String header = RawClient.header("example.test");
            dripping.send(header.substring(0, 1));
            dripping.send(header.substring(1, 60));
            Awaitility.await().until(() -> slow.server().connections() == 3);
            slow.clock().pass(Duration.ofSeconds(30));
            dripping.send(header.substring(60, 61));
            slow.clock().pass(Duration.ofSeconds(31));
            assertEndsWith(secure, "connection-timeout");
            assertEndsWith(dripping, "connection-timeout");
            // nothing is said to one who has not finished the handshake: the clock goes on until the last words are
            // given up
            Awaitility.await().until(() -> {
                slow.clock().pass(Duration.ofSeconds(1));
                return slow.server().connections() == 0;
            });
            shaking.untilEnd();
        }
    }

    /** Security test 6: one address has only so many connections, and gets room when it closes some. */
    @Test
    void t6BoundsTheConnectionsOfAnAddress() {
        try (TestServer small = new TestServer(config -> limited(config, 5), Features::all)) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                RawClient client = RawClient.connect(small);
                client.open("example.test");
                client.until("</stream:features>");
                clients.add(client);
            }
            try (RawClient sixth = RawClient.connect(small)) {
                assertThat(sixth.untilEnd()).isEmpty();
            }
            clients.forEach(RawClient::close);
            Awaitility.await().until(() -> small.server().connections() == 0);
            small.clock().pass(Duration.ofSeconds(1));
            RawClient.secure(small).close();
        }
    }

    private static ServerConfig limited(ServerConfig config, int perAddress) {
        return config.with(config.limits().with(new Limits.Connections(perAddress, perAddress, 10)));
    }

    /** Security test 6: connections that come and go leave nothing behind. */
    @Test
    void t6ForgetsClosedConnections() {
        try (TestServer busy = new TestServer(config -> limited(config, 1000), Features::all)) {
            for (int i = 0; i < 500; i++) {
                try (RawClient client = RawClient.connect(busy)) {
                    client.send("<stream:stream ");
                }
            }
            Awaitility.await().until(() -> busy.server().connections() == 0);
        }
    }

    /** Security test 8: a client cannot begin a second handshake. */
    @Test
    void t8RefusesRenegotiation() throws IOException {
        try (RawClient client = RawClient.connect(server, server.directTls())) {
            SSLSocket socket = (SSLSocket) TlsClient.trusting(server.authority())
                    .getSocketFactory()
                    .createSocket(client.socket(), "example.test", 0, true);
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
            socket.getOutputStream().write(RawClient.header("example.test").getBytes(UTF_8));
            assertThat(socket.getInputStream().read()).isEqualTo('<');

            assertThat(isCutOff(socket)).isTrue();
        }
    }

    /** Whether the server ends the connection when its client begins another handshake. */
    private static boolean isCutOff(SSLSocket socket) throws IOException {
        socket.setSoTimeout(3000);
        try {
            socket.startHandshake();
            while (socket.getInputStream().read() >= 0) {
                continue;
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SSLException | SocketException e) {
            return true;
        }
    }

    /** Security test 8: suites without forward secrecy or authenticated encryption, and null ones, are not spoken. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_RSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
                "TLS_RSA_WITH_NULL_SHA256"
            })
    void t8RefusesWeakSuites(String suite) {
        try (RawClient client = RawClient.connect(server, server.directTls())) {
            SSLSocket socket = (SSLSocket) TlsClient.trusting(server.authority())
                    .getSocketFactory()
                    .createSocket(client.socket(), "example.test", 0, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.2"});
            parameters.setCipherSuites(new String[] {suite});
            socket.setSSLParameters(parameters);
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Security test 8: direct TLS is for clients of XMPP, if they say what they are (XEP-0368). */
    @Test
    void t8NegotiatesTheProtocolOfDirectTls() {
        try (RawClient client = RawClient.connectDirect(server, "xmpp-client")) {
            assertThat(((SSLSocket) client.socket()).getApplicationProtocol()).isEqualTo("xmpp-client");
        }
        assertThatThrownBy(() -> RawClient.connectDirect(server, "h2")).isInstanceOf(UncheckedIOException.class);
    }

    /** Security test 9: what was said in the clear is not taken for something said inside TLS. */
    @Test
    void t9RefusesWordsBetweenStarttlsAndTls() {
        try (RawClient client = RawClient.connect(server)) {
            client.open("example.test");
            client.until("</stream:features>");
            client.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>" + RawClient.header("example.test")
                    + "<iq type='get' id='inj'><ping xmlns='urn:xmpp:ping'/></iq>");
            assertThat(client.untilEnd()).doesNotContain("proceed", "inj").contains("<policy-violation ");
        }
    }

    /** Some clients end the request for TLS with a line's end; it is dropped. */
    @Test
    void t9TakesALinesEndAfterStarttls() {
        try (RawClient client = RawClient.connect(server)) {
            client.open("example.test");
            client.until("</stream:features>");
            client.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>\r\n");
            client.until("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
            client.tls("example.test");
            client.open("example.test");
            client.until("PLAIN</mechanism>");
        }
    }

    /** Security test 9: what comes in the clear after the server agreed to TLS is no stream. */
    @Test
    void t9RefusesWordsInTheClearAfterProceed() {
        try (RawClient client = RawClient.connect(server)) {
            client.open("example.test");
            client.until("</stream:features>");
            client.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
            client.until("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
            client.open("example.test");
            assertThat(client.untilEnd()).doesNotContain("features");
        }
    }

    /** Security test 10. */
    @Test
    void t10RefusesASecondStarttls() {
        try (RawClient client = RawClient.secure(server)) {
            client.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
            assertThat(client.untilEnd()).contains("<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        }
    }

    /** Security test 10. */
    @Test
    void t10RefusesLoginsInTheClear() {
        try (RawClient client = RawClient.connect(server)) {
            client.open("example.test");
            assertThat(client.until("</stream:features>")).doesNotContain("mechanism");
            client.send(RawClient.plain("alice", TestServer.PASSWORD));
            assertThat(client.until("</failure>")).contains("<encryption-required/>");
            client.starttls();
            client.open("example.test");
            client.until("PLAIN</mechanism>");
        }
    }

    /** Security test 10: nothing but TLS can be had in the clear. */
    @ParameterizedTest
    @ValueSource(
            strings = {"<message to='bob@example.test'/>", "<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>"})
    void t10RefusesStanzasInTheClear(String stanza) {
        try (RawClient client = RawClient.connect(server)) {
            client.open("example.test");
            client.until("</stream:features>");
            client.send(stanza);
            assertEndsWith(client, "not-authorized");
        }
    }

    /** Security test 10. */
    @ParameterizedTest
    @ValueSource(strings = {"ANONYMOUS", "CRAM-MD5", "DIGEST-MD5", "EXTERNAL", "SCRAM-SHA-256-PLUS", "JIVE-SHA256", ""})
    void t10RefusesMechanismsThatAreNotOnOffer(String mechanism) {
        try (RawClient client = RawClient.secure(server)) {
            client.send(RawClient.auth(mechanism, "alice"));
            assertThat(client.until("</failure>")).contains("<invalid-mechanism/>");
        }
    }

    /** Security test 11. */
    @Test
    void t11RefusesToActAsSomebodyElse() {
        try (RawClient client = RawClient.secure(server)) {
            client.send(RawClient.auth("PLAIN", "alice\0bob\0" + TestServer.PASSWORD));
            assertThat(client.until("</failure>")).contains("<invalid-authzid/>");
            client.send(RawClient.auth("PLAIN", "alice@example.test\0bob\0" + TestServer.PASSWORD));
            assertThat(client.until("</failure>")).contains("<invalid-authzid/>");
            client.send(RawClient.auth("SCRAM-SHA-256", "n,a=alice@example.test,n=bob,r=abc"));
            assertThat(client.until("</failure>")).contains("<invalid-authzid/>");
        }
    }

    /** Security test 13: who does not exist looks like who does. */
    @ParameterizedTest
    @CsvSource({"SCRAM-SHA-256", "SCRAM-SHA-1"})
    void t13ShowsUnknownUsersAsKnownOnes(String mechanism) {
        List<String> answers = new ArrayList<>();
        for (String user : List.of("alice", "nobody-at-all")) {
            try (RawClient client = RawClient.secure(server)) {
                String first = challenge(client, mechanism, user);
                client.send("<abort xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
                assertThat(client.until("</failure>")).contains("<aborted/>");
                String second = challenge(client, mechanism, user);
                assertThat(first.substring(first.indexOf(",s="))).isEqualTo(second.substring(second.indexOf(",s=")));
                String nonce = second.replaceAll("r=([^,]*),.*", "$1");
                byte[] proof = new byte[mechanism.equals("SCRAM-SHA-1") ? 20 : 32];
                client.send(RawClient.response(
                        "c=biws,r=" + nonce + ",p=" + Base64.getEncoder().encodeToString(proof)));
                answers.add(second.replaceAll("r=[^,]*,s=[^,]*,", "") + client.until("</failure>"));
            }
        }
        assertThat(answers.get(0)).contains("i=10000", "<not-authorized/>").isEqualTo(answers.get(1));
    }

    private static String challenge(RawClient client, String mechanism, String user) {
        client.send(RawClient.auth(mechanism, "n,,n=" + user + ",r=clientnonce"));
        String challenge = client.until("</challenge>").replaceAll("(?s).*<challenge[^>]*>([^<]*)</challenge>", "$1");
        return new String(Base64.getDecoder().decode(challenge), UTF_8);
    }

    /** Security test 13: too many wrong passwords end the stream, then the tries, and lock nobody out elsewhere. */
    @Test
    void t13BoundsTheTries() {
        try (RawClient client = RawClient.secure(server)) {
            for (int i = 0; i < 5; i++) {
                client.send(RawClient.plain("alice@nowhere", "guess"));
                assertThat(client.until("</failure>")).contains("<not-authorized/>");
            }
            assertEndsWith(client, "policy-violation");
        }
    }

    /** Security test 13. */
    @Test
    void t13SlowsDownGuessing() {
        try (TestServer guessed = new TestServer()) {
            guessed.account("alice@example.test");
            for (int i = 0; i < 5; i++) {
                try (RawClient client = RawClient.secure(guessed)) {
                    client.send(RawClient.plain("alice", "guess"));
                    client.until("<not-authorized/>");
                }
            }
            try (RawClient client = RawClient.secure(guessed)) {
                client.send(RawClient.plain("alice", TestServer.PASSWORD));
                client.until("<temporary-auth-failure/>");
                guessed.clock().pass(Duration.ofSeconds(59));
                client.send(RawClient.plain("alice", TestServer.PASSWORD));
                client.until("<temporary-auth-failure/>");
            }
            guessed.clock().pass(Duration.ofSeconds(2));
            RawClient.authenticated(guessed, "alice").close();
        }
    }

    /** Security test 14, and the errors of RFC 6120 section 6.5. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<auth xmlns='NS' mechanism='PLAIN'>not base 64</auth>|incorrect-encoding",
                "<auth xmlns='NS' mechanism='PLAIN'>QQ</auth>|incorrect-encoding",
                "<auth xmlns='NS' mechanism='PLAIN'>=</auth>|malformed-request",
                "<auth xmlns='NS' mechanism='SCRAM-SHA-256'>cD10bHMtZXhwb3J0ZXIsLG49YWxpY2Uscj1hYmM=</auth>|malformed-request",
                "<response xmlns='NS'>YQ==</response>|malformed-request",
                "<abort xmlns='NS'/>|aborted",
                "<grant xmlns='NS'/>|malformed-request"
            })
    void t14RefusesMalformedLogins(String sent, String condition) {
        try (RawClient client = RawClient.secure(server)) {
            client.send(sent.replace("NS", "urn:ietf:params:xml:ns:xmpp-sasl"));
            assertThat(client.until("</failure>")).contains("<" + condition + "/>");
            client.send(RawClient.plain("alice", TestServer.PASSWORD));
            client.until("<success");
        }
    }

    /** RFC 6120 section 6.4.2: a client may wait to be asked for its first message. */
    @Test
    void asksForAFirstMessageThatDidNotCome() {
        try (RawClient client = RawClient.secure(server)) {
            client.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'/>");
            client.until("<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
            client.send(RawClient.response("\0alice\0" + TestServer.PASSWORD));
            client.until("<success");
        }
    }

    /** A login that does not wait for its answer could be an attempt to smuggle. */
    @Test
    void refusesWhatDoesNotWaitForTheLogin() {
        try (RawClient client = RawClient.secure(server)) {
            client.send(RawClient.plain("alice", TestServer.PASSWORD) + "<message to='bob@example.test'/>");
            assertThat(client.untilEnd()).doesNotContain("<success").contains("<policy-violation ");
        }
    }

    /** Security test 15. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message to='bob@example.test'><body>x</body></message>",
                "<presence/>",
                "<iq type='get' id='1'><query xmlns='jabber:iq:roster'/></iq>",
                "<iq type='set' id='1'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>",
                "<iq type='get' id='1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>"
            })
    void t15RefusesStanzasBeforeBinding(String stanza) {
        try (RawClient client = RawClient.authenticated(server, "alice")) {
            client.send(stanza);
            assertEndsWith(client, "not-authorized");
        }
    }

    /** Security test 15. */
    @Test
    void t15RefusesASecondBinding() {
        try (RawClient client = RawClient.bound(server, "alice", "t15")) {
            client.send("<iq type='set' id='again'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
            assertThat(client.until("</iq>")).contains("id='again'", "type='error'", "<not-allowed ");
            client.send("<iq type='set' id='s'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>");
            assertThat(client.until("/t15'/>")).contains("id='s'", "type='result'");
            client.send(RawClient.plain("bob", TestServer.PASSWORD));
            assertEndsWith(client, "unsupported-stanza-type");
        }
    }

    /** Security test 16: the host of a stream cannot change when it is restarted. */
    @Test
    void t16KeepsTheHostThroughRestarts() {
        try (RawClient secured = at("secured");
                RawClient authenticated = at("authenticated")) {
            for (RawClient client : List.of(secured, authenticated)) {
                client.open("other.test");
                assertThat(client.until(" id='")).contains("from='example.test'");
                assertEndsWith(client, "not-authorized");
            }
        }
    }

    /** Security test 17: the sender of a stanza is who has logged in. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message from='admin@example.test' to='bob@example.test/t17'><body>x</body></message>",
                "<presence type='subscribed' from='owner@example.test' to='bob@example.test'/>",
                "<iq type='result' id='1' from='example.test' to='bob@example.test/t17'/>"
            })
    void t17RefusesForeignSenders(String stanza) {
        try (RawClient bob = RawClient.bound(server, "bob", "t17");
                RawClient alice = RawClient.bound(server, "alice", "t17")) {
            bob.send("<presence type='subscribe' to='owner@example.test'/><iq type='get' id='r'>"
                    + "<query xmlns='jabber:iq:roster'/></iq>");
            assertThat(bob.until("</query>")).contains("ask='subscribe'");
            alice.send(stanza);
            assertEndsWith(alice, "invalid-from");
            bob.send("<iq type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>");
            assertThat(bob.until("id='p'"))
                    .doesNotContain("admin@", "id='1'", "<body>", "'subscribed'", "subscription='to'");
        }
    }

    /** Security test 17: what has no sender, or the right one, gets the full address of who has logged in. */
    @Test
    void t17StampsSenders() {
        try (RawClient bob = RawClient.bound(server, "bob", "t17");
                RawClient alice = RawClient.bound(server, "alice", "t17")) {
            bob.send("<presence/>");
            bob.until("<presence");
            alice.send("<message to='bob@example.test/t17' id='m1'><body>x</body></message>");
            assertThat(bob.until("</message>")).contains("from='alice@example.test/t17'");
            alice.send("<message from='alice@example.test' to='bob@example.test/t17' id='m2'><body>x</body></message>");
            assertThat(bob.until("</message>")).contains("from='alice@example.test/t17'");
        }
    }
}
