package org.ratatosk.server.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.config.FederationConfig.Security;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.testing.FakePeer;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.StanzaClient;
import org.ratatosk.server.testing.TestServer;
import org.ratatosk.server.testing.World;
import org.ratatosk.server.tls.Judgement;
import org.ratatosk.server.tls.TestCertificates;
import org.ratatosk.server.xml.Element;

/** Servers that speak out of turn, or come and go to no end: with TLS, and a judge who says what a test wants, when it wants. */
@Tag("also-federation")
class HostilePeerTest {
    private static final String BIDI = "<bidi xmlns='urn:xmpp:features:bidi'/>";
    private static final String DIALBACK = "<dialback xmlns='urn:xmpp:features:dialback'><errors/></dialback>";
    private static final String HEADER =
            "<?xml version='1.0'?><stream:stream xmlns='jabber:server' xmlns:db='jabber:server:dialback'"
                    + " xmlns:stream='http://etherx.jabber.org/streams' to='here.test' version='1.0' from='";

    private volatile CompletableFuture<Judgement> verdict =
            CompletableFuture.completedFuture(Judgement.by("a test", "it says so"));
    private final World world = new World((chain, domain, peer) -> verdict);
    private final TestServer here = world.serve("here.test");
    private final TestServer keeper = world.serve("keeper.test");
    private final StanzaClient alice = StanzaClient.present(here, "alice@here.test/desk");

    @AfterEach
    void stop() {
        alice.close();
        world.close();
    }

    private KeyManager[] keys() {
        return TestCertificates.keys(keeper.authority().getParent(), "keeper.test");
    }

    private void say(String to, String id) {
        alice.send(Element.builder(Stanza.NS, "message")
                .attr("id", id)
                .attr("to", to)
                .child("body", id)
                .build());
    }

    /** While a certificate is judged nothing that the other says counts, and it is told nothing. */
    @Test
    void whoSpeaksBeforeItsCertificateIsJudgedIsNotHeard() {
        verdict = new CompletableFuture<>();
        try (FakePeer victim = new FakePeer()) {
            world.place("victim.test", victim.address(), true);
            say("bob@victim.test", "secret");
            victim.accept();
            victim.tls(keys());
            victim.begin("victim.test", "x", BIDI + DIALBACK);
            victim.send("<db:result from='victim.test' to='here.test' type='valid'/>"
                    + "<message from='boss@victim.test' to='alice@here.test/desk'><body>spoofed</body></message>");
            assertThat(victim.until("</stream:stream>"))
                    .contains("<policy-violation ")
                    .doesNotContain("secret", "db:result");
            verdict.complete(Judgement.no("It signed itself"));
            assertThat(alice.receive().orElseThrow().toString())
                    .contains("type='error'", "speaks first")
                    .doesNotContain("spoofed");
        }
    }

