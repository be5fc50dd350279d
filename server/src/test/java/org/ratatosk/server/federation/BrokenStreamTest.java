package org.ratatosk.server.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.config.FederationConfig.Bounds;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.testing.Cable;
import org.ratatosk.server.testing.StanzaClient;
import org.ratatosk.server.testing.TestServer;
import org.ratatosk.server.testing.World;
import org.ratatosk.server.tls.Judgement;
import org.ratatosk.server.xml.Element;

/** What becomes of stanzas when a stream between servers breaks: they get there, or come back, and are never lost in silence. */
@Tag("also-federation")
class BrokenStreamTest {
    private final World world = new World();
    private final TestServer here = world.serve("here.test");
    private final TestServer there = world.serve("there.test");
    private final Cable cable = new Cable(there.server().serverStarttls().get(0));
    private final StanzaClient alice = StanzaClient.present(here, "alice@here.test/desk");

    @AfterEach
    void stop() {
        alice.close();
        cable.close();
        world.close();
    }

    private int waiting() {
        return here.server().federation().peers().stream()
                .mapToInt(peer -> peer.waiting())
                .sum();
    }

    /** Lets time pass on both sides until something is so; the servers look at the clock every second. */
    private void passUntil(Duration step, Callable<Boolean> wanted) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            here.clock().pass(step);
            return wanted.call();
        });
    }

    /** XEP-0198 section 5: what was not acknowledged is sent again over the next stream, and nothing twice. */
    @Test
    void goesOnOverAnotherStream() {
        world.place("there.test", cable.address(), false);
        StanzaClient bob = StanzaClient.present(there, "bob@there.test/desk");
        alice.say("bob@there.test", "one");
        assertThat(bob.hear()).isEqualTo("one");
        Awaitility.await().until(() -> waiting() == 0);
        cable.deafen();
        alice.say("bob@there.test", "two");
        assertThat(bob.hear()).isEqualTo("two");
        assertThat(waiting()).isEqualTo(1);
        cable.cut();
        alice.say("bob@there.test", "three");
        cable.mend(there.server().serverStarttls().get(0));
        passUntil(Duration.ofMillis(300), () -> cable.carried() == 2 && waiting() == 0);
        assertThat(bob.hear()).isEqualTo("three");
        bob.settle();
        assertThat(bob.rest()).isEmpty();
        bob.close();
    }

    /** The other server has lost its state: what it has not acknowledged is sent again, in order. */
    @Test
    void sendsAgainWhatAnotherServerForgot() {
        world.place("there.test", cable.address(), false);
        StanzaClient bob = StanzaClient.present(there, "bob@there.test/desk");
        alice.say("bob@there.test", "one");
        assertThat(bob.hear()).isEqualTo("one");
        Awaitility.await().until(() -> waiting() == 0);
        bob.end();
        cable.silence();
        for (int i = 0; i < 5; i++) {
            alice.say("bob@there.test", "m" + i);
        }
        Awaitility.await().until(() -> waiting() == 5);
        cable.cut();
        there.restart();
        cable.mend(there.server().serverStarttls().get(0));
        passUntil(Duration.ofMillis(300), () -> waiting() == 0);
        StanzaClient again = StanzaClient.connect(there, Jid.of("bob@there.test/desk"), true);
        again.send(Element.of(Stanza.NS, "presence"));
        List<String> got = new ArrayList<>();
        while (got.size() < 5) {
            Element next = again.receive().orElseThrow();
            next.childText(Stanza.NS, "body").ifPresent(got::add);
        }
        assertThat(got).containsExactly("m0", "m1", "m2", "m3", "m4");
        again.close();
    }

    /** A client is told that its message is taken when the other server has it, not before. */
    @Test
    void acceptsWhatTheOtherServerHas() {
        world.place("there.test", cable.address(), false);
        cable.cut();
        alice.say("bob@there.test", "one");
        Awaitility.await().until(() -> waiting() == 1);
        assertThat(alice.ask()).as("the message, and what came after it").isEqualTo(alice.sent() - 2);
        cable.mend(there.server().serverStarttls().get(0));
        there.account("bob@there.test");
        passUntil(Duration.ofMillis(300), () -> waiting() == 0);
        alice.settle();
        assertThat(alice.accepted()).isEqualTo(alice.sent());
    }

    /** What waits too long comes back with the reason. */
    @Test
    void bringsBackWhatFindsNoWay() {
        world.place("there.test", World.nowhere(), false);
        alice.say("bob@there.test", "one");
        Awaitility.await().until(() -> waiting() == 1);
        passUntil(Duration.ofSeconds(20), () -> waiting() == 0);
        Element error = alice.receive().orElseThrow();
        assertThat(error.attr("type")).contains("error");
        assertThat(error.attr("id")).contains("one");
        assertThat(error.attr("from")).contains("bob@there.test");
        assertThat(error.toString()).contains("<remote-server-timeout ", "there.test cannot be reached", "refused");
        assertThat(here.server().federation().peers())
                .singleElement()
                .satisfies(peer -> assertThat(peer.lastError()).contains("refused"));
    }

    @Test
    void bringsBackAtOnceWhatIsForADomainThatIsNot() {
        world.hide("there.test");
        alice.say("bob@there.test", "one");
        Element error = alice.receive().orElseThrow();
        assertThat(error.toString())
                .contains("<remote-server-not-found ", "There is no domain there.test", "type='error'");
    }

    /** A certificate that proves nothing is said in words, at once. */
    @Test
    void bringsBackWhatIsForAServerThatProvesNothing() {
        TestServer stranger = world.start(config -> config, "stranger.test");
        world.place("stranger.test", stranger.server().serverStarttls().get(0), false);
        alice.send(Element.builder(Stanza.NS, "message")
                .attr("to", "bob@stranger.test")
                .child("body", "x")
                .build());
        assertThat(alice.receive().orElseThrow().toString())
                .contains("<remote-server-not-found ", "The certificate does not prove that this is stranger.test");
    }

    /** That there was no time for its certificate says nothing about a server: it is tried again. */
    @Test
    void triesAgainWhereThereWasNoTimeToJudge() {
        AtomicBoolean busy = new AtomicBoolean(true);
        try (World slow = new World((chain, domain, peer) -> CompletableFuture.completedStage(
                busy.get() ? Judgement.notNow("There is no time") : Judgement.by("PKIX", "It is known")))) {
            TestServer from = slow.serve("here.test");
            TestServer to = slow.serve("there.test");
            try (StanzaClient ann = StanzaClient.present(from, "ann@here.test/desk");
                    StanzaClient bob = StanzaClient.present(to, "bob@there.test/desk")) {
                ann.send(Element.builder(Stanza.NS, "message")
                        .attr("type", "chat")
                        .attr("to", "bob@there.test")
                        .child("body", "patience")
                        .build());
                Awaitility.await()
                        .until(() -> from.server().federation().peers().stream()
                                .anyMatch(
                                        peer -> String.valueOf(peer.lastError()).contains("There is no time")));
                busy.set(false);
                Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                    from.clock().pass(Duration.ofSeconds(1));
                    return from.server().federation().peers().stream().allMatch(peer -> peer.waiting() == 0);
                });
                assertThat(bob.hear()).isEqualTo("patience");
                assertThat(ann.rest()).isEmpty();
            }
        }
    }

    /** The way to a domain leads back here. */
    @Test
    void refusesToTalkToItself() {
        world.place("loop.test", here.server().serverStarttls().get(0), false);
        alice.send(Element.builder(Stanza.NS, "message")
                .attr("to", "bob@loop.test")
                .child("body", "x")
                .build());
        assertThat(alice.receive().orElseThrow().toString())
                .contains("<remote-server-not-found ", "leads back to this server itself");
    }

    @Test
    void refusesWhatIsTooMuchForOneDomain() {
        TestServer small = world.serve(
                World.bounds(usual -> new Bounds(
                        2,
                        usual.waitingBytes(),
                        usual.allWaitingBytes(),
                        usual.waitingTime(),
                        usual.connectTime(),
                        usual.idleTime(),
                        usual.retry(),
                        usual.longestRetry(),
                        usual.stanzaBytes())),
                "small.test");
        world.place("there.test", World.nowhere(), false);
        StanzaClient carol = StanzaClient.present(small, "carol@small.test/desk");
        for (int i = 0; i < 3; i++) {
            carol.send(Element.builder(Stanza.NS, "message")
                    .attr("id", "m" + i)
                    .attr("to", "bob@there.test")
                    .child("body", "x")
                    .build());
        }
        Element error = carol.receive().orElseThrow();
        assertThat(error.attr("id")).contains("m2");
        assertThat(error.toString()).contains("<resource-constraint ");
        carol.close();
    }

    @Test
    void closesStreamsThatNothingGoesThrough() {
        there.account("bob@there.test");
        alice.say("bob@there.test", "one");
        alice.settle();
        Awaitility.await().until(() -> waiting() == 0);
        assertThat(here.server().federation().peers()).hasSize(1);
        here.clock().pass(Duration.ofMinutes(9));
        // some ticks of the stream's loop, which looks at the clock four times a second
        Awaitility.await()
                .during(Duration.ofSeconds(1))
                .until(() -> here.server().federation().peers().size() == 1);
        here.clock().pass(Duration.ofMinutes(1));
        Awaitility.await().until(() -> here.server().federation().peers().isEmpty());
        alice.say("bob@there.test", "two");
        alice.settle();
        assertThat(alice.rest()).isEmpty();
        assertThat(here.server().federation().peers()).hasSize(1);
    }
}
