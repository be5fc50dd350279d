package org.ratatosk.bridge.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.bridge.alerts.Trace.Outcome;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.identity.Identity.Right;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Sender.Fate;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;

class TracerTest {
    private World world;
    private TestSite site;

    @BeforeEach
    void open(@TempDir Path folder) {
        world = new World(folder, new AlertSettings(100, 20, 2));
        site = world.site;
        site.join("alice", "bob");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void expect(String who, long number, Outcome outcome, String sentence) {
        Trace trace = world.trace(who, number);
        assertThat(trace.sentence()).isEqualTo(sentence);
        assertThat(trace.outcome()).isEqualTo(outcome);
    }

    private static StanzaException refusal(Condition condition) {
        return new StanzaException(condition, "no");
    }

    @Test
    void noEventAndNothingThere() {
        expect("bob", 7, Outcome.NO_EVENT, "There is no #7, and no event about it came.");
        assertThat(world.trace("bob", 7).steps()).isEmpty();
    }

    @Test
    void noEventOfSomethingThatIsThere() {
        long post = site.silently("alice", "imported");
        expect("bob", post, Outcome.NO_EVENT, "No event came for #1, so nobody was told of it.");
    }

    @Test
    void olderThanWhatIsKept() {
        long silent = site.silently("alice", "imported");
        long post = site.post("alice", "", "text");
        world.settle();
        world.pass(91L * 24 * 3600);
        for (long old : new long[] {silent, post}) {
            expect(
                    "bob",
                    old,
                    Outcome.TOO_OLD,
                    "#" + old + " is older than what is kept of alerts: 90 days, by the setting site.alerts-kept.");
        }
    }

    @Test
    void notSubscribed() {
        long post = site.post("alice", "", "text", "goats");
        world.settle();
        expect(
                "bob",
                post,
                Outcome.NOT_SUBSCRIBED,
                "bob was subscribed to nothing that #1 is about: all posts, posts of alice, posts of your friends,"
                        + " posts with the tag goats, posts of alice with the tag goats.");
        assertThat(world.trace("bob", post).steps())
                .singleElement()
                .isEqualTo(new Trace.Step(world.clock.instant(), "alice published #1"));
    }

    @Test
    void subscribedTooLate() {
        long post = site.post("alice", "", "text");
        world.pass(30);
        world.sub("bob", "alice");
        expect(
                "bob",
                post,
                Outcome.NOT_SUBSCRIBED,
                "bob subscribed only later: to posts of alice, at 2026-03-01T12:00:30Z.");
    }

    @Test
    void ownDoing() {
        long post = site.post("alice", "", "text");
        world.settle();
        expect("alice", post, Outcome.OWN_DOING, "It is alice's own doing, of which nobody is told twice.");
    }

    @Test
    void notVisible() {
        world.sub("bob", "alice");
        long post = site.post("alice", "", "text", Security.FRIENDS);
        world.settle();
        expect("bob", post, Outcome.NOT_VISIBLE, "It was not sent to bob@example.org: bob may not see it.");
    }

    @Test
    void notVisibleAnyMoreWhenItIsSent() {
        site.befriend("alice", "bob");
        world.sub("bob", "alice");
        world.sender.fail(refusal(Condition.RESOURCE_CONSTRAINT));
        long post = site.post("alice", "", "text", Security.FRIENDS);
        world.settle();
        site.unfriend("alice", "bob");
        world.sender.answer(Fate.STORED);
        world.pass(10);
        assertThat(world.trace("bob", post).outcome()).isEqualTo(Outcome.NOT_VISIBLE);
    }

    @Test
    void goneFromTheSite() {
        world.sub("bob", "alice");
        long post = site.post("alice", "", "text");
        site.delete(post);
        world.settle();
        expect("bob", post, Outcome.NOT_VISIBLE, "#1 is not on the site any more.");
    }

    @Test
    void aHeldCommentIsNotVisibleToOthers() {
        long post = site.post("alice", "", "text");
        world.sub("bob", "#1");
        long held = site.held("x@far.test", post, "hello");
        world.settle();
        expect("bob", held, Outcome.NOT_VISIBLE, "#2 is seen by alice only, who has not decided on it.");
        assertThat(world.trace("alice", held).outcome()).isEqualTo(Outcome.SENT);
        site.moderate(held, Comment.State.SHOWN, "k");
        world.settle();
        assertThat(world.trace("bob", held).outcome()).isEqualTo(Outcome.SENT);
    }

    @Test
    void quota() {
        world.sub("bob", "alice");
        site.post("alice", "", "one");
        world.settle();
        site.post("alice", "", "two");
        world.settle();
        long third = site.post("alice", "", "three");
        world.settle();
        expect(
                "bob",
                third,
                Outcome.QUOTA,
                "It was not sent to bob@example.org: There were 2 alerts within an hour already.");
    }

    @Test
    void switchedOffByTheMember() {
        world.sub("bob", "alice");
        Member bob = site.member("bob").orElseThrow();
        site.updateMember(new Member("bob", bob.home(), "bob", Security.PUBLIC, false));
        long post = site.post("alice", "", "text");
        world.settle();
        expect(
                "bob",
                post,
                Outcome.SWITCHED_OFF,
                "It was not sent to bob@example.org: bob has switched all alerts off.");
    }

    @Test
    void switchedOffAtTheAddress() {
        world.sub("bob", "alice");
        world.alerts().subscriptions().setOff(TestSite.home("bob"), true);
        long post = site.post("alice", "", "text");
        world.settle();
        expect(
                "bob",
                post,
                Outcome.SWITCHED_OFF,
                "It was not sent to bob@example.org: Alerts to bob@example.org are switched off.");
    }

    @Test
    void alertsAreNotAmongTheRightsOfTheAddress() {
        site.link("bob", "bob@far.test", Right.ALERTS, Right.POST);
        world.sub("bob", "bob@far.test", "alice");
        site.link("bob", "bob@far.test", Right.POST);
        long post = site.post("alice", "", "text");
        world.settle();
        expect(
                "bob",
                post,
                Outcome.SWITCHED_OFF,
                "It was not sent to bob@far.test: Alerts are not among the rights of bob@far.test.");
    }

    @Test
    void unproved() {
        site.link("bob", "bob@far.test", Right.values());
        world.sub("bob", "bob@far.test", "alice");
        world.sender.fail(refusal(Condition.RESOURCE_CONSTRAINT));
        long post = site.post("alice", "", "text");
        world.settle();
        site.unlink("bob@far.test");
        world.pass(10);
        expect(
                "bob@far.test",
                post,
                Outcome.UNPROVED,
                "It was not sent to bob@far.test: bob@far.test is not proved to be bob's any more.");
    }

    @Test
    void waitingForTheFanOut() {
        world.sub("bob", "alice");
        long post = site.post("alice", "", "text");
        expect("bob", post, Outcome.WAITING, "Alerts of #1 are still being made.");
    }

    @Test
    void waitingForTheSite() {
        world.sub("bob", "alice");
        long post = site.post("alice", "", "text");
        site.fault(post, true);
        world.settle();
        world.clock.pass(3);
        expect(
                "bob",
                post,
                Outcome.WAITING,
                "Alerts of #1 cannot be made yet; the next try is in 7 s. The reason: a fault in the server, of which its log tells more.");
        for (int i = 0; i < 9; i++) {
            world.pass(10);
        }
        expect(
                "bob",
                post,
                Outcome.WAITING,
                "Alerts of #1 cannot be made yet; the next try is in 3600 s. The reason: a fault in the server, of which its log tells more.");
        assertThat(world.trace("bob", post).steps())
                .extracting(Trace.Step::text)
                .containsExactly(
                        "alice published #1",
                        "Its alerts could not be made: a fault in the server, of which its log tells more, 10 tries in a row");
        site.fault(post, false);
        world.pass(3_600);
        expect(
                "bob",
                post,
                Outcome.SENT,
                "It was sent to bob@example.org at 2026-03-01T13:01:33Z and is stored there; no client has fetched it yet.");
    }

    @Test
    void waitingForASiteThatDoesNotAnswer() {
        world.sub("bob", "alice");
        long post = site.post("alice", "", "text");
        site.down(true);
        world.settle();
        site.down(false);
        assertThat(world.trace("bob", post).sentence())
                .startsWith("Alerts of #1 cannot be made yet; the next try is in 10 s. The reason: ");
    }

    @Test
    void waitingForTheNextTry() {
        world.sub("bob", "alice");
        world.sender.fail(refusal(Condition.RESOURCE_CONSTRAINT));
        long post = site.post("alice", "", "text");
        world.settle();
        world.clock.pass(4);
        expect(
                "bob",
                post,
                Outcome.WAITING,
                "It waits for its next try in 6 s (1 try so far, the last: resource-constraint: no).");
        assertThat(world.trace("bob", post).steps())
                .extracting(Trace.Step::text)
                .containsExactly(
                        "alice published #1",
                        "An alert to bob@example.org was made",
                        "The alert to bob@example.org failed after 1 try and waits: resource-constraint: no");
    }

    @Test
    void bounced() {
        world.sub("bob", "alice");
        world.sender.fail(refusal(Condition.FORBIDDEN));
        long post = site.post("alice", "", "text");
        world.settle();
        expect("bob", post, Outcome.BOUNCED, "The server of bob@example.org refused it: forbidden: no.");
    }

    @Test
    void dead() {
        world.sub("bob", "alice");
        world.sender.fail(refusal(Condition.RESOURCE_CONSTRAINT));
        long post = site.post("alice", "", "text");
        for (int i = 0; i < 20; i++) {
            world.pass(600);
        }
        expect("bob", post, Outcome.DEAD, "It was given up after 6 tries to bob@example.org: resource-constraint: no.");
    }

    @Test
    void sentAndStored() {
        world.sub("bob", "alice");
        long post = site.post("alice", "", "text");
        world.settle();
        expect(
                "bob",
                post,
                Outcome.SENT,
                "It was sent to bob@example.org at 2026-03-01T12:00:00Z and is stored there; no client has fetched it yet.");
    }

    @Test
    void sentWithoutASign() {
        world.sub("bob", "alice");
        world.sender.answer(Fate.ROUTED);
        long post = site.post("alice", "", "text");
        world.settle();
        expect(
                "bob",
                post,
                Outcome.SENT,
                "It was sent to bob@example.org at 2026-03-01T12:00:00Z; nothing shows yet that it arrived, so it is sent"
                        + " again in 10 s.");
    }

    @Test
    void acknowledged() {
        world.sub("bob", "alice");
        long post = site.post("alice", "", "text");
        world.settle();
        world.clock.pass(65);
        world.alerts()
                .deliveries()
                .acknowledged(TestSite.home("bob"), world.only().stanzaId());
        world.flush();
        expect("bob", post, Outcome.ACKNOWLEDGED, "A client at bob@example.org has it since 2026-03-01T12:01:05Z.");
    }

    @Test
    void ofSeveralAlertsTheOneThatGotFarthestTells() {
        site.link("bob", "bob@far.test", Right.values());
        world.sub("bob", "bob@far.test", "alice");
        world.sub("bob", "alice");
        world.alerts().subscriptions().setOff(TestSite.home("bob"), true);
        long post = site.post("alice", "", "text");
        world.settle();
        assertThat(world.trace("bob", post).outcome()).isEqualTo(Outcome.SENT);
        assertThat(world.trace("bob@far.test", post).outcome()).isEqualTo(Outcome.SENT);
        assertThat(world.trace("bob@example.org", post).outcome()).isEqualTo(Outcome.SWITCHED_OFF);
    }

    @Test
    void anAddressThatBelongsToNobodyCanBeTraced() {
        world.sub(null, "x@far.test", "alice");
        long post = site.post("alice", "", "text");
        world.settle();
        assertThat(world.trace("x@far.test", post).outcome()).isEqualTo(Outcome.SENT);
        assertThat(world.trace("y@far.test", post).outcome()).isEqualTo(Outcome.NOT_SUBSCRIBED);
    }

    @Test
    void nobodyIsTracedWhoIsNotThere() {
        assertThatThrownBy(() -> world.trace("zoe", 1))
                .isInstanceOf(CmsException.class)
                .hasMessage("There is nobody called zoe here.");
        assertThat(Jid.of("zoe").local()).isEmpty();
    }
}
