package org.ratatosk.server.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.TestServer;

/** What a client's stream must not have (RFC 6120 sections 4 to 7 and 11), each with the error that it ends with. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamErrorTest {
    private static final String ERROR_NS = "xmlns='urn:ietf:params:xml:ns:xmpp-streams'";
    private static final String STREAMS = " xmlns:stream='http://etherx.jabber.org/streams'";

    private final TestServer server = new TestServer();

    @BeforeAll
    void makeAccounts() {
        server.account("alice@example.test");
        server.account("bob@example.test");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static void assertEndsWith(RawClient client, String condition) {
        String rest = client.untilEnd();
        assertThat(rest)
                .contains("<stream:error><" + condition + " " + ERROR_NS)
                .endsWith("</stream:error></stream:stream>");
    }

    /** Sections 4.7 and 4.8: the server's header comes before any error, whatever came first. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<stream:stream xmlns='jabber:client' STREAMS to='nowhere.test' version='1.0'>|host-unknown",
                "<stream:stream xmlns='jabber:client' STREAMS to='alice@example.test' version='1.0'>|host-unknown",
                "<stream:stream xmlns='jabber:client' STREAMS version='1.0'>|host-unknown",
                "<stream:stream xmlns='jabber:client' STREAMS to='' version='1.0'>|host-unknown",
                "<stream:stream xmlns='jabber:server' STREAMS to='example.test' version='1.0'>|invalid-namespace",
                "<stream:stream STREAMS to='example.test' version='1.0'>|invalid-namespace",
                "<stream:stream xmlns='jabber:client' xmlns:stream='http://wrong' to='example.test' version='1.0'>|invalid-namespace",
                "<stream xmlns='http://etherx.jabber.org/streams' to='example.test' version='1.0'>|bad-namespace-prefix",
                "<s:stream xmlns='jabber:client' xmlns:s='http://etherx.jabber.org/streams' to='example.test' version='1.0'>|bad-namespace-prefix",
                "<stream:flow xmlns='jabber:client' STREAMS to='example.test' version='1.0'>|bad-format",
                "<stream:stream xmlns='jabber:client' STREAMS to='example.test'>|unsupported-version",
                "<stream:stream xmlns='jabber:client' STREAMS to='example.test' version='0.9'>|unsupported-version",
                "<stream:stream xmlns='jabber:client' STREAMS to='example.test' version='one'>|unsupported-version",
                "<stream:stream xmlns='jabber:client' STREAMS to='example.test' from='@' version='1.0'>|invalid-from",
                "<?xml version='1.0' encoding='ISO-8859-1'?><stream:stream xmlns='jabber:client' STREAMS to='example.test' version='1.0'>|unsupported-encoding",
                "GET / HTTP/1.1|not-well-formed",
                "<stream:stream xmlns='jabber:client' to='example.test' version='1.0'>|not-well-formed",
                "<a></b>|invalid-namespace"
            })
    void refusesHeaders(String sent, String condition) {
        try (RawClient client = RawClient.connect(server)) {
            client.send(sent.replace("STREAMS", STREAMS) + "\n\n");
            String all = client.untilEnd();
            assertThat(all)
                    .startsWith("<?xml version='1.0'?><stream:stream xmlns='jabber:client'")
                    .contains("id='");
            assertThat(all)
                    .contains("<stream:error><" + condition + " " + ERROR_NS)
                    .endsWith("</stream:stream>");
        }
    }

    @Test
    void answersAHeaderWithItsOwn() {
        try (RawClient client = RawClient.connect(server);
                RawClient other = RawClient.connect(server)) {
            client.open("EXAMPLE.test.");
            String header = client.until("<stream:features>");
            assertThat(header)
                    .contains("from='example.test'", "version='1.0'", "xml:lang='en'")
                    .doesNotContain(" to=");
            other.open("other.test");
            String otherHeader = other.until("<stream:features>");
            assertThat(otherHeader).contains("from='other.test'");
            assertThat(id(header)).hasSizeGreaterThanOrEqualTo(20).isNotEqualTo(id(otherHeader));
            assertThat(client.until("</stream:features>"))
                    .isEqualTo(
                            "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>");
        }
    }

    private static String id(String header) {
        return header.replaceAll("(?s).*id='([^']*)'.*", "$1");
    }

    @Test
    void answersALaterVersionWithItsOwn() {
        try (RawClient client = RawClient.connect(server)) {
            client.send(RawClient.header("example.test").replace("version='1.0'>", "version='2.7'>"));
            assertThat(client.until("</stream:features>")).contains("version='1.0'");
        }
    }

    @Test
    void offersLoginsInsideTlsAndBindingAfterThem() {
        try (RawClient client = RawClient.connect(server)) {
            client.open("example.test");
            client.until("</stream:features>");
            client.starttls();
            client.send(RawClient.header("example.test").replace(" to=", " from='alice@example.test' to="));
            assertThat(client.until("</stream:features>"))
                    .contains(
                            "<mechanism>SCRAM-SHA-256</mechanism><mechanism>SCRAM-SHA-1</mechanism><mechanism>PLAIN</mechanism>",
                            "to='alice@example.test'")
                    .doesNotContain("starttls");
            client.send(RawClient.plain("alice", TestServer.PASSWORD));
            client.until("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
            client.open("example.test");
            assertThat(client.until("</stream:features>"))
                    .contains("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>", "<sm xmlns='urn:xmpp:sm:3'/>")
                    .doesNotContain("mechanism", "starttls");
        }
    }

    @Test
    void refusesAHeaderFromSomebodyElseThanWhoHasLoggedIn() {
        try (RawClient client = RawClient.secure(server)) {
            client.send(RawClient.plain("alice", TestServer.PASSWORD));
            client.until("/>");
            client.send(RawClient.header("example.test").replace(" to=", " from='bob@example.test' to="));
            assertEndsWith(client, "invalid-from");
        }
    }

    /** Section 4.4. */
    @Test
    void answersTheEndOfAStream() {
        try (RawClient client = RawClient.bound(server, "alice", "end")) {
            client.send("</stream:stream>");
            assertThat(client.untilEnd()).endsWith("</stream:stream>").doesNotContain("error");
        }
    }

    /** Section 4.6.1: white space keeps a connection alive. */
    @Test
    void takesWhiteSpaceBetweenStanzas() {
        try (RawClient client = RawClient.bound(server, "alice", "space")) {
            client.send(" \n \t ");
            client.send("<iq type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>\n");
            assertThat(client.until("/>")).contains("type='result'");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text between stanzas|bad-format",
                "<unknown xmlns='urn:example'/>|unsupported-stanza-type",
                "<message xmlns='jabber:server'/>|unsupported-stanza-type",
                "<query/>|unsupported-stanza-type",
                "<message></iq>|not-well-formed",
                "<message><x:y/></message>|not-well-formed"
            })
    void refusesWhatIsNoStanza(String sent, String condition) {
        try (RawClient client = RawClient.bound(server, "alice", "wrong")) {
            client.send(sent + "<end/>");
            assertEndsWith(client, condition);
        }
    }

    /** Section 7.7.2.2: a client that takes a resource ends the one that had it. */
    @Test
    void endsAClientWhoseResourceIsTaken() {
        try (RawClient first = RawClient.bound(server, "alice", "desk");
                RawClient second = RawClient.bound(server, "alice", "desk")) {
            assertEndsWith(first, "conflict");
            second.send("<iq type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>");
            second.until("id='p'");
        }
    }

    @Test
    void bindsARandomResource() {
        try (RawClient client = RawClient.authenticated(server, "alice");
                RawClient other = RawClient.authenticated(server, "alice")) {
            String bind = "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>";
            client.send(bind);
            other.send(bind);
            String jid = client.until("</jid>");
            assertThat(jid).contains("id='b'", "<jid>alice@example.test/");
            assertThat(other.until("</jid>")).isNotEqualTo(jid);
        }
    }

    @Test
    void letsAClientTryAnotherResource() {
        try (RawClient client = RawClient.authenticated(server, "alice")) {
            client.send("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>"
                    + "x".repeat(1024) + "</resource></bind></iq>");
            assertThat(client.until("</iq>")).contains("type='error'", "<bad-request ");
            client.bind("shorter");
        }
    }

    /** What follows a request for a resource at once waits for it. */
    @Test
    void takesStanzasThatDoNotWaitForTheirResource() {
        try (RawClient client = RawClient.authenticated(server, "alice")) {
            client.send("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>"
                    + "<iq type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq></stream:stream>");
            assertThat(client.until("</jid></bind></iq>")).contains("id='b'");
            client.untilEnd();
        }
    }

    /** Section 13.12. */
    @Test
    void refusesAStanzaThatIsTooLarge() {
        try (RawClient client = RawClient.bound(server, "alice", "large")) {
            client.send("<message><body>");
            client.pour("word ".repeat(1000).getBytes(UTF_8), 1 << 20);
            assertEndsWith(client, "policy-violation");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void endsALoginThatTakesTooLong(boolean secure) {
        try (TestServer slow = new TestServer();
                RawClient client = secure ? RawClient.secure(slow) : RawClient.connect(slow)) {
            if (!secure) {
                client.open("example.test");
                client.until("</stream:features>");
            }
            slow.clock().pass(Duration.ofSeconds(61));
            assertEndsWith(client, "connection-timeout");
        }
    }

    @Test
    void saysGoodbyeWhenTheServerStops() {
        TestServer stopping = new TestServer();
        stopping.account("alice@example.test");
        try (RawClient client = RawClient.bound(stopping, "alice", "desk");
                RawClient stranger = RawClient.secure(stopping)) {
            stopping.close();
            assertEndsWith(client, "system-shutdown");
            assertEndsWith(stranger, "system-shutdown");
        }
    }
}
