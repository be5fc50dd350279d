package org.ratatosk.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.alerts.AlertSettings;
import org.ratatosk.bridge.alerts.Target;
import org.ratatosk.bridge.alerts.TestClock;
import org.ratatosk.bridge.alerts.Trace;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.bridge.config.BridgeConfig;
import org.ratatosk.bridge.engine.Await;
import org.ratatosk.bridge.engine.TestEngine;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.bridge.identity.LinkCode;
import org.ratatosk.bridge.store.sql.TestDatabase;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.store.RosterItem;
import org.ratatosk.server.xml.Element;

/** The whole bridge on an engine over maps: posts, alerts, answers to them, further addresses, and who is gone. */
class SiteBridgeTest {
    private static final Jid ALICE = Jid.of("alice@example.org");
    private static final Jid BOB = Jid.of("bob@example.org");
    private static final Jid CAROL = Jid.of("carol@elsewhere.example");
    private final TestClock clock = new TestClock();
    private final TestDatabase db = new TestDatabase();
    private final TestEngine engine = new TestEngine();
    private final AtomicInteger ids = new AtomicInteger();
    private final List<Message> arrived = new ArrayList<>();
    private SiteBridge bridge;

    @BeforeEach
    void start() {
        engine.join("alice@example.org", "bob@example.org");
        engine.answersIqs();
        bridge = begin();
    }

    private SiteBridge begin() {
        return SiteBridge.start(
                BridgeConfig.defaults("example.org", "https://example.org"),
                AlertSettings.DEFAULTS,
                engine,
                db,
                clock,
                new SecureRandom());
    }

    @AfterEach
    void close() {
        bridge.close();
        db.close();
    }

    /** The next message to an address. What comes for others meanwhile is kept: an alert may overtake the bot's answer. */
    private Message to(Jid address) {
        return await().until(() -> taken(address), Optional::isPresent).orElseThrow();
    }

    private Optional<Message> taken(Jid address) {
        Optional<Message> found = arrived.stream()
                .filter(m -> m.to().map(Jid::bare).equals(Optional.of(address)))
                .findFirst();
        if (found.isPresent()) {
            arrived.remove(found.get());
        } else {
            engine.next().filter(s -> s.kind() == Stanza.Kind.MESSAGE).ifPresent(s -> arrived.add((Message) s));
        }
        return found;
    }

