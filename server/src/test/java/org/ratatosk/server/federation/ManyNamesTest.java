package org.ratatosk.server.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.StanzaClient;
import org.ratatosk.server.testing.TestServer;
import org.ratatosk.server.testing.World;
import org.ratatosk.server.tls.TestCertificates;

/** Streams that name one domain and prove another, or that carry several (XEP-0220 section 2.4.1, XEP-0288). */
@Tag("also-federation")
class ManyNamesTest {
    private final World world = new World();
    private final TestServer here = world.serve("here.test", "second.test");
    private final TestServer peer = world.serve("peer.test");

    @AfterEach
    void stop() {
        world.close();
    }

    private static String header(String from) {
        return "<?xml version='1.0'?><stream:stream xmlns='jabber:server' xmlns:db='jabber:server:dialback'"
                + " xmlns:stream='http://etherx.jabber.org/streams' from='" + from + "' to='here.test' version='1.0'>";
    }

    /** A stream in both directions whose header names {@code claimed}, and that has proved to be {@code peer.test}. */
    private RawClient stream(String claimed) {
        KeyManager[] keys = TestCertificates.keys(peer.authority().getParent(), "peer.test");
        RawClient stream =
                RawClient.connect(here, here.server().serverStarttls().get(0));
        stream.send(header(claimed));
        stream.until("</stream:features>");
        stream.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        stream.until("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        stream.tlsAsServer("here.test", keys);
        stream.send(header(claimed));
        stream.until("</stream:features>");
        stream.send("<bidi xmlns='urn:xmpp:bidi'/><db:result from='peer.test' to='here.test'>k</db:result>");
        stream.until("type='valid'");
        return stream;
    }

    @Test
    void whoOnlyClaimsADomainGetsNothingThatIsForIt() {
        TestServer victim = world.serve("victim.test");
        try (StanzaClient alice = StanzaClient.present(here, "alice@here.test/d");
                StanzaClient bob = StanzaClient.present(victim, "bob@victim.test/d")) {
            RawClient first = stream("victim.test");
            String enabled = enabled(first);
            first.close();
            RawClient second = stream("victim.test");
            second.send(resume(enabled));
            second.until("<resumed ");
            alice.say("bob@victim.test", "a secret");
            assertThat(bob.hear()).isEqualTo("a secret");
            assertThat(here.server().federation().peers())
                    .filteredOn(state -> state.certificateNames().contains("peer.test"))
                    .isNotEmpty()
                    .allMatch(state -> state.domain().equals("peer.test"));
        }
    }

    @Test
    void aStreamThatCarriedTwoPairsIsMissedByBoth() {
        try (StanzaClient alice = StanzaClient.present(here, "alice@here.test/d");
                StanzaClient carol = StanzaClient.present(peer, "carol@peer.test/d")) {
            RawClient stream = stream("peer.test");
            proveToSecond(stream);
            alice.say("carol@peer.test", "one");
            stream.until("one");
            String ping = stream.until("<ping ");
            assertThat(here.server().federation().peers())
                    .filteredOn(state -> state.waiting() > 0)
                    .singleElement()
                    .satisfies(state -> assertThat(state.address()).isNotEmpty());
            stream.send("<iq type='result' from='peer.test' to='here.test' id='"
                    + ping.replaceAll("(?s).*<iq [^>]*id='([^']*)'.*", "$1") + "'/>");
            Awaitility.await()
                    .until(() -> here.server().federation().peers().stream().allMatch(state -> state.waiting() == 0));
            stream.close();
            Awaitility.await()
                    .until(() -> here.server().federation().peers().stream().noneMatch(state -> state.bidirectional()));
            alice.say("carol@peer.test", "two");
            assertThat(carol.hear()).isEqualTo("two");
        }
    }

    private static final String ENABLE = "<enable xmlns='urn:xmpp:sm:3' resume='true'/>";

    private static String enabled(RawClient stream) {
        stream.send(ENABLE);
        return stream.until("<enabled ") + stream.until("/>");
    }

    private static String resume(String enabled) {
        return "<resume xmlns='urn:xmpp:sm:3' h='0' previd='" + enabled.replaceAll("(?s).* id='([^']*)'.*", "$1")
                + "'/>";
    }

    private static void proveToSecond(RawClient stream) {
        stream.send("<db:result from='peer.test' to='second.test'>k</db:result>");
        stream.until("type='valid'");
    }

    /** Another stream proves one of the pairs, and what is sent again for the other would end it. */
    @Test
    void aStreamThatCarriesTwoPairsCannotBeResumed() {
        RawClient both = stream("peer.test");
        proveToSecond(both);
        assertThat(enabled(both)).doesNotContain("resume=", " id='");
        both.close();
    }

    @Test
    void aStreamCannotBeResumedOnceItCarriesTwoPairs() {
        try (StanzaClient bob = StanzaClient.present(here, "bob@second.test/d")) {
            RawClient first = stream("peer.test");
            String enabled = enabled(first);
            proveToSecond(first);
            first.close();
            RawClient next = stream("peer.test");
            next.send(resume(enabled));
            assertThat(next.until("</failed>")).contains("<item-not-found ");
            assertThat(enabled(next)).contains(" id='");
            proveToSecond(next);
            next.send("<message from='carol@peer.test' to='bob@second.test'><body>again</body></message>");
            assertThat(bob.hear()).isEqualTo("again");
            next.close();
        }
    }

    /** A stream that carries two pairs goes on with one that carried one: from then on both would be missed. */
    @Test
    void whatIsResumedOverAStreamOfTwoPairsIsNotResumedAgain() {
        RawClient first = stream("peer.test");
        String enabled = enabled(first);
        first.close();
        RawClient both = stream("peer.test");
        proveToSecond(both);
        both.send(resume(enabled));
        both.until("<resumed ");
        both.close();
        RawClient next = stream("peer.test");
        next.send(resume(enabled));
        assertThat(next.until("</failed>")).contains("<item-not-found ");
        next.close();
    }

    @Test
    void nobodyWaitsLongForAServerThatIsNotThere() {
        world.place("dead.test", World.nowhere(), false);
        here.account("alice@here.test");
        try (StanzaClient alice = StanzaClient.connect(here, Jid.of("alice@here.test/d"), true)) {
            alice.settle();
            alice.say("x@dead.test", "one");
            CompletableFuture<Void> accepted = CompletableFuture.runAsync(alice::settle);
            Awaitility.await().until(() -> {
                here.clock().pass(Duration.ofSeconds(1));
                return accepted.isDone();
            });
            assertThat(alice.accepted()).isEqualTo(alice.sent());
            assertThat(here.server().federation().peers()).anyMatch(state -> state.waiting() == 1);
        }
    }
}
