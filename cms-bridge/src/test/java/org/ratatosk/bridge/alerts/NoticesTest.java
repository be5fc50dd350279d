package org.ratatosk.bridge.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.bridge.alerts.Notices.Words;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Sender.Fate;

/** What is told besides posts and comments, and what of those can be chosen. */
class NoticesTest {
    private static final Words FAIR = new Words("Fair", "On Sunday", "https://example.org/fair", "");
    private World world;
    private TestSite site;

    @BeforeEach
    void open(@TempDir Path folder) {
        world = new World(folder, new AlertSettings(100, 20, 3));
        site = world.site;
        site.join("alice", "bob", "carol");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private List<String> heard(String member) {
        world.settle();
        List<String> bodies = world.sender.bodies(member + "@example.org");
        world.sender.clear();
        return bodies;
    }

    @Test
    void aNoticeIsForOneMemberOnceForItsKey() {
        Notices notices = world.alerts().notices();
        long number = notices.tell("bob", FAIR, "k1");
        assertThat(notices.tell("bob", FAIR, "k1")).isEqualTo(number);
        world.settle();
        assertThat(world.sender.messages()).hasSize(1);
        assertThat(heard("bob")).containsExactly("Fair (#" + number + "): On Sunday https://example.org/fair");
        assertThat(world.trace("bob", number).outcome()).isEqualTo(Trace.Outcome.SENT);
        assertThat(world.trace("alice", number).outcome()).isEqualTo(Trace.Outcome.NOT_SUBSCRIBED);
        assertThatThrownBy(() -> notices.tell("zoe", FAIR, "k2")).isInstanceOf(CmsException.class);
    }

    @Test
    void whoGaveNoticesUpHearsOfNone() {
        assertThat(world.alerts()
                        .subscriptions()
                        .unsubscribe(
                                "bob",
                                TestSite.home("bob"),
                                TopicWords.read("notices").orElseThrow()))
                .isTrue();
        world.alerts().notices().tell("bob", FAIR, "k1");
        assertThat(heard("bob")).isEmpty();
    }

    @Test
    void anAnnouncementIsForAllWhoDidNotGiveThemUpWhateverTheyHaveHeardThatHour() {
        for (int i = 0; i < 3; i++) {
            world.alerts().notices().tell("alice", FAIR, "k" + i);
        }
        world.alerts()
                .subscriptions()
                .unsubscribe(
                        "bob",
                        TestSite.home("bob"),
                        TopicWords.read("announcements").orElseThrow());
        world.settle();
        world.sender.clear();
        world.alerts().notices().announce(FAIR, "a1");
        world.alerts().notices().announce(FAIR, "a1");
        world.settle();
        assertThat(world.sender.messages())
                .extracting(message -> message.to().orElseThrow().toString())
                .containsExactlyInAnyOrder("alice@example.org", "carol@example.org");
    }

    @Test
    void anAnnouncementToManyWhoAreSlowHoldsUpNoOther() {
        site.join(IntStream.range(0, 300).mapToObj(i -> "m" + i).toArray(String[]::new));
        world.sub("bob", "alice");
        world.sender.answer(message -> message.to().orElseThrow().equals(Jid.of("bob@example.org"))
                ? CompletableFuture.completedStage(Fate.STORED)
                : new CompletableFuture<>());
        world.alerts()
                .subscriptions()
                .unsubscribe(
                        "bob",
                        TestSite.home("bob"),
                        TopicWords.read("announcements").orElseThrow());
        world.alerts().notices().announce(FAIR, "a1");
        world.settle();
        int underWay = world.sender.messages().size();
        assertThat(underWay).isBetween(1, 299);
        site.post("alice", "", "text");
        world.settle();
        assertThat(world.sender.bodies("bob@example.org")).hasSize(1);
        world.pass(61); // what was silent for a minute makes room
        world.settle();
        assertThat(world.sender.messages().size()).isGreaterThan(underWay + 1);
    }

    @Test
    void addedAndRemovedWithinHalfAnHourIsToldToNobody() {
        world.alerts().notices().befriended("alice", "bob");
        world.pass(29 * 60);
        world.alerts().notices().defriended("alice", "bob");
        world.pass(3600);
        assertThat(heard("bob")).isEmpty();
        world.alerts().notices().befriended("alice", "bob");
        world.alerts().notices().befriended("alice", "bob");
        world.pass(29 * 60);
        assertThat(heard("bob")).isEmpty();
        world.restart();
        world.pass(61);
        assertThat(heard("bob")).containsExactly("alice has added you as a friend.");
        world.pass(3600);
        assertThat(heard("bob")).isEmpty();
    }

    @Test
    void whoRemovesOneIsToldOnlyToThoseWhoAskedForThat() {
        world.alerts().notices().defriended("alice", "bob");
        world.alerts().notices().defriended("alice", "carol");
        world.sub("carol", "defriended");
        world.pass(1801);
        assertThat(world.sender.bodies("bob@example.org")).isEmpty();
        assertThat(heard("carol")).containsExactly("alice has you as a friend no longer.");
        world.alerts().notices().accepted("alice", "bob");
        assertThat(heard("bob")).containsExactly("alice agrees to be your friend.");
    }

    @Test
    void postsOfFriendsAndTagsOfOneMember() {
        site.befriend("alice", "bob");
        world.sub("bob", "friends");
        world.sub("carol", "alice tag goats");
        site.post("alice", "", "plain");
        site.post("carol", "", "of no friend", "goats");
        world.settle();
        assertThat(world.sender.bodies("carol@example.org")).isEmpty();
        assertThat(heard("bob")).singleElement().asString().contains("plain");
        site.post("alice", "", "climbing", "goats");
        world.settle();
        assertThat(world.sender.bodies("bob@example.org")).hasSize(1);
        assertThat(heard("carol")).singleElement().asString().contains("climbing");
    }

    @Test
    void commentsOfAJournalOfAMemberAndBelowAComment() {
        site.join("dave", "eve");
        long post = site.post("alice", "", "text");
        long first = site.comment("bob", post, "first");
        heard("alice");
        world.sub("carol", "comments on alice");
        world.sub("dave", "comments by eve");
        world.sub("eve", "thread #" + first);
        long answer = site.reply("bob", first, "second");
        site.reply("carol", answer, "third");
        site.comment("eve", post, "beside");
        world.settle();
        assertThat(world.sender.bodies("carol@example.org")).hasSize(2);
        assertThat(world.sender.bodies("dave@example.org"))
                .singleElement()
                .asString()
                .contains("beside");
        assertThat(world.sender.bodies("eve@example.org"))
                .hasSize(2)
                .anyMatch(body -> body.contains("second"))
                .anyMatch(body -> body.contains("third"));
    }

    @Test
    void whatWasToldToAMemberGoesWithThem() {
        world.alerts().notices().befriended("alice", "bob");
        long number = world.alerts().notices().tell("bob", FAIR, "k1");
        world.alerts().memberRemoved("bob", TestSite.home("bob"));
        assertThat(world.kept().notices().notice(number)).isEmpty();
        assertThat(world.kept().notices().nextDue()).isEmpty();
    }
}
