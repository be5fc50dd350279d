package org.ratatosk.bridge.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.alerts.TestClock;
import org.ratatosk.bridge.alerts.TestSite;

class ReadingTest {
    private final TestSite site = new TestSite(new TestClock());
    private final Reading reading = new Reading(site, new Visibility(site, site));

    ReadingTest() {
        site.join("alice", "bob");
    }

    @Test
    void looksBehindWhatCannotBeSeen() {
        site.post("alice", "", "First");
        for (int i = 0; i < 120; i++) {
            site.post("alice", "", "Diary " + i, Security.PRIVATE);
        }
        site.post("bob", "", "Last");
        assertThat(reading.newest(null, Viewer.member("bob"), Long.MAX_VALUE, 10))
                .extracting(Post::text)
                .containsExactly("Last", "First");
        assertThat(reading.newest("alice", Viewer.ANYBODY, Long.MAX_VALUE, 10))
                .extracting(Post::text)
                .containsExactly("First");
        assertThat(reading.newest("alice", Viewer.member("alice"), Long.MAX_VALUE, 10))
                .hasSize(10);
    }

    @Test
    void nobodyCanBuryWhatOthersMaySee() {
        site.join("mallory");
        site.post("alice", "", "First");
        for (int i = 0; i < 2_100; i++) {
            site.post("mallory", "", "Diary " + i, Security.PRIVATE);
            site.post("mallory", "", "For friends " + i, Security.FRIENDS);
        }
        for (Viewer viewer : List.of(Viewer.ANYBODY, Viewer.member("bob"))) {
            assertThat(reading.newest(null, viewer, Long.MAX_VALUE, 10))
                    .extracting(Post::text)
                    .containsExactly("First");
        }
    }

    @Test
    void commentsAreCountedAsTheViewerMaySeeThem() {
        long open = site.post("alice", "", "Text");
        long quiet = site.post("alice", "", "Text");
        long diary = site.post("alice", "", "Diary", Security.PRIVATE);
        site.comment("bob", open, "Hm");
        site.comment("bob", open, "Hm again");
        site.held("carol@elsewhere.example", open, "Hm");
        site.comment("alice", diary, "Hm");
        List<Post> posts = List.of(
                site.post(open).orElseThrow(),
                site.post(quiet).orElseThrow(),
                site.post(diary).orElseThrow());
        assertThat(reading.commentCounts(posts, Viewer.ANYBODY)).isEqualTo(Map.of(open, 2));
        assertThat(reading.commentCounts(posts, Viewer.member("bob"))).isEqualTo(Map.of(open, 2));
        assertThat(reading.commentCounts(posts, Viewer.member("alice"))).isEqualTo(Map.of(open, 3, diary, 1));
    }

    @Test
    void findsWhatANumberStandsFor() {
        long post = site.post("alice", "", "Text");
        long comment = site.comment("bob", post, "Hm");
        long held = site.held("carol@elsewhere.example", post, "Hm");
        long diary = site.post("alice", "", "Diary", Security.PRIVATE);
        long inDiary = site.comment("alice", diary, "Hm");
        Viewer bob = Viewer.member("bob");
        assertThat(reading.target(post, bob))
                .hasValueSatisfying(t -> assertThat(t.parent()).isEmpty());
        assertThat(reading.target(comment, bob))
                .hasValueSatisfying(t -> assertThat(t.parent()).hasValue(comment));
        assertThat(reading.target(held, bob)).isEmpty();
        assertThat(reading.target(held, Viewer.member("alice"))).isPresent();
        assertThat(reading.target(diary, bob)).isEmpty();
        assertThat(reading.target(inDiary, bob)).isEmpty();
        assertThat(reading.target(999, bob)).isEmpty();
        assertThat(reading.comments(post, bob, 0, 100))
                .extracting(Comment::number)
                .containsExactly(comment);
        assertThat(reading.comments(diary, bob, 0, 100)).isEmpty();
        assertThat(reading.comments(999, bob, 0, 100)).isEmpty();
        assertThat(reading.comments(post, Viewer.member("alice"), 1, 100))
                .extracting(Comment::number)
                .containsExactly(held);
        assertThat(reading.commentsBefore(post, bob, held)).isEqualTo(1);
        assertThat(reading.commentsBefore(diary, bob, inDiary + 1)).isZero();
        assertThat(reading.commentsBefore(diary, Viewer.member("alice"), inDiary + 1))
                .isEqualTo(1);
    }
}
