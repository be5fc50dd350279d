package org.ratatosk.bridge.cms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ratatosk.bridge.cms.Viewer.ANYBODY;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.alerts.TestClock;
import org.ratatosk.bridge.alerts.TestSite;

class VisibilityTest {
    private static final Viewer ALICE = Viewer.member("alice");
    private static final Viewer BOB = Viewer.member("bob");
    private static final Viewer CAROL = Viewer.member("carol");

    private final TestSite site = new TestSite(new TestClock());
    private final Visibility visibility = new Visibility(site, site);

    @BeforeEach
    void people() {
        site.join("alice", "bob", "carol");
        site.befriend("alice", "bob");
    }

    private Post post(Security security) {
        return site.post(site.post("alice", "", "text", security)).orElseThrow();
    }

    private Set<Viewer> whoSees(Post post) {
        Set<Viewer> seeing = new HashSet<>();
        for (Viewer viewer : Set.of(ALICE, BOB, CAROL, ANYBODY, Viewer.member("nobody"))) {
            if (visibility.sees(viewer, post)) {
                seeing.add(viewer);
            }
        }
        return seeing;
    }

    @Test
    void aPublicPostIsForEverybody() {
        assertThat(whoSees(post(Security.PUBLIC))).hasSize(5);
    }

    @Test
    void aFriendsPostIsForThoseToWhomTheAuthorShowsPresence() {
        assertThat(whoSees(post(Security.FRIENDS))).containsExactlyInAnyOrder(ALICE, BOB);
    }

    @Test
    void toBeShownSomebodysPresenceMakesNoFriendOfTheOther() {
        Post ofBob = site.post(site.post("bob", "", "text", Security.FRIENDS)).orElseThrow();
        assertThat(visibility.sees(ALICE, ofBob)).isFalse();
    }

    @Test
    void aPrivatePostIsForItsAuthor() {
        assertThat(whoSees(post(Security.PRIVATE))).containsExactly(ALICE);
    }

    @Test
    void aCommentIsSeenByWhoeverSeesItsPost() {
        Post post = post(Security.FRIENDS);
        Comment comment =
                site.findComment(site.comment("bob", post.number(), "yes")).orElseThrow();
        assertThat(visibility.sees(ALICE, post, comment)).isTrue();
        assertThat(visibility.sees(BOB, post, comment)).isTrue();
        assertThat(visibility.sees(CAROL, post, comment)).isFalse();
        assertThat(visibility.sees(ANYBODY, post, comment)).isFalse();
    }

    @Test
    void aHeldCommentIsSeenByThePostsAuthorOnlyAndARejectedOneByNobody() {
        Post post = post(Security.PUBLIC);
        long number = site.held("x@elsewhere.test", post.number(), "buy");
        Comment held = site.findComment(number).orElseThrow();
        assertThat(visibility.sees(ALICE, post, held)).isTrue();
        assertThat(visibility.sees(BOB, post, held)).isFalse();
        Comment rejected = site.moderate(number, Comment.State.REJECTED, "k");
        assertThat(visibility.sees(ALICE, post, rejected)).isFalse();
    }

    @Test
    void aCommentOfAnotherPostIsNotSeen() {
        Post open = post(Security.PUBLIC);
        Post closed = post(Security.PRIVATE);
        Comment comment =
                site.findComment(site.comment("alice", closed.number(), "hm")).orElseThrow();
        assertThat(visibility.sees(BOB, open, comment)).isFalse();
    }

    @Test
    void oneLookAsksForContactsOnce() {
        AtomicInteger asked = new AtomicInteger();
        Visibility counting = new Visibility(site, owner -> {
            asked.incrementAndGet();
            return site.shownTo(owner);
        });
        Visibility.Look look = counting.look();
        Post post = post(Security.FRIENDS);
        assertThat(look.sees(BOB, post)).isTrue();
        assertThat(look.sees(CAROL, post)).isFalse();
        assertThat(asked).hasValue(1);
    }

    @Test
    void whoeverStopsToBeAFriendSeesNoMore() {
        Post post = post(Security.FRIENDS);
        assertThat(visibility.sees(BOB, post)).isTrue();
        site.unfriend("alice", "bob");
        assertThat(visibility.sees(BOB, post)).isFalse();
    }
}