    private Message say(Jid from, String body, Element... more) {
        Element.Builder message = Message.builder(Message.Type.CHAT)
                .attr("id", "m" + ids.incrementAndGet())
                .attr("from", from.withResource("x"))
                .attr("to", bridge.bot())
                .child("body", body);
        for (Element element : more) {
            message.child(element);
        }
        CountDownLatch accepted = new CountDownLatch(1);
        engine.bring(Message.of(message), accepted::countDown);
        Message answer = to(from);
        try {
            assertThat(accepted.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answer;
    }

    private static String words(Message message) {
        return message.body().orElse("");
    }

    private static Element reply(Message alert) {
        return Element.builder("urn:xmpp:reply:0", "reply")
                .attr("id", alert.id().orElseThrow())
                .build();
    }

    @Test
    void theMainJob() {
        assertThat(words(say(BOB, "sub alice"))).contains("posts of alice");
        assertThat(words(say(ALICE, "post: [A walk]\ntags: rain\nIt rained."))).contains("Posted as #1");
        Message alert = to(BOB);
        assertThat(words(alert)).contains("alice", "A walk", "It rained.", "#1", "https://example.org/posts/1");
        assertThat(words(say(BOB, "Here too", reply(alert)))).contains("Your comment stands as #2");
        Message heard = to(ALICE);
        assertThat(words(heard)).contains("bob", "Here too", "#2");
        assertThat(bridge.comments(1, Viewer.ANYBODY, 0, 100))
                .extracting(Comment::text)
                .containsExactly("Here too");
        assertThat(words(say(ALICE, "Poor you", reply(heard)))).contains("stands as #3");
        assertThat(bridge.comments(1, Viewer.ANYBODY, 0, 100).get(1).parent()).isEqualTo(OptionalLong.of(2));
        assertThat(bridge.trace("bob", 1, Instant::toString).outcome()).isEqualTo(Trace.Outcome.SENT);
    }

    @Test
    void anotherAddressIsAskedForOnTheWeb() {
        LinkCode code = bridge.requestLink("alice", CAROL);
        assertThat(bridge.pendingLinks("alice")).extracting(LinkCode::address).containsExactly(CAROL);
        assertThat(words(say(CAROL, "code " + code.code()))).contains("Welcome, alice");
        assertThat(bridge.identities("alice")).extracting(Identity::address).containsExactly(CAROL);
        bridge.setRights("alice", CAROL, Set.of(Identity.Right.COMMENT));
        assertThat(words(say(CAROL, "post: hello"))).contains("You may not post");
        bridge.setRights("alice", CAROL, Set.of(Identity.Right.POST, Identity.Right.ALERTS));
        assertThat(words(say(CAROL, "post: hello"))).contains("Posted as #1");
        bridge.subscribe("alice", CAROL, Target.EVERYTHING, "");
        bridge.unlink("alice", CAROL);
        assertThat(bridge.identities("alice")).isEmpty();
        assertThat(bridge.subscriptions("alice")).noneMatch(s -> s.address().equals(CAROL));
    }

    @Test
    void aRoomCannotBeLinked() {
        engine.answersIqs("conference");
        assertThatThrownBy(() -> bridge.requestLink("alice", Jid.of("room@rooms.example.net")))
                .hasMessageContaining("is a room");
    }

    @Test
    void aMemberWhoIsGoneLeavesNothingToALaterOne() {
        LinkCode code = bridge.requestLink("alice", CAROL);
        say(CAROL, "code " + code.code());
        say(ALICE, "post: It rained");
        bridge.subscribe("alice", ALICE, Target.MEMBER, "bob");
        bridge.updateMember(new Member("alice", ALICE, "Alice A.", Security.PRIVATE, false));
        bridge.memberRemoved(ALICE);
        assertThat(bridge.latest(Viewer.ANYBODY, Long.MAX_VALUE, 10)).isEmpty();
        assertThat(bridge.identities("alice")).isEmpty();
        assertThat(bridge.subscriptions("alice")).noneMatch(s -> s.target() == Target.MEMBER);
        assertThat(bridge.member("alice")).contains(new Member("alice", ALICE, "alice", Security.PUBLIC, true));
        assertThat(bridge.alerts(null, 0, 10)).isEmpty();
    }

    @Test
    void anAccountThatWasMadeAgainInheritsNothing() {
        LinkCode code = bridge.requestLink("alice", CAROL);
        say(CAROL, "code " + code.code());
        say(ALICE, "post: It rained");
        engine.join("alice@example.org");
        assertThat(words(say(CAROL, "post: hello"))).contains("I do not know who");
        assertThat(bridge.latest(Viewer.ANYBODY, Long.MAX_VALUE, 10)).isEmpty();
        assertThat(bridge.identities("alice")).isEmpty();
    }

    @Test
    void aLaterMemberCanSayTheSameWordsUnderTheSameId() {
        Message message = Message.of(Message.builder(Message.Type.CHAT)
                .attr("id", "1")
                .attr("from", ALICE.withResource("x"))
                .attr("to", bridge.bot())
                .child("body", "post: hello"));
        engine.bring(message, () -> {});
        assertThat(words(to(ALICE))).contains("#1");
        bridge.memberRemoved(ALICE);
        engine.bring(message, () -> {});
        assertThat(words(to(ALICE))).contains("#2");
    }

    @Test
    void theBotStandsInEveryRoster() {
        await().until(() -> !Await.result(engine.items(BOB)).isEmpty());
        RosterItem item = Await.result(engine.items(BOB)).get(0);
        assertThat(item.contact()).isEqualTo(bridge.bot());
        assertThat(item.subscription()).isEqualTo(RosterItem.Subscription.BOTH);
        assertThat(item.name()).isEqualTo("Ratatosk");
        engine.join("dave@example.org");
        bridge.memberAdded(Jid.of("dave@example.org"));
        assertThat(Await.result(engine.items(Jid.of("dave@example.org")))).hasSize(1);
        bridge.memberAdded(CAROL);
        assertThat(Await.result(engine.items(CAROL))).isEmpty();
    }

    @Test
    void whatThePagesShowIsWhatTheViewerMaySee() {
        say(ALICE, "post security: public\nOne");
        say(ALICE, "post security: friends\nTwo");
        say(ALICE, "post security: private\nThree");
        say(BOB, "post: Four");
        assertThat(bridge.latest(Viewer.ANYBODY, Long.MAX_VALUE, 10))
                .extracting(Post::number)
                .containsExactly(4L, 1L);
        assertThat(bridge.posts("alice", Viewer.member("bob"), Long.MAX_VALUE, 10))
                .extracting(Post::number)
                .containsExactly(1L);
        assertThat(bridge.posts("alice", Viewer.member("alice"), Long.MAX_VALUE, 2))
                .extracting(Post::number)
                .containsExactly(3L, 2L);
        engine.put(ALICE, new RosterItem(BOB, "", List.of(), RosterItem.Subscription.BOTH, false, false, ""));
        assertThat(bridge.post(2, Viewer.member("bob"))).isPresent();
        assertThat(bridge.post(2, Viewer.ANYBODY)).isEmpty();
        assertThat(bridge.post(3, Viewer.member("bob"))).isEmpty();
    }

    @Test
    void commentsOnTheWeb() {
        say(ALICE, "post: It rained");
        Comment comment = bridge.comment("bob", 1, " Here too\n", "form-1");
        assertThat(bridge.comment("bob", 1, "Here too", "form-1")).isEqualTo(comment);
        assertThat(bridge.comment("alice", 2, "Poor you", "form-2").parent()).hasValue(2);
        assertThatThrownBy(() -> bridge.comment("bob", 99, "Hm", "form-3")).hasMessageContaining("no #99");
        assertThatThrownBy(() -> bridge.comment("eve", 1, "Hm", "form-3")).hasMessageContaining("no member eve");
    }

    @Test
    void aHeldCommentIsTheAuthorsToShow() {
        say(ALICE, "post: It rained");
        assertThat(words(say(CAROL, "reply #1 Here too"))).contains("waits until alice");
        assertThat(bridge.comments(1, Viewer.member("bob"), 0, 100)).isEmpty();
        assertThat(bridge.comments(1, Viewer.member("alice"), 0, 100)).hasSize(1);
        assertThatThrownBy(() -> bridge.moderate("bob", 2, true)).hasMessageContaining("under a post of yours");
        assertThat(bridge.moderate("alice", 2, true).state()).isEqualTo(Comment.State.SHOWN);
        assertThat(bridge.comments(1, Viewer.ANYBODY, 0, 100)).hasSize(1);
        assertThat(bridge.moderate("alice", 2, false).state()).isEqualTo(Comment.State.REJECTED);
        assertThat(bridge.comments(1, Viewer.member("alice"), 0, 100)).isEmpty();
    }

    @Test
    void startedAgainItKnowsWhatItKnew() {
        say(ALICE, "post: It rained");
        bridge.close();
        bridge = begin();
        assertThat(bridge.post(1, Viewer.ANYBODY)).isPresent();
        assertThat(words(say(ALICE, "post: And again"))).contains("#2");
    }

    @Test
    void pingsAreAnswered() {
        CountDownLatch accepted = new CountDownLatch(1);
        engine.bring(
                Iq.request(
                        Iq.Type.GET, "p", ALICE.withResource("x"), bridge.bot(), Element.of("urn:xmpp:ping", "ping")),
                accepted::countDown);
        assertThat(accepted.getCount()).isZero();
    }
}
