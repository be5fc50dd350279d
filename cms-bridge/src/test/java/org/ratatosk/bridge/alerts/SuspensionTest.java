package org.ratatosk.bridge.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.bridge.alerts.Trace.Outcome;
import org.ratatosk.bridge.identity.Identity.Right;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Sender.Fate;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;

/** After three refused alerts in a row no more go to an address, until somebody asks for them. */
class SuspensionTest {
    private static final String FAR = "bob@far.test";
    private static final String HOME = "bob@example.org";
    private static final String SENTENCE =
            "Alerts to bob@far.test are suspended, since 3 in a row came back (the last with: item-not-found: no)";
    private World world;

    @BeforeEach
    void open(@TempDir Path folder) {
        world = new World(folder, new AlertSettings(100, 20, 10_000, 3, Duration.ofDays(90)));
        world.site.join("alice", "bob");
        world.site.link("bob", FAR, Right.values());
        world.sub("bob", FAR, "alice");
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** Alerts to an address come back; all others are stored. */
    private void refuse(String address, Condition condition) {
        world.sender.answer(
                message -> message.to().filter(Jid.of(address)::equals).isPresent()
                        ? CompletableFuture.failedStage(new StanzaException(condition, "no"))
                        : CompletableFuture.completedStage(Fate.STORED));
    }

    private long post() {
        long number = world.site.post("alice", "", "text");
        world.settle();
        world.settle();
        return number;
    }

    @Test
    void afterThreeInARowNoMoreGoThereAndTheMemberHearsOfItOnce() {
        refuse(FAR, Condition.ITEM_NOT_FOUND);
        post();
        post();
        assertThat(world.sender.bodies(HOME)).isEmpty();
        post();
        assertThat(world.sender.to(FAR)).hasSize(3);
        assertThat(world.sender.bodies(HOME))
                .containsExactly(SENTENCE
                        + ". Nothing is kept for later. \"on\", written to me here or from there, lets them go again.");
        long fourth = post();
        assertThat(world.sender.to(FAR)).hasSize(3);
        assertThat(world.sender.bodies(HOME)).hasSize(1);
        Trace trace = world.trace("bob", fourth);
        assertThat(trace.outcome()).isEqualTo(Outcome.SUSPENDED);
        assertThat(trace.sentence()).isEqualTo("It was not sent to bob@far.test: " + SENTENCE + ".");
    }

    @Test
    void onAtHomeLetsThemGoAgain() {
        refuse(FAR, Condition.ITEM_NOT_FOUND);
        post();
        post();
        post();
        world.sender.answer(Fate.STORED);
        assertThat(world.alerts().suspensions().of("bob")).hasSize(1);
        assertThat(world.alerts().suspensions().resume("bob")).containsExactly(Jid.of(FAR));
        assertThat(world.alerts().suspensions().of("bob")).isEmpty();
        world.sender.clear();
        post();
        assertThat(world.sender.to(FAR)).hasSize(1);
    }

    @Test
    void onElsewhereIsForThatAddressAlone() {
        refuse(FAR, Condition.ITEM_NOT_FOUND);
        post();
        post();
        post();
        assertThat(world.alerts().suspensions().resume(Jid.of("bob@other.test")))
                .isFalse();
        assertThat(world.alerts().suspensions().resume(Jid.of(FAR))).isTrue();
        assertThat(world.alerts().suspensions().resume(Jid.of(FAR))).isFalse();
    }

    @Test
    void whatArrivesBeginsTheCountAnew() {
        refuse(FAR, Condition.ITEM_NOT_FOUND);
        post();
        post();
        world.sender.answer(Fate.STORED);
        post();
        List<Message> sent = world.sender.to(FAR);
        world.alerts()
                .deliveries()
                .received(Jid.of(FAR), sent.get(sent.size() - 1).id().orElseThrow());
        world.flush();
        refuse(FAR, Condition.ITEM_NOT_FOUND);
        post();
        post();
        assertThat(world.alerts().suspensions().of("bob")).isEmpty();
        post();
        assertThat(world.alerts().suspensions().of("bob")).hasSize(1);
    }

    @Test
    void aServerThatCannotBeReachedSuspendsNothing() {
        refuse(FAR, Condition.REMOTE_SERVER_NOT_FOUND);
        for (int i = 0; i < 4; i++) {
            post();
        }
        world.pass(10);
        world.pass(30);
        world.pass(60);
        world.pass(300);
        world.pass(600);
        assertThat(world.all()).extracting(Alert::state).containsOnly(Alert.State.DEAD);
        assertThat(world.alerts().suspensions().of("bob")).isEmpty();
    }

    @Test
    void whatTheServerSendsBackLaterCounts() {
        world.sender.answer(Fate.ROUTED);
        for (int i = 0; i < 3; i++) {
            post();
        }
        world.sender
                .to(FAR)
                .forEach(sent -> world.alerts()
                        .deliveries()
                        .refused(Message.of(Message.builder(Message.Type.ERROR)
                                .attr("from", FAR)
                                .attr("id", sent.id().orElseThrow())
                                .child(new StanzaException(Condition.ITEM_NOT_FOUND, "no")
                                        .error()
                                        .toElement("jabber:client")))));
        world.settle();
        assertThat(world.alerts().suspensions().of("bob")).hasSize(1);
        assertThat(world.sender.bodies(HOME)).hasSize(1);
    }

    @Test
    void aKillBeforeTheMemberIsToldIsMadeGood() {
        world.sender.answer(
                message -> CompletableFuture.failedStage(new StanzaException(Condition.ITEM_NOT_FOUND, "no")));
        post();
        post();
        post();
        world.restart();
        world.sender.clear();
        world.sender.answer(Fate.STORED);
        world.settle();
        assertThat(world.sender.bodies(HOME)).hasSize(1);
        world.restart();
        world.settle();
        assertThat(world.sender.bodies(HOME)).hasSize(1);
    }

    @Test
    void atHomeNobodyCanBeTold() {
        world.sub("bob", "alice");
        refuse(HOME, Condition.ITEM_NOT_FOUND);
        post();
        post();
        post();
        post();
        assertThat(world.sender.to(HOME)).hasSize(3);
        assertThat(world.alerts().suspensions().of("bob"))
                .extracting(bounces -> bounces.address().toString())
                .containsExactly(HOME);
    }

    @Test
    void anAddressThatIsGivenUpBeginsAnew() {
        refuse(FAR, Condition.ITEM_NOT_FOUND);
        post();
        post();
        post();
        world.alerts()
                .unlinked(new org.ratatosk.bridge.identity.Identity(
                        Jid.of(FAR),
                        "bob",
                        java.util.Set.of(),
                        world.clock.instant(),
                        org.ratatosk.server.stanza.Proof.CERTIFICATE));
        assertThat(world.alerts().suspensions().at(Jid.of(FAR))).isEmpty();
    }
}
