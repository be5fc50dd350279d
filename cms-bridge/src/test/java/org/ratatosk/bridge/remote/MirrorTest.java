package org.ratatosk.bridge.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.CommentDraft;
import org.ratatosk.bridge.cms.KeptCms;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.cms.Sight;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.bridge.remote.RemoteCms.Power;
import org.ratatosk.bridge.store.EventLog;
import org.ratatosk.bridge.store.sql.SqlEventLog;
import org.ratatosk.server.jid.Jid;

/** A mirror of a small CMS that is asked over HTTP, with trouble on the way. */
class MirrorTest {
    private static final Instant LONG_AGO = Instant.parse("2001-01-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

    private final List<String> left = new ArrayList<>();
    private TestMirror cms;
    private EventLog log;
    private Mirror mirror;

    @BeforeEach
    void open() throws IOException {
        cms = new TestMirror();
        log = new SqlEventLog(cms.db);
        mirror = cms.mirror();
        mirror.listen(new KeptCms.Listener() {
            @Override
            public void left(String name, Jid home) {
                left.add(name);
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        cms.close();
    }

    private static PostDraft draft(String title) {
        return new PostDraft("romeo", title, "Fresh honey.", Security.PUBLIC, List.of("honey"), "");
    }

    private static CommentDraft comment(long post, OptionalLong parent, String text) {
        return new CommentDraft(post, parent, "juliet", true, text, false);
    }

    private void read() {
        RemoteCms.Changes page;
        do {
            page = cms.remote.changes(mirror.cursor());
            mirror.apply(page);
        } while (page.more());
    }

    private List<String> events() {
        return log.after(0, 100).stream()
                .map(entry -> entry.event().type() + " " + entry.event().post()
                        + (entry.event().comment().isPresent()
                                ? "/" + entry.event().comment().getAsLong()
                                : ""))
                .toList();
    }

    private List<Post> posts() {
        return mirror.latest(Sight.of(Viewer.ANYBODY), Long.MAX_VALUE, 100);
    }

    private List<Comment> comments(long post) {
        return mirror.comments(post, EnumSet.allOf(Comment.State.class), 0, 100);
    }

    @Test
    void aPostStandsAtTheCmsAndInTheMirror() {
        read();
        Post post = mirror.publish(draft("Market"), "key-1");
        assertThat(post.number()).isEqualTo(1);
        assertThat(post.link()).isEqualTo("https://small.example/p1");
        assertThat(mirror.publish(draft("Market"), "key-1")).isEqualTo(post);
        assertThat(cms.gate.requests())
                .filteredOn(line -> line.startsWith("POST"))
                .hasSize(1);
        read();
        assertThat(posts()).containsExactly(post);
        assertThat(events()).containsExactly("POST_PUBLISHED 1");
        Comment comment = mirror.comment(comment(1, OptionalLong.empty(), "Nice"), "key-2");
        Comment answer = mirror.comment(comment(1, OptionalLong.of(comment.number()), "Indeed"), "key-3");
        assertThat(answer.parent()).hasValue(comment.number());
        assertThat(answer.link()).isEqualTo("https://small.example/c3");
        read();
        assertThat(comments(1)).containsExactly(comment, answer);
        assertThat(events()).containsExactly("POST_PUBLISHED 1", "COMMENT_SHOWN 1/2", "COMMENT_SHOWN 1/3");
        assertThat(cms.small.comments()).isEqualTo(2);
    }

    @Test
    void whatTheCmsDidAndWeDidNotHearOfIsDoneOnce() {
        read();
        cms.gate.mood(Gate.Mood.FORGETFUL);
        assertThatThrownBy(() -> mirror.publish(draft("Lost"), "key-1"))
                .isInstanceOf(CmsException.class)
                .hasMessageContaining("takes effect once");
        assertThat(posts()).isEmpty();
        cms.gate.mood(Gate.Mood.CALM);
        Post post = mirror.publish(draft("Lost"), "key-1");
        assertThat(cms.small.posts()).isEqualTo(1);
        cms.gate.mood(Gate.Mood.FORGETFUL);
        CommentDraft words = comment(post.number(), OptionalLong.empty(), "Nice");
        assertThatThrownBy(() -> mirror.comment(words, "key-2")).isInstanceOf(CmsException.class);
        cms.gate.mood(Gate.Mood.CALM);
        read(); // the comment comes by the list before it is asked for again
        assertThat(comments(post.number())).hasSize(1);
        Comment comment = mirror.comment(words, "key-2");
        assertThat(comments(post.number())).containsExactly(comment);
        assertThat(cms.small.comments()).isEqualTo(1);
        assertThat(events()).containsExactly("POST_PUBLISHED 1", "COMMENT_SHOWN 1/2");
    }

    @Test
    void aCmsThatIsDownLosesNothing() {
        cms.gate.mood(Gate.Mood.BROKEN);
        assertThatThrownBy(() -> mirror.publish(draft("Later"), "key-1"))
                .isInstanceOf(CmsException.class)
                .hasMessageContaining("cannot do it now")
                .hasMessageContaining("Send your message again");
        cms.gate.mood(Gate.Mood.CALM);
        assertThat(mirror.publish(draft("Later"), "key-1").number()).isEqualTo(1);
        assertThat(cms.small.posts()).isEqualTo(1);
    }

    @Test
    void whatIsTooFastForTheCmsIsWaitedOut() {
        cms.gate.mood(Gate.Mood.HURRIED);
        List<Duration> told = new ArrayList<>();
        Post post = cms.patience().ask(() -> mirror.publish(draft("Slowly"), "key-1"), told::add);
        assertThat(told).containsExactly(Duration.ofSeconds(15));
        assertThat(cms.pauses).containsExactly(Duration.ofSeconds(15));
        assertThat(posts()).containsExactly(post);
        assertThat(cms.small.posts()).isEqualTo(1);
    }

    @Test
    void whatIsChangedHereIsChangedThere() {
        read();
        Post post = mirror.publish(draft("Before"), "key-1");
        Comment comment = mirror.comment(comment(1, OptionalLong.empty(), "Slip"), "key-2");
        PostDraft after = new PostDraft("romeo", "After", "Fresher.", Security.PUBLIC, List.of("nut"), "glad");
        assertThat(mirror.update(post.number(), after, "key-3")).satisfies(changed -> {
            assertThat(changed.title()).isEqualTo("After");
            assertThat(changed.number()).isEqualTo(post.number());
            assertThat(changed.link()).isEqualTo(post.link());
        });
        assertThat(mirror.update(comment.number(), "Better", "key-4").text()).isEqualTo("Better");
        read();
        assertThat(posts()).singleElement().satisfies(now -> {
            assertThat(now.text()).isEqualTo("Fresher.");
            assertThat(now.tags()).containsExactly("nut");
            assertThat(now.mood()).isEqualTo("glad");
        });
        assertThat(comments(1)).extracting(Comment::text).containsExactly("Better");
        assertThat(events()).containsExactly("POST_PUBLISHED 1", "COMMENT_SHOWN 1/2");
        assertThat(mirror.made("key-1")).hasValue(1);
        assertThat(mirror.made("key-2")).hasValue(2);
    }

    @Test
    void aLostAnswerToAChangeLosesNothing() {
        read();
        Post post = mirror.publish(draft("Before"), "key-1");
        PostDraft after = draft("After");
        cms.gate.mood(Gate.Mood.FORGETFUL);
        assertThatThrownBy(() -> mirror.update(post.number(), after, "key-2")).isInstanceOf(CmsException.class);
        assertThatThrownBy(() -> mirror.like(post.number(), "juliet", true, "key-3"))
                .isInstanceOf(CmsException.class);
        cms.gate.mood(Gate.Mood.CALM);
        read();
        assertThat(posts()).singleElement().extracting(Post::title).isEqualTo("After");
        assertThat(mirror.countLikes(List.of(1L))).containsEntry(1L, 1);
        mirror.like(post.number(), "juliet", true, "key-3");
        assertThat(mirror.countLikes(List.of(1L))).containsEntry(1L, 1);
        cms.gate.mood(Gate.Mood.FORGETFUL);
        assertThatThrownBy(() -> mirror.delete(post.number(), "key-4")).isInstanceOf(CmsException.class);
        cms.gate.mood(Gate.Mood.CALM);
        mirror.delete(post.number(), "key-4");
        assertThat(posts()).isEmpty();
        read();
        assertThat(posts()).isEmpty();
        assertThat(cms.small.posts()).isZero();
    }

    @Test
    void whatIsDeletedHereStaysAway() {
        read();
        Post post = mirror.publish(draft("Short"), "key-1");
        Comment one = mirror.comment(comment(1, OptionalLong.empty(), "One"), "key-2");
        mirror.comment(comment(1, OptionalLong.empty(), "Two"), "key-3");
        mirror.like(one.number(), "romeo", true, "key-4");
        mirror.delete(one.number(), "key-5");
        assertThat(comments(1)).extracting(Comment::text).containsExactly("Two");
        assertThat(mirror.made("key-2")).isEmpty();
        assertThat(cms.small.comments()).isEqualTo(1);
        read(); // all that led there is told again, and brings nothing back
        assertThat(comments(1)).extracting(Comment::text).containsExactly("Two");
        assertThat(mirror.countLikes(List.of(one.number()))).isEmpty();
        mirror.delete(post.number(), "key-6");
        read();
        assertThat(posts()).isEmpty();
        assertThat(events()).isEmpty();
    }

    @Test
    void likesGoBothWays() {
        read();
        Post post = mirror.publish(draft("Liked"), "key-1");
        Comment comment = mirror.comment(comment(1, OptionalLong.empty(), "Me too"), "key-2");
        mirror.like(post.number(), "juliet", true, "key-3");
        mirror.like(comment.number(), "romeo", true, "key-4");
        assertThat(cms.small.likedBy("p1")).containsExactly("juliet");
        assertThat(cms.small.likedBy("c2")).containsExactly("romeo");
        cms.small.like("bob", "p1", true);
        read();
        assertThat(mirror.countLikes(List.of(1L, 2L, 3L))).isEqualTo(Map.of(1L, 2, 2L, 1));
        cms.small.like("juliet", "p1", false);
        mirror.like(comment.number(), "romeo", false, "key-5");
        read();
        assertThat(mirror.countLikes(List.of(1L, 2L))).isEqualTo(Map.of(1L, 1));
        mirror.forget("bob");
        assertThat(mirror.countLikes(List.of(1L, 2L))).isEmpty();
    }

    @Test
    void whatIsLikedIsNewsUntilThatIsTakenBack() {
        String old = cms.small.post("romeo", "Old", "Long ago.");
        cms.small.like("juliet", old, true);
        read();
        assertThat(events()).as("history").isEmpty();
        cms.small.like("bob", old, true);
        Comment comment = mirror.comment(comment(1, OptionalLong.empty(), "Me too"), "key-1");
        mirror.like(comment.number(), "romeo", true, "key-2");
        mirror.like(comment.number(), "romeo", true, "key-3");
        read();
        assertThat(events()).containsExactly("COMMENT_SHOWN 1/2", "LIKED 1/2", "LIKED 1");
        assertThat(log.about(1)).isEmpty();
        mirror.like(comment.number(), "romeo", false, "key-4");
        assertThat(events()).containsExactly("COMMENT_SHOWN 1/2", "LIKED 1");
        mirror.forget("bob");
        assertThat(events()).containsExactly("COMMENT_SHOWN 1/2");
    }

    @Test
    void spamIsToldAsSuch() {
        read();
        String id = cms.small.post("romeo", "There", "Written there.");
        String spam = cms.small.commentToHold("Carol", id, "Buy!");
        read();
        assertThat(mirror.moderate(2, Comment.State.SPAM, "spam-2").state()).isEqualTo(Comment.State.SPAM);
        assertThat(cms.small.isSpam(spam)).isTrue();
        read();
        assertThat(comments(1)).extracting(Comment::state).containsExactly(Comment.State.SPAM);
    }

    @Test
    void onlyMembersChangeWhatTheyWroteElsewhere() {
        Post post = mirror.publish(draft("Open"), "key-1");
        Comment comment = mirror.comment(
                new CommentDraft(post.number(), OptionalLong.empty(), "carol@elsewhere.example", false, "Hello", true),
                "key-2");
        assertThatThrownBy(() -> mirror.update(comment.number(), "Hi", "key-3"))
                .hasMessageStartingWith("The website lets only members change");
        assertThatThrownBy(() -> mirror.delete(comment.number(), "key-4"))
                .hasMessageStartingWith("The website lets only members change");
        assertThat(comments(1)).extracting(Comment::text).containsExactly("Hello");
    }

    @Test
    void whatWasThereBeforeIsNoNews() {
        String old = cms.small.post("romeo", "Old", "Long ago.");
        cms.small.comment("juliet", old, null, "Even then");
        read();
        assertThat(posts()).extracting(Post::title).containsExactly("Old");
        assertThat(comments(1)).hasSize(1);
        assertThat(events()).isEmpty();
        cms.small.post("juliet", "New", "Now.");
        read();
        assertThat(events()).containsExactly("POST_PUBLISHED 3");
    }

    @Test
    void whatHappensAtTheCmsComesInOnce() {
        read();
        String id = cms.small.post("romeo", "There", "Written there.");
        String comment = cms.small.comment("juliet", id, null, "Seen");
        cms.small.comment("romeo", id, comment, "Thanks");
        List<Change> pushed = cms.small.activities().stream()
                .map(text -> Activities.read(Json.read(text).orElseThrow()).orElseThrow())
                .toList();
        assertThat(mirror.apply(pushed)).isEqualTo(3);
        assertThat(mirror.apply(pushed)).isZero();
        read();
        assertThat(posts()).singleElement().satisfies(post -> {
            assertThat(post.author()).isEqualTo("romeo");
            assertThat(post.link()).isEqualTo("https://small.example/p1");
        });
        assertThat(comments(1)).extracting(Comment::parent).containsExactly(OptionalLong.empty(), OptionalLong.of(2));
        assertThat(events()).containsExactly("POST_PUBLISHED 1", "COMMENT_SHOWN 1/2", "COMMENT_SHOWN 1/3");
        cms.small.edit(id, "Written anew.");
        cms.small.editComment(comment, "Seen twice");
        read();
        assertThat(posts()).singleElement().extracting(Post::text).isEqualTo("Written anew.");
        assertThat(comments(1)).extracting(Comment::text).containsExactly("Seen twice", "Thanks");
        assertThat(events()).hasSize(3);
    }

    @Test
    void whatIsLateChangesNothing() {
        read();
        String id = cms.small.post("romeo", "There", "Written there.");
        read();
        assertThat(mirror.apply(List.of(changed(id, "Older words.", LONG_AGO)))).isZero();
        assertThat(posts()).singleElement().extracting(Post::text).isEqualTo("Written there.");
        assertThat(mirror.apply(List.of(new Change.PostGone(id, LONG_AGO)))).isZero();
        cms.small.delete(id);
        read();
        assertThat(posts()).isEmpty();
        assertThat(mirror.apply(List.of(changed(id, "Older words.", LONG_AGO)))).isZero();
        assertThat(posts()).isEmpty();
        assertThat(mirror.apply(List.of(new Change.PostGone("never-heard-of", LATER))))
                .isZero();
        assertThat(mirror.apply(List.of(changed("never-heard-of", "Late.", LONG_AGO))))
                .isZero();
        // what is put back is there again, under a new number, and nobody is told twice
        assertThat(mirror.apply(List.of(changed(id, "Back.", LATER)))).isEqualTo(1);
        assertThat(posts()).singleElement().extracting(Post::number).isEqualTo(2L);
        assertThat(events()).isEmpty();
    }

    private static Change changed(String id, String text, Instant at) {
        return new Change.PostChanged(id, "", "romeo", "There", text, Security.PUBLIC, List.of(), at, at);
    }

    @Test
    void whatIsGoneTakesItsCommentsWithIt() {
        read();
        String id = cms.small.post("romeo", "There", "Written there.");
        String one = cms.small.comment("juliet", id, null, "One");
        cms.small.comment("juliet", id, null, "Two");
        read();
        cms.small.deleteComment(one);
        read();
        assertThat(comments(1)).extracting(Comment::text).containsExactly("Two");
        assertThat(events()).containsExactly("POST_PUBLISHED 1", "COMMENT_SHOWN 1/3");
        cms.small.delete(id);
        read();
        assertThat(posts()).isEmpty();
        assertThat(comments(1)).isEmpty();
        assertThat(events()).isEmpty();
        assertThatThrownBy(() -> mirror.comment(comment(1, OptionalLong.empty(), "Late"), "key-9"))
                .hasMessage("There is no post #1.");
    }

    @Test
    void heldCommentsWaitForThePostsAuthor() {
        read();
        String id = cms.small.post("romeo", "There", "Written there.");
        cms.small.commentToHold("Carol", id, "May I?");
        String second = cms.small.commentToHold("Carol", id, "And this?");
        read();
        assertThat(mirror.heldComments("romeo", 0, 10))
                .extracting(Comment::author)
                .containsExactly("Carol", "Carol");
        assertThat(events()).containsExactly("POST_PUBLISHED 1", "COMMENT_HELD 1/2", "COMMENT_HELD 1/3");
        mirror.moderate(2, Comment.State.SHOWN, "moderate-2");
        assertThat(events()).contains("COMMENT_SHOWN 1/2");
        cms.small.approve(second);
        read();
        assertThat(comments(1)).extracting(Comment::state).containsOnly(Comment.State.SHOWN);
        assertThat(events()).hasSize(5).endsWith("COMMENT_SHOWN 1/3");
        mirror.moderate(3, Comment.State.REJECTED, "moderate-3");
        assertThat(cms.small.comments()).isEqualTo(1);
        read();
        assertThat(events()).hasSize(5);
    }

    @Test
    void aStrangersCommentThatTheCmsHoldsIsHeldHere() {
        Post post = mirror.publish(draft("Open"), "key-1");
        Comment comment = mirror.comment(
                new CommentDraft(post.number(), OptionalLong.empty(), "carol@elsewhere.example", false, "Hello", true),
                "key-2");
        assertThat(comment.state()).isEqualTo(Comment.State.HELD);
        assertThat(events()).containsExactly("POST_PUBLISHED 1", "COMMENT_HELD 1/2");
    }

    @Test
    void aPostThatBecomesPublicIsToldThen() {
        read();
        mirror.apply(List.of(new Change.PostChanged(
                "p9", "", "romeo", "Draft", "Mine.", Security.PRIVATE, List.of(), LONG_AGO, LONG_AGO)));
        assertThat(events()).isEmpty();
        mirror.apply(List.of(new Change.PostChanged(
                "p9", "", "romeo", "Draft", "Mine.", Security.PUBLIC, List.of(), LONG_AGO, LATER)));
        assertThat(events()).containsExactly("POST_PUBLISHED 1");
    }

    @Test
    void whatTheCmsRefusesIsSaidInItsWords() {
        assertThatThrownBy(() -> mirror.publish(
                        new PostDraft("romeo", "F", "For friends.", Security.FRIENDS, List.of(), ""), "key-1"))
                .isInstanceOf(CmsException.class)
                .hasMessage("The website did not take it: There are no posts for friends here.");
        assertThatThrownBy(() ->
                        mirror.publish(new PostDraft("nobody", "F", "No.", Security.PUBLIC, List.of(), ""), "key-2"))
                .hasMessage("There is no member nobody here.");
        assertThat(cms.gate.requests()).hasSize(1);
    }

    /** The same mirror, of a CMS that can do no more than this. */
    private Mirror with(Power... powers) {
        RemoteCms less = (RemoteCms) Proxy.newProxyInstance(
                RemoteCms.class.getClassLoader(),
                new Class<?>[] {RemoteCms.class},
                (proxy, method, arguments) ->
                        method.getName().equals("powers") ? Set.of(powers) : method.invoke(cms.remote, arguments));
        return cms.mirror(less);
    }

    @Test
    void whatTheCmsCannotDoIsNotAskedFor() {
        long post = mirror.publish(draft("Yes"), "key-1").number();
        long comment = mirror.comment(comment(post, OptionalLong.empty(), "Nice"), "key-2")
                .number();
        Mirror mute = with(Power.CHANGES);
        assertThatThrownBy(() -> mute.publish(draft("No"), "key-3")).hasMessageContaining("takes no posts");
        assertThatThrownBy(() -> mute.update(post, draft("No"), "key-4")).hasMessageContaining("change posts");
        assertThatThrownBy(() -> mute.delete(post, "key-5")).hasMessageContaining("take posts away");
        assertThatThrownBy(() -> mute.like(post, "romeo", true, "key-6")).hasMessageContaining("what people like");
        Mirror posts = with(Power.EDIT, Power.DELETE);
        assertThatThrownBy(() -> posts.update(comment, "No", "key-7")).hasMessageContaining("change comments");
        assertThatThrownBy(() -> posts.delete(comment, "key-8")).hasMessageContaining("take comments away");
        assertThat(cms.gate.requests()).hasSize(2);
        with(Power.EDIT_COMMENTS).delete(comment, "key-9");
        assertThat(comments(post)).isEmpty();
        posts.delete(post, "key-10");
        assertThat(posts()).isEmpty();
    }

    @Test
    void membersAreShownAsTheyAreThereAndLeaveNothing() {
        assertThat(mirror.member("romeo")).isPresent();
        Instant at = Instant.parse("2026-03-01T12:00:00Z");
        mirror.apply(List.of(new Change.MemberChanged("u1", "romeo", "Romeo M.", true, at)));
        assertThat(mirror.member("romeo")).map(Member::displayName).contains("Romeo M.");
        mirror.apply(List.of(new Change.MemberChanged("u1", "romeo", "Old", true, at.minusSeconds(1))));
        assertThat(mirror.member("romeo")).map(Member::displayName).contains("Romeo M.");
        Change gone = new Change.MemberGone("u1", "romeo", at.plusSeconds(1));
        mirror.apply(List.of(gone));
        assertThat(left).containsExactly("romeo");
        assertThat(mirror.member("romeo")).map(Member::displayName).contains("romeo");
        mirror.apply(List.of(gone)); // it comes again, by the list, when somebody else may have the name
        assertThat(left).hasSize(1);
    }
}
