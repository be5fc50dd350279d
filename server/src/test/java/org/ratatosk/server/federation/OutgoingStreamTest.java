package org.ratatosk.server.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.config.FederationConfig.Security;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.testing.FakePeer;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.StanzaClient;
import org.ratatosk.server.testing.TestServer;
import org.ratatosk.server.testing.World;
import org.ratatosk.server.xml.Element;

/** What a server that was connected to may say, right and wrong (XEP-0220 section 2.6, RFC 6120 section 5), with a raw socket. */
@Tag("also-federation")
class OutgoingStreamTest {
    private static final String DIALBACK = "<dialback xmlns='urn:xmpp:features:dialback'><errors/></dialback>";

    private final World world = new World();
    private final TestServer lax = world.serve(World.security("fake.test", Security.PLAINTEXT), "lax.test");
    private final FakePeer fake = new FakePeer();
    private StanzaClient alice;

    @BeforeEach
    void login() {
        lax.account("alice@lax.test");
        world.place("fake.test", fake.address(), false);
        alice = StanzaClient.connect(lax, Jid.of("alice@lax.test/desk"), false);
        alice.send(Element.of(Stanza.NS, "presence"));
        alice.settle();
        alice.rest();
    }

    @AfterEach
    void stop() {
        alice.close();
        fake.close();
        world.close();
    }

    private void send() {
        alice.send(Element.builder(Stanza.NS, "message")
                .attr("id", "m")
                .attr("to", "bob@fake.test")
                .child("body", "hello")
                .build());
    }

    private String bounced() {
        return alice.receive().orElseThrow().toString();
    }

    @Test
    void sendsOnceItsDomainIsBelieved() {
        send();
        fake.accept();
        fake.open("fake.test", "stream-1", DIALBACK);
        fake.until("</db:result>");
        fake.send("<db:result from='fake.test' to='lax.test' type='valid'/>");
        assertThat(fake.until("</message>")).contains("from='alice@lax.test/desk'", "<body>hello</body>");
    }

    /** Opens a stream for a message and returns the ping behind the message. */
    private String pinged() {
        fake.accept();
        fake.open("fake.test", "stream-1", DIALBACK);
        fake.until("</db:result>");
        fake.send("<db:result from='fake.test' to='lax.test' type='valid'/>");
        assertThat(fake.until("</message>")).contains("id='m'");
        return fake.until("</iq>");
    }

    private int waiting() {
        return lax.server().federation().peers().stream()
                .mapToInt(peer -> peer.waiting())
                .sum();
    }

    /** Cuts a stream that is old enough for the next one to follow at once. */
    private void cutLater() {
        lax.clock().pass(Duration.ofSeconds(30));
        fake.cut();
    }

    /** It may have read the message when it died, or not; nothing says so. */
    @Test
    void sendsAgainWhatAServerMayNotHaveRead() {
        send();
        assertThat(pinged()).contains("to='fake.test'", "from='lax.test'", "urn:xmpp:ping");
        assertThat(waiting()).isEqualTo(1);
        cutLater();
        pinged();
        cutLater();
        pinged();
        cutLater();
        assertThat(bounced()).contains("<remote-server-timeout ", "it may have it, or not", "id='m'");
        assertThat(waiting()).isZero();
    }

    /** The answer comes over a stream of the other server's own. */
    @Test
    void keepsNothingOfWhatAServerHasRead() {
        send();
        String ping = pinged();
        RawClient theirs = RawClient.connect(lax, lax.server().serverStarttls().get(0));
        theirs.send("<?xml version='1.0'?><stream:stream xmlns='jabber:server' xmlns:db='jabber:server:dialback'"
                + " xmlns:stream='http://etherx.jabber.org/streams' from='fake.test' to='lax.test' version='1.0'>");
        String id = theirs.until("</stream:features>").replaceAll("(?s).*<stream:stream[^>]* id='([^']*)'.*", "$1");
        theirs.send("<db:result from='fake.test' to='lax.test'>key</db:result>");
        try (FakePeer authority = fake.another()) {
            authority.accept();
            authority.open("fake.test", "stream-2", DIALBACK);
            authority.until("</db:verify>");
            authority.send("<db:verify from='fake.test' to='lax.test' id='" + id + "' type='valid'/>");
            theirs.until("type='valid'");
        }
        theirs.send("<iq type='result' from='fake.test' to='lax.test' id='"
                + ping.replaceAll("(?s).*id='([^']*)'.*", "$1") + "'/>");
        Awaitility.await().until(() -> waiting() == 0);
        fake.cut();
        send();
        assertThat(pinged().split("id='m'", -1)).as("the second only").hasSize(1);
        alice.settle();
        assertThat(alice.rest()).isEmpty();
        theirs.close();
    }

    @Test
    void dropsAnswersToWhatItDidNotAsk() {
        send();
        fake.accept();
        fake.open("fake.test", "stream-1", DIALBACK);
        fake.until("</db:result>");
        fake.send("<db:result from='other.test' to='lax.test' type='valid'/>"
                + "<db:result from='fake.test' to='other.test' type='valid'/>"
                + "<db:verify from='fake.test' to='lax.test' id='stream-1' type='valid'/>"
                + "<db:result from='fake.test' to='lax.test' type='invalid'/>");
        assertThat(bounced()).contains("<internal-server-error ", "fake.test says that lax.test is not this server");
    }

