package org.ratatosk.bridge.cms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.alerts.TestClock;
import org.ratatosk.bridge.config.Limits;
import org.ratatosk.bridge.store.EventLog;
import org.ratatosk.bridge.store.sql.SqlEventLog;
import org.ratatosk.bridge.store.sql.SqlJournalStore;
import org.ratatosk.bridge.store.sql.TestDatabase;
import org.ratatosk.server.jid.Jid;

class JournalTest {
    private static final Set<Comment.State> SHOWN = Set.of(Comment.State.SHOWN);
    private static final Jid ALICE = Jid.of("alice@example.org");
    private final TestClock clock = new TestClock();
    private final TestDatabase db = new TestDatabase();
    private final EventLog log = new SqlEventLog(db);
    private final AtomicInteger woken = new AtomicInteger();
    private final Map<Jid, String> accounts =
            new HashMap<>(Map.of(ALICE, "a1", Jid.of("bob@example.org"), "b1", Jid.of("alice@two.example"), "a2"));
    private final List<String> heard = new ArrayList<>();
    private Runnable afterNextAnswer = () -> {};
    private Journal journal;

    @BeforeEach
    void open() {
        Limits limits = new Limits(10, 40, 20, 2, 8, 6, 3, 64, 4);
        journal = new Journal(
                new SqlJournalStore(db, new Links("https://example.org")),
                this::incarnation,
                new Names(List.of("example.org", "two.example")),
                limits,
                clock);
        journal.listen(new Journal.Listener() {
            @Override
            public void happened() {
                woken.incrementAndGet();
            }

            @Override
            public void arrived(Jid home) {
                heard.add("arrived " + home);
            }

            @Override
            public void left(String name, Jid home) {
                heard.add("left " + name + " " + home);
            }
        });
    }

    private Optional<String> incarnation(Jid home) {
        Optional<String> answer = Optional.ofNullable(accounts.get(home));
        Runnable then = afterNextAnswer;
        afterNextAnswer = () -> {};
        then.run();
        return answer;
    }

    @AfterEach
    void close() {
        db.close();
    }

    private static PostDraft draft(String text) {
        return new PostDraft("alice", "A walk", text, Security.PUBLIC, List.of("spring", "rain"), "wet");
    }

    private static CommentDraft comment(long post, OptionalLong parent, boolean held) {
        return new CommentDraft(post, parent, "bob", true, "Nice", held);
    }

    @Test
    void onlyWhatIsInSightIsFetched() {
        Set<String> nobody = Set.of();
        for (Security security : Security.values()) {
            journal.publish(new PostDraft("alice", "", security.name(), security, List.of(), ""), security.name());
        }
        Sight[] sights = {
            new Sight(null, nobody),
            new Sight("bob", nobody),
            new Sight("bob", Set.of("alice", "eve")),
            new Sight("alice", nobody),
            new Sight("alice", Set.of("alice"))
        };
        for (Sight sight : sights) {
            List<Post> all = journal.postsOf("alice", new Sight("alice", nobody), Long.MAX_VALUE, 10);
            assertThat(all).hasSize(3);
            List<Post> inSight = all.stream().filter(sight::takesIn).toList();
            assertThat(journal.latest(sight, Long.MAX_VALUE, 10)).isEqualTo(inSight);
            assertThat(journal.postsOf("alice", sight, Long.MAX_VALUE, 10)).isEqualTo(inSight);
            assertThat(journal.postsOf("bob", sight, Long.MAX_VALUE, 10)).isEmpty();
        }
        assertThat(journal.latest(sights[0], Long.MAX_VALUE, 10)).hasSize(1);
        assertThat(journal.latest(sights[1], Long.MAX_VALUE, 10)).hasSize(2);
        assertThat(journal.latest(sights[2], Long.MAX_VALUE, 10)).hasSize(1);
        assertThat(journal.latest(sights[3], Long.MAX_VALUE, 10)).hasSize(3);
    }

    @Test
    void accountsOfTheSiteAreMembers() {
        assertThat(journal.member("alice")).contains(new Member("alice", ALICE, "alice", Security.PUBLIC, true));
        assertThat(journal.member("alice@two.example"))
                .contains(new Member(
                        "alice@two.example", Jid.of("alice@two.example"), "alice@two.example", Security.PUBLIC, true));
        assertThat(journal.member("nobody")).isEmpty();
        assertThat(journal.member("alice@example.org")).isEmpty();
        assertThat(journal.member("alice@elsewhere.example")).isEmpty();
        assertThat(journal.member("no/body")).isEmpty();
        assertThat(journal.member("")).isEmpty();
    }

