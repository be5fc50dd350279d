package org.ratatosk.bridge.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ratatosk.bridge.alerts.TestSite.home;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.bridge.identity.Identity.Right;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Proof;

class SubscriptionsTest {
    private static final Jid STRANGER = Jid.of("x@far.test");
    private World world;
    private TestSite site;

    @BeforeEach
    void open(@TempDir Path folder) {
        world = new World(folder, new AlertSettings(3, 2, 100));
        site = world.site;
        site.join("alice", "bob", "carol", "dave");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void refused(
            @org.jspecify.annotations.Nullable String member, String address, String words, String sentence) {
        assertThatThrownBy(() -> world.sub(member, address, words))
                .isInstanceOf(CmsException.class)
                .hasMessage(sentence);
    }

    private boolean unsub(@org.jspecify.annotations.Nullable String member, Jid address, String words) {
        return world.alerts()
                .subscriptions()
                .unsubscribe(member, address, TopicWords.read(words).orElseThrow());
    }

    @Test
    void aMemberHasTheImpliedOnesAndWhatWasAskedFor() {
        world.sub("bob", "Alice");
        world.sub("bob", "tag #Goats");
        assertThat(world.alerts().subscriptions("bob"))
                .extracting(s -> TopicWords.write(s.target(), s.value()))
                .containsExactly(
                        "comments",
                        "replies",
                        "befriended",
                        "accepted",
                        "notices",
                        "announcements",
                        "alice",
                        "tag goats");
        assertThat(world.alerts().subscriptions("bob")).allMatch(s -> "bob".equals(s.member()));
        assertThat(world.alerts().subscriptions("alice")).hasSize(6);
    }

    @Test
    void theSameTwiceIsOne() {
        Topic alice = new Topic(Target.MEMBER, "alice");
        Subscriptions.Result first = world.alerts().subscriptions().subscribe("bob", home("bob"), alice);
        Subscriptions.Result second = world.alerts().subscriptions().subscribe("bob", home("bob"), alice);
        assertThat(first.fresh()).isTrue();
        assertThat(second.fresh()).isFalse();
        assertThat(second.subscription()).isEqualTo(first.subscription());
    }

    @Test
    void aMemberHasAQuotaAtAllAddressesTogetherInWhichTheImpliedOnesDoNotCount() {
        site.link("bob", "bob@far.test", Right.values());
        world.sub("bob", "comments");
        world.sub("bob", "alice");
        world.sub("bob", "bob@far.test", "alice");
        world.sub("bob", "bob@far.test", "all");
        refused(
                "bob",
                "bob@example.org",
                "all",
                "You have 3 subscriptions already, and more are not possible. Give one up first.");
        assertThat(unsub("bob", Jid.of("bob@far.test"), "all")).isTrue();
        world.sub("bob", "all");
    }

    @Test
    void anAddressThatBelongsToNobodyHasASmallerOne() {
        world.sub(null, "x@far.test", "all");
        world.sub(null, "x@far.test", "tag goats");
        refused(
                null,
                "x@far.test",
                "alice",
                "You have 2 subscriptions already, and more are not possible. Give one up first.");
        world.sub(null, "y@far.test", "alice");
    }

    @Test
    void whatIsNotThereOrNotSeenIsRefused() {
        long closed = site.post("alice", "", "text", Security.PRIVATE);
        refused("bob", "bob@example.org", "zoe", "There is nobody called zoe here.");
        refused("bob", "bob@example.org", "#99", "There is no #99 that you can see.");
        refused("bob", "bob@example.org", "#" + closed, "There is no #" + closed + " that you can see.");
        refused("bob", "bob@example.org", "bob", "Those are your own posts: you know of them already.");
        refused(null, "x@far.test", "comments", "Only members can hear of comments on your posts.");
        refused("bob", "bob@example.org", "tag " + "x".repeat(101), "A tag has 1 to 100 characters.");
    }

    @Test
    void aFriendsPostCanBeFollowedByFriendsOnly() {
        site.befriend("alice", "bob");
        long post = site.post("alice", "", "text", Security.FRIENDS);
        world.sub("bob", "#" + post);
        refused("carol", "carol@example.org", "#" + post, "There is no #" + post + " that you can see.");
        refused(null, "x@far.test", "#" + post, "There is no #" + post + " that you can see.");
    }

    @Test
    void theNumberOfACommentMeansItsPost() {
        long post = site.post("alice", "", "text");
        long comment = site.comment("carol", post, "nice");
        world.sub("bob", "#" + comment);
        assertThat(world.kept().subscriptions().find(home("bob"), new Topic(Target.POST, Long.toString(post))))
                .isPresent();
        assertThat(unsub("bob", home("bob"), "#" + comment)).isTrue();
    }

    @Test
    void onlyAnAddressOfOnesOwnWithTheRightToAlerts() {
        site.link("bob", "bob@far.test", Right.POST);
        refused("bob", "carol@example.org", "alice", "carol@example.org is not an address of yours.");
        refused("bob", "x@far.test", "alice", "x@far.test is not an address of yours.");
        refused(null, "bob@far.test", "alice", "bob@far.test is not an address of yours.");
        refused(
                "bob",
                "bob@far.test",
                "alice",
                "Alerts are not among the rights of bob@far.test. You can change that on the site.");
    }

    @Test
    void aFurtherAddressDoesNotTellWhoseItIs() {
        site.link("alice", "secret@far.test", Right.values());
        world.sub("bob", "alice@example.org");
        refused("carol", "carol@example.org", "secret@far.test", "There is nobody called secret@far.test here.");
    }

    @Test
    void whatIsGivenUpIsGoneAndOnlyThat() {
        world.sub("bob", "alice");
        world.sub("bob", "carol");
        assertThat(unsub("bob", home("bob"), "alice")).isTrue();
        assertThat(unsub("bob", home("bob"), "alice")).isFalse();
        assertThat(unsub("bob", home("bob"), "tag goats")).isFalse();
        assertThat(world.alerts().subscriptions("bob")).hasSize(7);
    }

    @Test
    void onTheWebASubscriptionIsGivenUpByItsNumberAndByItsOwnerOnly() {
        world.sub("bob", "alice");
        Subscription own = world.alerts().subscriptions("bob").get(2);
        assertThatThrownBy(() -> world.alerts().unsubscribe("carol", own.id())).isInstanceOf(CmsException.class);
        world.alerts().unsubscribe("bob", own.id());
        assertThat(world.alerts().subscriptions("bob")).hasSize(6);
        assertThatThrownBy(() -> world.alerts().unsubscribe("bob", own.id())).isInstanceOf(CmsException.class);
    }

    @Test
    void anImpliedOneIsGivenUpByItsNumberAndStaysGivenUp() {
        Subscription implied = world.alerts().subscriptions("bob").get(0);
        world.alerts().unsubscribe("bob", implied.id());
        assertThat(world.alerts().subscriptions("bob"))
                .extracting(Subscription::target)
                .containsExactly(
                        Target.OWN_COMMENTS, Target.BEFRIENDED, Target.ACCEPTED, Target.NOTICES, Target.ANNOUNCEMENTS);
        world.restart();
        assertThat(world.alerts().subscriptions("bob")).hasSize(5);
    }

    @Test
    void whatSomebodyFollowedBecomesTheMembersWhoProvesTheAddress() {
        world.sub(null, "x@far.test", "alice");
        site.link("bob", "x@far.test", Right.values());
        world.alerts()
                .linked(new Identity(
                        STRANGER, "bob", java.util.Set.of(Right.values()), world.clock.instant(), Proof.HOSTED));
        assertThat(world.alerts().subscriptions("bob"))
                .extracting(Subscription::address)
                .contains(STRANGER);
        world.alerts().unlinked(new Identity(STRANGER, "bob", java.util.Set.of(), world.clock.instant(), Proof.HOSTED));
        assertThat(world.alerts().subscriptions("bob"))
                .extracting(Subscription::address)
                .doesNotContain(STRANGER);
    }

    @Test
    void theyAreFoundByAPartOfAddressOrMember() {
        world.sub("bob", "alice");
        world.sub(null, "x@far.test", "alice");
        assertThat(world.alerts().searchSubscriptions("bob", 0, 10)).hasSize(7);
        assertThat(world.alerts().searchSubscriptions("far.t", 0, 10)).hasSize(1);
        assertThat(world.alerts().searchSubscriptions("", 0, 10)).hasSize(8);
        assertThat(world.alerts().searchSubscriptions("", 3, 10)).hasSize(5);
        assertThat(world.alerts().searchSubscriptions("%", 0, 10)).isEmpty();
    }

    @Test
    void nothingOfAMemberThatIsGoneStaysForALaterOneOfTheName() {
        site.link("alice", "alice@far.test", Right.values());
        world.sub("alice", "bob");
        world.sub("alice", "alice@far.test", "bob");
        world.sub("bob", "alice");
        world.sub("bob", "carol");
        assertThat(unsub("alice", home("alice"), "comments")).isTrue();
        world.alerts().subscriptions().setOff(home("alice"), true);
        world.alerts().subscriptions().setOff(Jid.of("alice@far.test"), true);
        site.post("bob", "", "text");
        world.settle();
        world.alerts().memberRemoved("alice", home("alice"));
        assertThat(world.store().list(null, 0, 10)).extracting(Alert::member).doesNotContain("alice");
        assertThat(world.alerts().subscriptions().isOff(home("alice"))).isFalse();
        assertThat(world.alerts().subscriptions().isOff(Jid.of("alice@far.test")))
                .isFalse();
        assertThat(world.alerts().searchSubscriptions("alice", 0, 10)).isEmpty();
        assertThat(world.alerts().subscriptions("bob"))
                .extracting(Subscription::value)
                .containsExactly("", "", "", "", "", "", "carol");
        assertThat(world.alerts().subscriptions("alice"))
                .extracting(Subscription::target)
                .containsExactlyElementsOf(Target.given());
    }
}
