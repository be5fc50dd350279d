package org.ratatosk.bridge.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.identity.Identity.Right;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.bridge.outbox.DropReason;

class FanOutTest {
    private World world;
    private TestSite site;

    @BeforeEach
    void open(@TempDir Path folder) {
        world = new World(folder, new AlertSettings(100, 20, 5));
        site = world.site;
        site.join("alice", "bob", "carol", "dave");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Set<String> told(long number) {
        Set<String> told = new TreeSet<>();
        for (Alert alert : world.all()) {
            if (alert.number() == number) {
                told.add(alert.address().toString().replace("@example.org", ""));
            }
        }
        return told;
    }

    @Test
    void aPostIsToldToThoseWhoFollowItsAuthorATagOfItOrEverything() {
        world.sub("bob", "alice");
        world.sub("carol", "tag goats");
        world.sub("dave", "all");
        long goats = site.post("alice", "", "text", "goats", "hills");
        long plain = site.post("alice", "", "text");
        long ofBob = site.post("bob", "", "text", "hills");
        world.settle();
        assertThat(told(goats)).containsExactly("bob", "carol", "dave");
        assertThat(told(plain)).containsExactly("bob", "dave");
        assertThat(told(ofBob)).containsExactly("dave");
    }

    @Test
    void eventsWithFaultsHoldUpNoOthersForLongAndAreNotLost() {
        world.sub("bob", "all");
        List<Long> faulty = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            long number = site.post("alice", "", "text");
            site.fault(number, true);
            faulty.add(number);
        }
        long good = site.post("alice", "", "text");
        for (int i = 0; i < 30; i++) {
            world.settle();
            world.clock.pass(11);
        }
        assertThat(told(good)).containsExactly("bob");
        faulty.forEach(number -> site.fault(number, false));
        world.clock.pass(Duration.ofHours(1));
        world.settle();
        faulty.forEach(number -> assertThat(told(number)).containsExactly("bob"));
    }

    @Test
    void aClockSetBackKeepsNothingWaiting() {
        world.sub("bob", "all");
        long post = site.post("alice", "", "text");
        site.down(true);
        world.settle();
        site.down(false);
        world.settle();
        assertThat(told(post)).isEmpty();
        world.clock.pass(-86_400);
        world.settle();
        assertThat(told(post)).containsExactly("bob");
    }

    @Test
    void toFollowAMemberMeansPostsAndNoComments() {
        world.sub("bob", "alice");
        long post = site.post("carol", "", "text");
        long comment = site.comment("alice", post, "nice");
        world.settle();
        assertThat(told(comment)).containsExactly("carol");
    }

    @Test
    void aCommentIsToldToThePostsAuthorAndToThoseWhoFollowThePost() {
        long post = site.post("alice", "", "text");
        long other = site.post("alice", "", "text");
        world.sub("bob", "#" + post);
        long comment = site.comment("carol", post, "nice");
        long elsewhere = site.comment("carol", other, "nice");
        world.settle();
        assertThat(told(comment)).containsExactly("alice", "bob");
        assertThat(told(elsewhere)).containsExactly("alice");
    }

    @Test
    void aReplyIsToldToTheAuthorOfTheCommentToo() {
        long post = site.post("alice", "", "text");
        long comment = site.comment("bob", post, "nice");
        long reply = site.reply("carol", comment, "indeed");
        world.settle();
        assertThat(told(reply)).containsExactly("alice", "bob");
    }

    @Test
    void nobodyIsToldOfAnOwnDoingAtAnyAddress() {
        site.link("alice", "alice@far.test", Right.values());
        world.sub("alice", "alice@far.test", "all");
        world.sub("bob", "all");
        long post = site.post("alice", "", "text");
        long comment = site.comment("alice", post, "and more");
        world.settle();
        assertThat(told(post)).containsExactly("bob");
        assertThat(told(comment)).isEmpty();
    }

    @Test
    void whatSomebodyFollowedBeforeProvingTheAddressTellsNothingOfTheMembersOwnDoings() {
        world.sub(null, "x@far.test", "all");
        site.link("alice", "x@far.test", Right.values());
        long own = site.post("alice", "", "text");
        long other = site.post("bob", "", "text");
        world.settle();
        assertThat(told(own)).isEmpty();
        assertThat(told(other)).containsExactly("x@far.test");
    }

    @Test
    void somebodyUnknownIsNotToldOfAnOwnComment() {
        long post = site.post("alice", "", "text");
        world.sub(null, "x@far.test", "#" + post);
        world.sub("bob", "#" + post);
        long held = site.held("x@far.test", post, "hello");
        site.moderate(held, Comment.State.SHOWN, "k");
        world.settle();
        assertThat(told(held)).containsExactly("bob");
    }

    @Test
    void whoFollowsInTwoWaysGetsOneAlertForEachAddress() {
        site.link("bob", "bob@far.test", Right.values());
        world.sub("bob", "alice");
        world.sub("bob", "tag goats");
        world.sub("bob", "all");
        world.sub("bob", "bob@far.test", "all");
        long post = site.post("alice", "", "text", "goats");
        world.settle();
        assertThat(world.all())
                .extracting(Alert::number, a -> a.address().toString())
                .containsExactlyInAnyOrder(tuple(post, "bob@example.org"), tuple(post, "bob@far.test"));
        assertThat(world.sender.messages()).hasSize(2);
    }

    @Test
    void whatMembersHearWithoutAskingCanBeRemovedAndAskedForAgain() {
        long post = site.post("alice", "", "text");
        assertThat(world.alerts()
                        .subscriptions()
                        .unsubscribe(
                                "alice",
                                TestSite.home("alice"),
                                TopicWords.read("comments").orElseThrow()))
                .isTrue();
        long first = site.comment("bob", post, "one");
        world.settle();
        assertThat(told(first)).isEmpty();
        world.sub("alice", "comments");
        long second = site.comment("bob", post, "two");
        world.settle();
        assertThat(told(second)).containsExactly("alice");
    }