    /** XEP-0288: without that, stanzas go one way. */
    @Test
    void takesNoStanzasFromAServerThatItHasCalled() {
        send();
        fake.accept();
        fake.open("fake.test", "stream-1", DIALBACK);
        fake.until("</db:result>");
        fake.send("<db:result from='fake.test' to='lax.test' type='valid'/>");
        fake.until("</message>");
        fake.send("<message from='bob@fake.test' to='alice@lax.test'><body>back</body></message>");
        assertThat(fake.until("</stream:stream>")).contains("<unsupported-stanza-type ");
        assertThat(alice.rest()).isEmpty();
    }

    private void answerTheKey(String answer) {
        fake.accept();
        fake.open("fake.test", "stream-1", DIALBACK);
        fake.until("</db:result>");
        fake.send(answer);
    }

    private static String error(String condition, String type) {
        return "<db:result from='fake.test' to='lax.test' type='error'><error type='" + type + "'><" + condition
                + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></db:result>";
    }

    /** XEP-0220 section 2.1.1. */
    @ParameterizedTest
    @ValueSource(strings = {"item-not-found", "forbidden", "not-authorized", "not-acceptable", "policy-violation"})
    void saysWhatAnErrorOfDialbackSays(String condition) {
        send();
        answerTheKey(error(condition, "cancel"));
        assertThat(bounced())
                .contains("<remote-server-timeout ", "could not make sure of lax.test (dialback): " + condition);
    }

    /** An end in place of an answer is like an error (XEP-0220 section 2.1.1). */
    @Test
    void takesAnEndInPlaceOfAnAnswerForAnError() {
        send();
        answerTheKey("<stream:error><not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>");
        assertThat(bounced()).contains("<remote-server-timeout ", "has ended the stream: not-authorized");
    }

    private void believes() {
        fake.accept();
        fake.open("fake.test", "stream-2", DIALBACK);
        fake.until("</db:result>");
        fake.send("<db:result from='fake.test' to='lax.test' type='valid'/>");
        fake.until("</message>");
    }

    private void waitForError(String words) {
        Awaitility.await()
                .until(() -> lax.server().federation().peers().stream()
                        .anyMatch(peer -> peer.lastError().contains(words)));
        assertThat(alice.rest()).isEmpty();
    }

    /** That the other server did not reach this one to ask about the key may pass, whatever type it gives that (section 2.5). */
    @ParameterizedTest
    @ValueSource(strings = {"remote-server-not-found", "remote-connection-failed", "remote-server-timeout"})
    void triesAgainIfItCouldNotBeAsked(String condition) {
        send();
        answerTheKey(error(condition, "cancel"));
        waitForError(condition);
        lax.clock().pass(Duration.ofSeconds(2));
        believes();
    }

    @Test
    void whatWaitsComesBackIfItCouldNotBeAskedForLong() {
        send();
        answerTheKey(error("remote-server-not-found", "cancel"));
        waitForError("remote-server-not-found");
        lax.clock().pass(Duration.ofSeconds(61));
        assertThat(bounced()).contains("<remote-server-timeout ", "could not make sure of lax.test (dialback)");
    }

    /** An error that may pass (RFC 6120 section 8.3.2) is no refusal: the message waits, and leaves with the next attempt. */
    @Test
    void triesAgainAfterAnErrorOfDialbackThatMayPass() {
        send();
        answerTheKey(error("resource-constraint", "wait"));
        waitForError("resource-constraint");
        lax.clock().pass(Duration.ofSeconds(2));
        believes();
    }

    @Test
    void insistsOnEncryption() {
        world.place("strict.test", fake.address(), false);
        alice.send(Element.builder(Stanza.NS, "message")
                .attr("to", "bob@strict.test")
                .child("body", "secret")
                .build());
        fake.accept();
        fake.open("strict.test", "stream-1", DIALBACK);
        assertThat(fake.until("</stream:stream>")).doesNotContain("secret", "db:result");
        assertThat(bounced()).contains("strict.test offers no encryption");
    }

    /** A stream that nobody ends is given up after a minute. */
    /** It believes who this is, and leaves it at that: an attempt that holds its turn for as long as the other likes. */
    @Test
    void givesUpOnAServerThatSaysNothingAfterTheProof() {
        send();
        fake.accept();
        fake.open("fake.test", "stream-1", DIALBACK + "<sm xmlns='urn:xmpp:sm:3'/>");
        fake.until("</db:result>");
        fake.send("<db:result from='fake.test' to='lax.test' type='valid'/>");
        fake.until("<enable ");
        lax.clock().pass(Duration.ofSeconds(61));
        assertThat(fake.until("</stream:stream>")).contains("<connection-timeout ");
        assertThat(bounced()).contains("<remote-server-timeout ");
    }

    @Test
    void givesUpOnAServerThatSaysNothing() {
        send();
        fake.accept();
        fake.open("fake.test", "stream-1", DIALBACK);
        fake.until("</db:result>");
        lax.clock().pass(Duration.ofSeconds(61));
        assertThat(fake.until("</stream:stream>")).contains("<connection-timeout ");
        Awaitility.await()
                .until(() -> lax.server().federation().peers().stream()
                        .allMatch(peer -> peer.address().isEmpty()));
        assertThat(bounced()).contains("<remote-server-timeout ");
    }
}
