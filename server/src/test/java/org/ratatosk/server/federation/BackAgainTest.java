package org.ratatosk.server.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.config.FederationConfig.Bounds;
import org.ratatosk.server.config.FederationConfig.Security;
import org.ratatosk.server.stream.s2s.Step;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.StanzaClient;
import org.ratatosk.server.testing.TestServer;
import org.ratatosk.server.testing.World;
import org.ratatosk.server.tls.TestCertificates;

/** A domain that could not be reached, and shows that it is back before the pause after that has ended. */
@Tag("also-federation")
class BackAgainTest {
    private final World world = new World();
    private final TestServer here = world.serve(World.bounds(BackAgainTest::pausing), "here.test");
    private final TestServer there = world.serve("there.test");
    private final StanzaClient alice = StanzaClient.present(here, "alice@here.test/d");
    private final StanzaClient bob = StanzaClient.present(there, "bob@there.test/d");

    @AfterEach
    void stop() {
        alice.close();
        bob.close();
        world.close();
    }

    /** The first pause is longer than anything waits. */
    private static Bounds pausing(Bounds usual) {
        return new Bounds(
                usual.waitingStanzas(),
                usual.waitingBytes(),
                usual.allWaitingBytes(),
                usual.waitingTime(),
                usual.connectTime(),
                usual.idleTime(),
                Duration.ofHours(1),
                Duration.ofHours(1),
                usual.stanzaBytes());
    }

    /** Says something to bob, and is told that he cannot be reached. */
    private void sayInVain() {
        alice.say("bob@there.test", "in vain");
        assertThat(alice.receive().orElseThrow().toString()).contains("cannot be reached");
    }

    private void goAway() {
        world.place("there.test", World.nowhere(), false);
        sayInVain();
        world.place("there.test", there.server().serverStarttls().get(0), false);
        sayInVain();
    }

    private static String header() {
        return "<?xml version='1.0'?><stream:stream xmlns='jabber:server' xmlns:db='jabber:server:dialback'"
                + " xmlns:stream='http://etherx.jabber.org/streams' from='there.test' to='here.test' version='1.0'>";
    }

    /** A stream in one direction, on which its other end proves to be {@code there.test}. */
    private RawClient prove() {
        KeyManager[] keys = TestCertificates.keys(there.authority().getParent(), "there.test");
        RawClient stream =
                RawClient.connect(here, here.server().serverStarttls().get(0));
        stream.send(header());
        stream.until("</stream:features>");
        stream.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        stream.until("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        stream.tlsAsServer("here.test", keys);
        stream.send(header());
        stream.until("</stream:features>");
        stream.send("<db:result from='there.test' to='here.test'>k</db:result>");
        stream.until("type='valid'");
        return stream;
    }

    @Test
    void whoTalksToUsIsAnswered() {
        goAway();
        try (RawClient stream = prove()) {
            stream.send("<message from='bob@there.test' to='alice@here.test'><body>I am back</body></message>");
            assertThat(alice.hear()).isEqualTo("I am back");
            alice.say("bob@there.test", "welcome");
            assertThat(bob.hear()).isEqualTo("welcome");
        }
    }

    /** To show the same proof again says nothing new, and would let a stream end pauses as often as it likes. */
    @Test
    void aProofEndsOnePause() {
        goAway();
        try (RawClient stream = prove()) {
            world.place("there.test", World.nowhere(), false);
            sayInVain();
            world.place("there.test", there.server().serverStarttls().get(0), false);
            stream.send("<db:result from='there.test' to='here.test'>k</db:result>");
            stream.until("type='valid'");
            sayInVain();
        }
    }

    private void assertTestGoesWell() {
        List<Step> steps = new CopyOnWriteArrayList<>();
        here.server()
                .federation()
                .test("here.test", "there.test", steps::add)
                .toCompletableFuture()
                .join();
        assertThat(steps).allMatch(Step::done);
        assertThat(steps.stream().map(Step::kind))
                .containsExactly(
                        Step.Kind.POLICY,
                        Step.Kind.DNS,
                        Step.Kind.CONNECT,
                        Step.Kind.TLS,
                        Step.Kind.CERTIFICATE,
                        Step.Kind.STREAM,
                        Step.Kind.PING);
        alice.say("bob@there.test", "welcome");
        assertThat(bob.hear()).isEqualTo("welcome");
    }

    @Test
    void aTestEndsThePauseOfTheDomain() {
        goAway();
        assertTestGoesWell();
    }

    /** A server that was there and would not have this own domain makes the pair pause, not the domain. */
    @Test
    void aTestEndsThePauseOfThePair() {
        there.server().federation().rule("here.test", Optional.of(Security.BLOCKED));
        sayInVain();
        there.server().federation().rule("here.test", Optional.empty());
        sayInVain();
        assertTestGoesWell();
    }
}
