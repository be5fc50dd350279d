package org.ratatosk.bridge.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.bridge.outbox.Alert.State;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Sender.Fate;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.xml.Element;

/** From an alert that was made to one that has arrived, or not. */
class DeliveryTest {
    private static final String BOB = "bob@example.org";
    private World world;

    @BeforeEach
    void open(@TempDir Path folder) {
        world = new World(folder, new AlertSettings(100, 20, 10_000));
        world.site.join("alice", "bob", "carol");
        world.sub("bob", "alice");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void post() {
        world.site.post("alice", "", "text");
        world.settle();
    }

    private Alert only() {
        world.flush();
        return world.only();
    }

    private String id() {
        return only().stanzaId();
    }

    private static StanzaException refusal(Condition condition) {
        return new StanzaException(condition, "no");
    }

    @Test
    void whatTheEngineHasStoredIsSentOnceAndAcknowledgedLater() {
        post();
        assertThat(only().state()).isEqualTo(State.SENT);
        assertThat(only().nextTry()).isNull();
        world.pass(10_000);
        assertThat(world.sender.messages()).hasSize(1);
        assertThat(world.sender.iqs()).isEmpty();
        world.alerts().deliveries().acknowledged(Jid.of(BOB), id());
        assertThat(only().state()).isEqualTo(State.ACKNOWLEDGED);
        assertThat(only().changed()).isEqualTo(world.clock.instant());
    }

    @Test
    void aReceiptFromAnyClientOfTheRecipientAcknowledges() {
        post();
        world.alerts().deliveries().received(Jid.of(BOB + "/phone"), id());
        assertThat(only().state()).isEqualTo(State.ACKNOWLEDGED);
    }

    @Test
    void aReceiptFromSomebodyElseDoesNot() {
        post();
        world.alerts().deliveries().received(Jid.of("carol@example.org/phone"), id());
        world.alerts().deliveries().received(Jid.of(BOB + "/phone"), "alert-unknown");
        world.alerts().deliveries().received(Jid.of(BOB + "/phone"), "other");
        assertThat(only().state()).isEqualTo(State.SENT);
    }

    @Test
    void whatWasOnlyPassedOnIsPingedAfterAndSentAgainUntilSomethingShowsThatItArrived() {
        world.sender.answer(Fate.ROUTED);
        post();
        assertThat(only().state()).isEqualTo(State.SENT);
        assertThat(world.sender.iqs()).singleElement().satisfies(ping -> {
            assertThat(ping.to()).contains(Jid.of(BOB));
            assertThat(ping.payload().orElseThrow().is("urn:xmpp:ping", "ping")).isTrue();
        });
        world.pass(9);
        assertThat(world.sender.messages()).hasSize(1);
        world.pass(1);
        assertThat(world.sender.messages()).hasSize(2);
        assertThat(ids()).hasSize(1);
        world.alerts().deliveries().received(Jid.of(BOB + "/phone"), id());
        world.flush();
        world.pass(10_000);
        assertThat(world.sender.messages()).hasSize(2);
        assertThat(only().state()).isEqualTo(State.ACKNOWLEDGED);
    }

    private Set<String> ids() {
        Set<String> ids = new HashSet<>();
        world.sender.messages().forEach(m -> ids.add(m.id().orElseThrow()));
        return ids;
    }

    @Test
    void theAnswerToThePingShowsThatItArrived() {
        world.sender.answer(Fate.ROUTED);
        post();
        Iq answer = world.sender.iqs().get(0).result();
        assertThat(answer.from()).contains(Jid.of(BOB));
        world.alerts().deliveries().answered(answer);
        assertThat(only().state()).isEqualTo(State.ACKNOWLEDGED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Condition.class,
            names = {"SERVICE_UNAVAILABLE", "FEATURE_NOT_IMPLEMENTED"})
    void aClientThatKnowsNoPingShowsItTooByItsError(Condition condition) {
        world.sender.answer(Fate.ROUTED);
        post();
        world.alerts().deliveries().answered((Iq) world.sender.iqs().get(0).error(StanzaError.of(condition)));
        assertThat(only().state()).isEqualTo(State.ACKNOWLEDGED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Condition.class,
            names = {"REMOTE_SERVER_NOT_FOUND", "REMOTE_SERVER_TIMEOUT"})
    void anErrorMadeOnTheWayShowsNothing(Condition condition) {
        world.sender.answer(Fate.ROUTED);
        post();
        world.alerts().deliveries().answered((Iq) world.sender.iqs().get(0).error(StanzaError.of(condition)));
        assertThat(only().state()).isEqualTo(State.SENT);
    }

    @Test
    void aPingAnsweredAfterTheMessageCameBackShowsNothing() {
        world.sender.answer(Fate.ROUTED);
        post();
        world.alerts().deliveries().refused(bounce(Condition.SERVICE_UNAVAILABLE));
        world.alerts().deliveries().answered(world.sender.iqs().get(0).result());
        assertThat(only().state()).isEqualTo(State.BOUNCED);
    }

    @Test
    void aPingAnsweredBySomebodyElseShowsNothing() {
        world.sender.answer(Fate.ROUTED);
        post();
        Stanza answer = world.sender.iqs().get(0).result().withFrom(Jid.of("carol@example.org"));
        world.alerts().deliveries().answered((Iq) answer);
        assertThat(only().state()).isEqualTo(State.SENT);
    }

    @Test
    void silenceToTheLastTryIsGivenUpAndKept() {
        world.sender.answer(Fate.ROUTED);
        post();
        for (int i = 0; i < 20; i++) {
            world.pass(600);
        }
        assertThat(world.sender.messages()).hasSize(6);
        assertThat(ids()).hasSize(1);
        assertThat(only().state()).isEqualTo(State.DEAD);
        assertThat(only().error()).contains("6 times");
        world.alerts().deliveries().received(Jid.of(BOB), id());
        assertThat(only().state()).isEqualTo(State.ACKNOWLEDGED);
    }

    @Test
    void afterTemporaryFailuresItIsTriedAfter10And30And60And300And600SecondsThenGivenUp() {
        world.sender.fail(refusal(Condition.RESOURCE_CONSTRAINT));
        Instant start = world.clock.instant();
        List<Long> tries = new ArrayList<>();
        world.sender.answer(message -> {
            tries.add(Duration.between(start, world.clock.instant()).toSeconds());
            return CompletableFuture.failedStage(refusal(Condition.RESOURCE_CONSTRAINT));
        });
        post();
        for (int second = 0; second < 1_200; second += 10) {
            world.pass(10);
        }
        assertThat(tries).containsExactly(0L, 10L, 40L, 100L, 400L, 1_000L);
        assertThat(only().state()).isEqualTo(State.DEAD);
        assertThat(only().tries()).isEqualTo(6);
        assertThat(only().error()).isEqualTo("resource-constraint: no");
        assertThat(ids()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Condition.class,
            names = {"ITEM_NOT_FOUND", "FORBIDDEN", "GONE", "SERVICE_UNAVAILABLE", "NOT_ALLOWED"})
    void aLastingRefusalIsNotTriedAgain(Condition condition) {
        world.sender.fail(refusal(condition));
        post();
        assertThat(only().state()).isEqualTo(State.BOUNCED);
        world.pass(10_000);
        assertThat(world.sender.messages()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Condition.class,
            names = {
                "INTERNAL_SERVER_ERROR",
                "REMOTE_SERVER_NOT_FOUND",
                "REMOTE_SERVER_TIMEOUT",
                "RECIPIENT_UNAVAILABLE"
            })
    void aPassingOneIs(Condition condition) {
        world.sender.fail(refusal(condition));
        post();
        assertThat(only().state()).isEqualTo(State.WAITING);
        world.sender.answer(Fate.STORED);
        world.pass(10);
        assertThat(only().state()).isEqualTo(State.SENT);
        assertThat(only().error()).isNull();
    }

    @Test
    void anEngineThatThrowsOrIsAwayIsAskedAgain() {
        world.sender.answer(message -> {
            throw new IllegalStateException("not attached");
        });
        post();
        assertThat(only().state()).isEqualTo(State.WAITING);
        world.sender.answer(Fate.STORED);
        world.pass(10);
        assertThat(only().state()).isEqualTo(State.SENT);
    }

    private Message bounce(Condition condition) {
        return (Message) world.sender.messages().get(0).error(StanzaError.of(condition));
    }

    @Test
    void aMessageThatComesBackIsFoundByItsId() {
        post();
        world.alerts().deliveries().refused(bounce(Condition.FORBIDDEN));
        assertThat(only().state()).isEqualTo(State.BOUNCED);
        assertThat(only().error()).isEqualTo("forbidden");
    }

    @Test
    void aMessageThatComesBackForAWhileIsSentAgain() {
        world.sender.answer(Fate.ROUTED);
        post();
        world.alerts().deliveries().refused(bounce(Condition.REMOTE_SERVER_TIMEOUT));
        assertThat(only().state()).isEqualTo(State.WAITING);
        world.pass(10);
        assertThat(world.sender.messages()).hasSize(2);
    }

    @Test
    void nobodyElseCanRefuseAnAlert() {
        post();
        world.alerts().deliveries().refused((Message)
                bounce(Condition.FORBIDDEN).withFrom(Jid.of("carol@example.org")));
        assertThat(only().state()).isEqualTo(State.SENT);
    }

    @Test
    void whatHasArrivedIsNotRefusedAnyMore() {
        post();
        world.alerts().deliveries().received(Jid.of(BOB), id());
        world.alerts().deliveries().refused(bounce(Condition.FORBIDDEN));
        assertThat(only().state()).isEqualTo(State.ACKNOWLEDGED);
    }

    @Test
    void somebodyCanAskForAnotherTryOfWhatIsDeadBouncedOrWaiting() {
        world.sender.fail(refusal(Condition.FORBIDDEN));
        post();
        assertThat(only().state()).isEqualTo(State.BOUNCED);
        world.sender.fail(refusal(Condition.RESOURCE_CONSTRAINT));
        world.alerts().retry(only().id());
        world.settle();
        assertThat(only().state()).isEqualTo(State.WAITING);
        world.sender.answer(Fate.STORED);
        world.alerts().retry(only().id());
        world.settle();
        assertThat(only().state()).isEqualTo(State.SENT);
        assertThatThrownBy(() -> world.alerts().retry(only().id())).isInstanceOf(CmsException.class);
        assertThatThrownBy(() -> world.alerts().retry(4711)).isInstanceOf(CmsException.class);
    }

    @Test
    void afterAKillWhatWasNotKnownToBeSentIsSentAgainWithTheSameId() {
        world.sender.answer(message -> new CompletableFuture<>());
        post();
        assertThat(world.sender.messages()).hasSize(1);
        assertThat(only().state()).isEqualTo(State.WAITING);
        world.restart();
        world.sender.answer(Fate.STORED);
        world.settle();
        assertThat(world.sender.messages()).hasSize(2);
        assertThat(ids()).containsExactly(only().stanzaId());
        world.restart();
        world.settle();
        assertThat(world.sender.messages()).hasSize(2);
    }

    @Test
    void afterAKillWhatWasPassedOnWithoutASignIsSentAgainWithTheSameId() {
        world.sender.answer(Fate.ROUTED);
        post();
        world.restart();
        world.pass(10);
        assertThat(world.sender.messages()).hasSize(2);
        assertThat(ids()).hasSize(1);
    }

    @Test
    void anEngineThatDoesNotAnswerIsAskedAgainAfterAMinute() {
        world.sender.answer(message -> new CompletableFuture<>());
        post();
        world.pass(61);
        assertThat(only().state()).isEqualTo(State.WAITING);
        assertThat(only().tries()).isEqualTo(1);
        world.sender.answer(Fate.STORED);
        world.pass(10);
        assertThat(only().state()).isEqualTo(State.SENT);
    }

    private void crowd(int size, String author) {
        world.crowd(size, new Topic(Target.MEMBER, author));
    }

    @Test
    void aBoundedNumberIsOnTheWayAtATime() {
        crowd(400, "alice");
        List<CompletableFuture<Fate>> flying = new ArrayList<>();
        world.sender.answer(message -> {
            CompletableFuture<Fate> fate = new CompletableFuture<>();
            flying.add(fate);
            return fate;
        });
        post();
        int first = world.sender.messages().size();
        assertThat(first).isLessThanOrEqualTo(144);
        world.settle();
        assertThat(world.sender.messages()).hasSize(first);
        while (!flying.isEmpty()) {
            List<CompletableFuture<Fate>> some = List.copyOf(flying);
            flying.clear();
            some.forEach(fate -> fate.complete(Fate.STORED));
            world.settle();
        }
        assertThat(world.sender.messages()).hasSize(401);
        assertThat(world.alerts().counts()).containsOnlyKeys(State.SENT);
    }

    @Test
    void fewAlertsDoNotWaitForManyOthers() {
        crowd(1_000, "carol");
        world.site.post("carol", "", "to many");
        List<String> order = new ArrayList<>();
        world.sender.answer(message -> {
            order.add(message.to().orElseThrow().toString());
            if (order.size() == 100) {
                world.site.post("alice", "", "to bob");
                while (world.alerts().round()) {
                    // makes the alert of the second post while the first one's are being sent
                }
            }
            return CompletableFuture.completedStage(Fate.STORED);
        });
        world.settle();
        assertThat(order).hasSize(1_001);
        assertThat(order.indexOf(BOB)).isLessThan(200);
    }

    @Test
    void theMessageIsWhatClientsNeed() {
        world.site.post("alice", "Goats", "A goat is a fine animal.");
        world.settle();
        Message message = world.sender.messages().get(0);
        Element element = message.element();
        assertThat(message.type()).isEqualTo(Message.Type.CHAT);
        assertThat(message.from()).contains(World.BOT);
        assertThat(message.id()).contains(id());
        assertThat(element.child("urn:xmpp:sid:0", "origin-id").flatMap(e -> e.attr("id")))
                .contains(id());
        assertThat(element.child("urn:xmpp:receipts", "request")).isPresent();
        assertThat(element.child("urn:xmpp:hints", "store")).isPresent();
        assertThat(element.child("jabber:x:oob", "x").flatMap(x -> x.childText("jabber:x:oob", "url")))
                .contains("https://example.org/alice/1");
        assertThat(message.body())
                .contains(
                        "alice posted \"Goats\" (#1): A goat is a fine animal. https://example.org/alice/1\nReply to comment.");
    }

    @Test
    void howToAnswerIsSaidThreeTimes() {
        for (int i = 0; i < 4; i++) {
            post();
        }
        assertThat(world.sender.bodies(BOB).stream().filter(b -> b.endsWith("Reply to comment.")))
                .hasSize(3);
        assertThat(world.sender.bodies(BOB).get(3)).doesNotContain("Reply");
    }

    @Test
    void anAnswerFindsWhatTheAlertToldOfHoweverOld() {
        post();
        world.pass(Duration.ofDays(4_000).toSeconds());
        world.restart();
        assertThat(world.alerts().deliveries().number(Jid.of(BOB + "/phone"), id()))
                .hasValue(1);
        assertThat(world.alerts().deliveries().number(Jid.of("carol@example.org"), id()))
                .isEmpty();
        assertThat(world.alerts().deliveries().number(Jid.of(BOB), "alert-other"))
                .isEmpty();
    }

    @Test
    void anAnswerFindsItWhenTheAlertIsForgotten() {
        post();
        String id = id();
        world.forgetAlerts();
        assertThat(world.alerts().deliveries().number(Jid.of(BOB + "/phone"), id))
                .hasValue(1);
        assertThat(world.alerts().deliveries().number(Jid.of("carol@example.org"), id))
                .isEmpty();
        assertThat(world.alerts().deliveries().number(Jid.of(BOB), id.replaceFirst("-1-", "-2-")))
                .isEmpty();
    }

    @Test
    void aSiteThatSleepsPostponesWithoutUsingUpTries() {
        world.site.post("alice", "", "text");
        while (world.alerts().round()) {
            // makes the alert
        }
        world.site.down(true);
        world.settle();
        assertThat(only().state()).isEqualTo(State.WAITING);
        assertThat(only().tries()).isZero();
        assertThat(only().error()).isEqualTo("The site sleeps.");
        world.site.down(false);
        world.pass(60);
        assertThat(only().state()).isEqualTo(State.SENT);
    }
}