    /** A stream of another server, both ways or one, proved by its certificate. */
    private RawClient come(String from, boolean bothWays) {
        RawClient client =
                RawClient.connect(here, here.server().serverStarttls().get(0));
        client.send(HEADER + from + "'>");
        client.until("</stream:features>");
        client.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        client.until("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        client.tlsAsServer("here.test", keys());
        client.send(HEADER + from + "'>");
        client.until("</stream:features>");
        client.send((bothWays ? "<bidi xmlns='urn:xmpp:bidi'/>" : "")
                + "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='EXTERNAL'>=</auth>");
        client.until("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
        client.send(HEADER + from + "'>");
        client.until("</stream:features>");
        return client;
    }

    private static String enable(RawClient stream) {
        stream.send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
        return stream.until(" max='").replaceAll("(?s).*<enabled [^>]*\\bid='([^']*)'.*", "$1");
    }

    private static void resume(RawClient stream, String id) {
        stream.send("<resume xmlns='urn:xmpp:sm:3' h='0' previd='" + id + "'/>");
    }

    private void awaitNoStream() {
        Awaitility.await()
                .until(() -> here.server().federation().peers().stream()
                        .allMatch(peer -> peer.address().isEmpty()));
    }

    /** What left before the other began to count is not sent again by a stream that goes on: then all of it goes again, in order. */
    @Test
    void whatWasSentBeforeItCountedComesBeforeWhatFollowed() {
        String id;
        try (RawClient first = come("evil.test", true)) {
            say("bob@evil.test", "one");
            first.until("<body>one</body>");
            id = enable(first);
            say("bob@evil.test", "two");
            first.until("<body>two</body>");
        }
        awaitNoStream();
        say("bob@evil.test", "three");
        try (RawClient second = come("evil.test", true)) {
            resume(second, id);
            assertThat(second.until("<body>three</body>"))
                    .containsSubsequence("<body>one</body>", "<body>two</body>", "<body>three</body>");
        }
    }

    @Test
    void whatWentBothWaysIsNotResumedByAStreamThatGoesOne() {
        String id;
        try (RawClient first = come("evil.test", true)) {
            id = enable(first);
        }
        awaitNoStream();
        try (RawClient second = come("evil.test", false)) {
            resume(second, id);
            assertThat(second.until("</failed>")).contains("<item-not-found ");
        }
    }

    @Test
    void ofAPairOneConnectionWaitsToBeResumed() {
        String first;
        try (RawClient stream = come("evil.test", false)) {
            first = enable(stream);
        }
        awaitNoStream();
        String second;
        try (RawClient stream = come("evil.test", false)) {
            second = enable(stream);
        }
        awaitNoStream();
        try (RawClient stream = come("evil.test", false)) {
            resume(stream, first);
            stream.until("</failed>");
            resume(stream, second);
            stream.until("<resumed ");
        }
    }

    /** Whoever has a domain has all names below it. */
    @Test
    void fewConnectionsWaitForAllNamesOfOneDomain() {
        String first = "";
        for (int i = 0; i <= 64; i++) {
            try (RawClient stream = come("n" + i + ".evil.test", false)) {
                String id = enable(stream);
                first = first.isEmpty() ? id : first;
            }
            awaitNoStream();
        }
        try (RawClient stream = come("n0.evil.test", false)) {
            resume(stream, first);
            stream.until("</failed>");
        }
    }

    /** Whoever is to be met by certificate only is not met by a key that was shown before. */
    @Test
    void aKeyIsNotBelievedOnceTheRuleAsksForACertificate() {
        here.server().federation().rule("lax.test", Optional.of(Security.DIALBACK));
        try (FakePeer lax = new FakePeer();
                RawClient stream = come("evil.test", false)) {
            verdict = CompletableFuture.completedFuture(Judgement.no("It signed itself"));
            world.place("lax.test", lax.address(), true);
            stream.send("<db:result from='lax.test' to='here.test'>0123</db:result>");
            lax.accept();
            here.server().federation().rule("lax.test", Optional.of(Security.SECURE));
            lax.tls(keys());
            lax.open("lax.test", "x", DIALBACK);
            String id = lax.until("</db:verify>").replaceAll("(?s).*<db:verify[^>]* id='([^']*)'.*", "$1");
            lax.send("<db:verify from='lax.test' to='here.test' id='" + id + "' type='valid'/>");
            assertThat(stream.until("</db:result>")).contains("type='error'", "<not-authorized ");
        }
    }

    /** A certificate proves many names at once. */
    @Test
    void aStreamSpeaksForSoManyDomains() {
        try (RawClient stream = come("evil.test", false)) {
            for (int i = 1; i < 100; i++) {
                stream.send("<db:result from='n" + i + ".test' to='here.test'>0</db:result>");
                stream.until("type='valid'");
            }
            stream.send("<db:result from='n100.test' to='here.test'>0</db:result>");
            assertThat(stream.until("</db:result>")).contains("type='error'", "<resource-constraint ");
        }
    }
}