    @Test
    void ownCommentsCanBeFollowedAtAFurtherAddress() {
        site.link("alice", "alice@far.test", Right.values());
        world.sub("alice", "alice@far.test", "comments");
        long comment = site.comment("bob", site.post("alice", "", "text"), "one");
        world.settle();
        assertThat(told(comment)).containsExactly("alice", "alice@far.test");
    }

    @Test
    void aHeldCommentIsToldToThePostsAuthorAloneAndToOthersWhenItIsShown() {
        long post = site.post("alice", "", "text");
        world.sub("bob", "#" + post);
        long held = site.held("x@far.test", post, "hello");
        world.settle();
        assertThat(told(held)).containsExactly("alice");
        site.moderate(held, Comment.State.SHOWN, "k");
        world.settle();
        assertThat(told(held)).containsExactly("alice", "bob");
        assertThat(world.sender.to("alice@example.org")).hasSize(1);
    }

    @Test
    void moreThanTheQuotaOfAnHourIsKeptAsDroppedAndAnHourLaterThereIsRoomAgain() {
        world.sub("bob", "alice");
        for (int i = 0; i < 7; i++) {
            site.post("alice", "", "text " + i);
        }
        world.settle();
        List<Alert> dropped = world.store().list(Alert.State.DROPPED, 0, 10);
        assertThat(dropped).hasSize(2);
        assertThat(world.store().dropReason(dropped.get(0).id())).contains(DropReason.QUOTA);
        assertThat(world.sender.messages()).hasSize(5);
        world.pass(3601);
        site.post("alice", "", "later");
        world.settle();
        assertThat(world.sender.messages()).hasSize(6);
    }

    @Test
    void whatIsDroppedUsesUpNothingOfTheQuota() {
        world.sub("bob", "alice");
        for (int i = 0; i < 9; i++) {
            site.post("alice", "", "mine", org.ratatosk.bridge.cms.Security.PRIVATE);
            world.settle();
        }
        site.post("alice", "", "for all");
        world.settle();
        assertThat(world.sender.bodies("bob@example.org"))
                .singleElement()
                .asString()
                .contains("for all");
    }

    @Test
    void anAddressThatIsNoLongerTheMembersGetsNothing() {
        site.link("bob", "bob@far.test", Right.values());
        world.sub("bob", "bob@far.test", "alice");
        site.unlink("bob@far.test");
        site.post("alice", "", "text");
        world.settle();
        assertThat(world.only().state()).isEqualTo(Alert.State.DROPPED);
        assertThat(world.store().dropReason(world.only().id())).contains(DropReason.UNPROVED);
        assertThat(world.sender.messages()).isEmpty();
    }

    @Test
    void anAddressThatWentToAnotherMemberGetsNothingForTheFormerOne() {
        site.link("bob", "shared@far.test", Right.values());
        world.sub("bob", "shared@far.test", "alice");
        site.link("carol", "shared@far.test", Right.values());
        site.post("alice", "", "text");
        world.settle();
        assertThat(world.store().dropReason(world.only().id())).contains(DropReason.UNPROVED);
    }

    @Test
    void aKillInTheMiddleOfManyPagesLosesAndDoublesNothing() {
        world.crowd(1_200, Topic.EVERYTHING);
        long post = site.post("alice", "", "text");
        assertThat(world.alerts().round()).isTrue();
        assertThat(world.all()).hasSize(500);
        world.restart();
        assertThat(world.alerts().round()).isTrue();
        assertThat(world.all()).hasSize(1_000);
        world.restart();
        world.settle();
        assertThat(told(post)).hasSize(1_200);
        assertThat(world.sender.messages()).hasSize(1_200);
        world.restart();
        world.settle();
        assertThat(world.sender.messages()).hasSize(1_200);
    }

    @Test
    void anEventIsWorkedThroughOnceWhateverComesAfterIt() {
        world.sub("bob", "all");
        site.post("alice", "", "one");
        world.settle();
        world.sub("carol", "all");
        site.post("alice", "", "two");
        world.settle();
        world.restart();
        world.settle();
        assertThat(world.sender.bodies("bob@example.org")).hasSize(2);
        assertThat(world.sender.bodies("carol@example.org")).hasSize(1);
    }

    @Test
    void whileTheSiteSleepsEventsWaitAndNoneIsLost() {
        world.sub("bob", "all");
        site.post("alice", "", "one");
        site.down(true);
        world.settle();
        assertThat(world.all()).isEmpty();
        site.down(false);
        world.settle();
        assertThat(world.all()).isEmpty();
        world.pass(10);
        assertThat(world.sender.bodies("bob@example.org")).hasSize(1);
    }

    @Test
    void aPostThatIsGoneIsToldToNobody() {
        world.sub("bob", "all");
        site.delete(site.post("alice", "", "one"));
        world.settle();
        assertThat(world.all()).isEmpty();
        assertThat(world.kept().fanOut().open()).isEmpty();
    }

    @Test
    void manyEventsTakeTurns() {
        world.crowd(1_500, new Topic(Target.MEMBER, "alice"));
        world.sub("carol", "bob");
        long big = site.post("alice", "", "to many");
        long small = site.post("bob", "", "to one");
        for (int i = 0; i < 3; i++) {
            world.alerts().round();
        }
        assertThat(told(small)).containsExactly("carol");
        assertThat(told(big).size()).isEqualTo(1_000);
    }
}