    @Test
    void whatAMemberHasSetIsKept() {
        Member changed = new Member("alice", ALICE, "Alice A.", Security.FRIENDS, false);
        journal.updateMember(changed);
        journal.updateMember(changed);
        assertThat(journal.member("alice")).contains(changed);
        assertThatThrownBy(() -> journal.updateMember(new Member("alice", ALICE, " ", Security.FRIENDS, false)))
                .isInstanceOf(CmsException.class)
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> journal.updateMember(new Member("eve", ALICE, "Eve", Security.FRIENDS, false)))
                .hasMessageContaining("no member eve");
    }

    @Test
    void aShownNameHoldsNothingInvisible() {
        for (String shown : List.of("Al\u202eice", "Ali\u200bce", "Ali\nce")) {
            assertThatThrownBy(() -> journal.updateMember(new Member("alice", ALICE, shown, Security.PUBLIC, true)))
                    .as(shown)
                    .isInstanceOf(CmsException.class)
                    .hasMessageContaining("cannot be seen");
        }
        journal.updateMember(new Member("alice", ALICE, "\u00c5lice \ud83d\udc3f", Security.PUBLIC, true));
    }

    @Test
    void aMemberOfALongNameIsShownByItsBeginning() {
        String name = "a" + "\ud840\udc00".repeat(150);
        accounts.put(Jid.of(name + "@example.org"), "i");
        Member member = journal.member(name).orElseThrow();
        assertThat(member.name()).isEqualTo(name);
        assertThat(member.displayName()).isEqualTo(name.substring(0, 199));
    }

    @Test
    void aPostIsKeptWithItsEvent() {
        Post post = journal.publish(draft("It rained"), "k1");
        assertThat(post)
                .isEqualTo(new Post(
                        1,
                        "alice",
                        "A walk",
                        "It rained",
                        Security.PUBLIC,
                        List.of("spring", "rain"),
                        "wet",
                        clock.instant(),
                        "https://example.org/posts/1"));
        assertThat(journal.post(1)).contains(post);
        assertThat(log.after(0, 10))
                .extracting(EventLog.Entry::event)
                .containsExactly(new Event(
                        "post-1", Event.Type.POST_PUBLISHED, 1, OptionalLong.empty(), "alice", clock.instant()));
        assertThat(woken).hasValue(1);
    }

    @Test
    void theSameKeyIsOnePost() {
        Post post = journal.publish(draft("It rained"), "k1");
        clock.pass(60);
        assertThat(journal.publish(draft("Something else"), "k1")).isEqualTo(post);
        assertThat(journal.publish(draft("It rained"), "k2").number()).isEqualTo(2);
        assertThat(journal.latest(Sight.of(Viewer.member("alice")), Long.MAX_VALUE, 10))
                .extracting(Post::number)
                .containsExactly(2L, 1L);
        assertThat(log.after(0, 10)).hasSize(2);
    }

    @Test
    void commentsShareTheNumbersAndKeepTheirThread() {
        long post = journal.publish(draft("It rained"), "k1").number();
        Comment first = journal.comment(comment(post, OptionalLong.empty(), false), "k2");
        Comment second = journal.comment(comment(post, OptionalLong.of(first.number()), false), "k3");
        assertThat(journal.comment(comment(post, OptionalLong.empty(), false), "k3"))
                .isEqualTo(second);
        assertThat(first.number()).isEqualTo(2);
        assertThat(second.number()).isEqualTo(3);
        assertThat(second.parent()).hasValue(2);
        assertThat(second.link()).isEqualTo("https://example.org/posts/1?c=3#c3");
        assertThat(journal.comments(post, SHOWN, 0, 10)).containsExactly(first, second);
        assertThat(journal.countComments(List.of(post, 99L), first.state())).containsOnlyKeys(post);
        assertThat(journal.countComments(List.of(post), Comment.State.REJECTED)).isEmpty();
        assertThat(journal.countComments(List.of(), first.state())).isEmpty();
        assertThat(log.about(3)).extracting(e -> e.event().type()).containsExactly(Event.Type.COMMENT_SHOWN);
        assertThat(log.about(1)).extracting(e -> e.event().id()).containsExactly("post-1");
        assertThat(log.find("comment-2")).isPresent();
    }

    @Test
    void commentsComeInPages() {
        long post = journal.publish(draft("It rained"), "k1").number();
        long other = journal.publish(draft("It snowed"), "k2").number();
        for (int i = 0; i < 5; i++) {
            journal.comment(comment(post, OptionalLong.empty(), i == 2), "c" + i);
            journal.comment(comment(other, OptionalLong.empty(), i == 4), "d" + i);
        }
        Set<Comment.State> both = Set.of(Comment.State.SHOWN, Comment.State.HELD);
        assertThat(journal.comments(post, both, 1, 3))
                .extracting(Comment::number)
                .containsExactly(5L, 7L, 9L);
        assertThat(journal.comments(post, SHOWN, 1, 3))
                .extracting(Comment::number)
                .containsExactly(5L, 9L, 11L);
        assertThat(journal.comments(post, SHOWN, 4, 3)).isEmpty();
        assertThat(journal.comments(post, Set.of(), 0, 3)).isEmpty();
        assertThat(journal.commentsBefore(post, both, 9)).isEqualTo(3);
        assertThat(journal.commentsBefore(post, SHOWN, 9)).isEqualTo(2);
        assertThat(journal.commentsBefore(post, SHOWN, 3)).isZero();
        assertThat(journal.commentsBefore(post, Set.of(), 9)).isZero();
        assertThat(journal.heldComments("alice", 0, 10))
                .extracting(Comment::number)
                .containsExactly(7L, 12L);
        assertThat(journal.heldComments("alice", 1, 10))
                .extracting(Comment::number)
                .containsExactly(12L);
        assertThat(journal.heldComments("bob", 0, 10)).isEmpty();
    }

    @Test
    void aHeldCommentIsToldOfWhenItIsShownAndOnce() {
        long post = journal.publish(draft("It rained"), "k1").number();
        Comment held = journal.comment(comment(post, OptionalLong.empty(), true), "k2");
        assertThat(held.state()).isEqualTo(Comment.State.HELD);
        journal.moderate(held.number(), Comment.State.SHOWN, "k3");
        journal.moderate(held.number(), Comment.State.REJECTED, "k4");
        assertThat(journal.moderate(held.number(), Comment.State.SHOWN, "k5").state())
                .isEqualTo(Comment.State.SHOWN);
        assertThat(log.about(held.number()))
                .extracting(e -> e.event().type())
                .containsExactly(Event.Type.COMMENT_HELD, Event.Type.COMMENT_SHOWN);
        assertThatThrownBy(() -> journal.moderate(post, Comment.State.SHOWN, "k6"))
                .hasMessageContaining("no comment #1");
    }

    @Test
    void refusalsLeaveNothing() {
        long post = journal.publish(draft("It rained"), "k1").number();
        assertThatThrownBy(() -> journal.publish(draft("x".repeat(41)), "k2"))
                .hasMessageContaining("41 characters, of which 40");
        assertThatThrownBy(() -> journal.publish(draft(" \n"), "k2")).hasMessageContaining("no text");
        assertThatThrownBy(() -> journal.publish(
                        new PostDraft("alice", "", "t", Security.PUBLIC, List.of("a", "b", "c"), ""), "k2"))
                .hasMessageContaining("at most 2 tags");
        assertThatThrownBy(() -> journal.publish(
                        new PostDraft("alice", "", "t", Security.PUBLIC, List.of("123456789"), ""), "k2"))
                .hasMessageContaining("9 characters, of which 8");
        assertThatThrownBy(() ->
                        journal.publish(new PostDraft("alice", "", "t", Security.PUBLIC, List.of(), "1234567"), "k2"))
                .hasMessageContaining("mood");
        assertThatThrownBy(() -> journal.publish(
                        new PostDraft("alice", "12345678901", "t", Security.PUBLIC, List.of(), ""), "k2"))
                .hasMessageContaining("subject");
        assertThatThrownBy(() -> journal.publish(new PostDraft("eve", "", "t", Security.PUBLIC, List.of(), ""), "k2"))
                .hasMessageContaining("no member eve");
        assertThatThrownBy(() -> journal.comment(comment(99, OptionalLong.empty(), false), "k2"))
                .hasMessageContaining("no post #99");
        assertThatThrownBy(() -> journal.comment(comment(post, OptionalLong.of(99), false), "k2"))
                .hasMessageContaining("no comment #99 under post #1");
        assertThat(journal.publish(draft("Next"), "k2").number()).isEqualTo(2);
        assertThat(log.after(0, 10)).hasSize(2);
    }

    @Test
    void pagesGoBackByNumber() {
        for (int i = 1; i <= 5; i++) {
            journal.publish(draft("Post " + i), "k" + i);
        }
        journal.publish(new PostDraft("bob", "", "Mine", Security.PUBLIC, List.of(), ""), "k6");
        assertThat(journal.postsOf("alice", Sight.of(Viewer.member("alice")), Long.MAX_VALUE, 2))
                .extracting(Post::number)
                .containsExactly(5L, 4L);
        assertThat(journal.postsOf("alice", Sight.of(Viewer.member("alice")), 4, 2))
                .extracting(Post::number)
                .containsExactly(3L, 2L);
        assertThat(journal.latest(Sight.of(Viewer.member("alice")), Long.MAX_VALUE, 2))
                .extracting(Post::number)
                .containsExactly(6L, 5L);
    }

    @Test
    void aLaterMemberOfTheSameNameInheritsNothing() {
        journal.updateMember(new Member("alice", ALICE, "Alice A.", Security.FRIENDS, false));
        long post = journal.publish(draft("It rained"), "k1").number();
        journal.comment(comment(post, OptionalLong.empty(), false), "k2");
        long bobs = journal.publish(new PostDraft("bob", "", "Mine", Security.PUBLIC, List.of(), ""), "k3")
                .number();
        long hers = journal.comment(new CommentDraft(bobs, OptionalLong.empty(), "alice", true, "Yours", false), "k4")
                .number();
        journal.forget("alice");
        assertThat(journal.member("alice")).contains(new Member("alice", ALICE, "alice", Security.PUBLIC, true));
        assertThat(journal.latest(Sight.of(Viewer.member("alice")), Long.MAX_VALUE, 10))
                .extracting(Post::number)
                .containsExactly(bobs);
        assertThat(journal.findComment(hers))
                .hasValueSatisfying(
                        c -> assertThat(c.author() + c.authorIsMember()).isEqualTo("deletedfalse"));
        assertThat(log.after(0, 10)).extracting(e -> e.event().actor()).containsExactly("bob", "deleted");
    }

    @Test
    void anAccountThatWasMadeAgainInheritsNothingEither() {
        journal.publish(draft("It rained"), "k1");
        journal.updateMember(new Member("alice", ALICE, "Alice A.", Security.FRIENDS, false));
        assertThat(heard).containsExactly("arrived alice@example.org");
        accounts.remove(ALICE);
        assertThat(journal.member("alice")).isEmpty();
        assertThat(journal.latest(Sight.of(Viewer.member("alice")), Long.MAX_VALUE, 10))
                .hasSize(1);
        accounts.put(ALICE, "a9");
        assertThat(journal.member("alice")).contains(new Member("alice", ALICE, "alice", Security.PUBLIC, true));
        assertThat(journal.latest(Sight.of(Viewer.member("alice")), Long.MAX_VALUE, 10))
                .isEmpty();
        journal.publish(draft("It snowed"), "k2");
        journal.member("alice");
        assertThat(journal.latest(Sight.of(Viewer.member("alice")), Long.MAX_VALUE, 10))
                .hasSize(1);
        assertThat(heard)
                .containsExactly(
                        "arrived alice@example.org", "left alice alice@example.org", "arrived alice@example.org");
    }

    @Test
    void whoeverAskedBeforeAnAccountWasMadeAgainTakesNothingFromTheNewOne() {
        Member changed = new Member("alice", ALICE, "Alice A.", Security.FRIENDS, false);
        List<Runnable> late = List.of(() -> journal.member("alice"), () -> journal.updateMember(changed));
        for (int i = 0; i < late.size(); i++) {
            String key = "k" + i;
            journal.publish(draft("It rained"), "old " + key);
            afterNextAnswer = () -> {
                accounts.put(ALICE, "made again " + key);
                journal.publish(draft("It snowed"), key);
            };
            late.get(i).run();
            assertThat(journal.member("alice")).isPresent();
            assertThat(journal.latest(Sight.of(Viewer.member("alice")), Long.MAX_VALUE, 10))
                    .extracting(Post::text)
                    .containsExactly("It snowed");
        }
    }

    @Test
    void anAccountThatIsDisabledForAWhileKeepsAll() {
        journal.publish(draft("It rained"), "k1");
        accounts.remove(ALICE);
        assertThat(journal.member("alice")).isEmpty();
        accounts.put(ALICE, "a1");
        assertThat(journal.member("alice")).isPresent();
        assertThat(journal.latest(Sight.of(Viewer.member("alice")), Long.MAX_VALUE, 10))
                .hasSize(1);
    }
}
