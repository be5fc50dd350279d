package org.ratatosk.trials.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jivesoftware.smack.XMPPException.XMPPErrorException;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.StanzaError.Condition;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smackx.disco.ServiceDiscoveryManager;
import org.jivesoftware.smackx.disco.packet.DiscoverInfo;
import org.jivesoftware.smackx.muc.MultiUserChat;
import org.jivesoftware.smackx.muc.MultiUserChatManager;
import org.jivesoftware.smackx.ping.PingManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.jid.parts.Resourcepart;
import org.ratatosk.trials.Person;

/** Our people and those of Prosody and ejabberd talk, by certificates (XEP-0178) and by dialback (XEP-0220). */
@Tag("federation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeersTest {
    private static final int MANY = 50;
    private final AtomicInteger names = new AtomicInteger();
    private Neighbours neighbours;

    @BeforeAll
    void start() throws Exception {
        neighbours =
                new Neighbours("domains { \"old.prosody.example\" = dialback, \"old.ejabberd.example\" = dialback }");
        neighbours.start().withProsody().withEjabberd();
    }

    @AfterEach
    void logOut() {
        neighbours.allGone();
    }

    @AfterAll
    void end() {
        neighbours.close();
    }

    /** Two domains that meet, how they prove who they are, and who speaks first. */
    private record Meeting(Peer peer, String ours, String theirs, Peer.Proof proof, boolean weBegin) {
        @Override
        public String toString() {
            return peer.name() + " by " + proof + (weBegin ? "" : ", which begins");
        }
    }

    Stream<Meeting> meetings() {
        return neighbours.peers().stream().flatMap(peer -> Stream.of(proved(peer), unproved(peer)));
    }

    /** Domains of ours that the peer has not met yet, so that it is the peer who looks for us. */
    Stream<Meeting> meetingsOfBothBeginnings() {
        return neighbours.peers().stream()
                .flatMap(peer -> Stream.of(
                        proved(peer),
                        unproved(peer),
                        new Meeting(peer, Neighbours.HOME_TOO, peer.domain(), Peer.Proof.CERTIFICATE, false),
                        new Meeting(peer, Neighbours.UNPROVED_TOO, peer.oldDomain(), Peer.Proof.DIALBACK, false)));
    }

    Stream<Meeting> meetingsByCertificate() {
        return neighbours.peers().stream().map(PeersTest::proved);
    }

    private static Meeting proved(Peer peer) {
        return new Meeting(peer, Neighbours.HOME, peer.domain(), Peer.Proof.CERTIFICATE, true);
    }

    private static Meeting unproved(Peer peer) {
        return new Meeting(peer, Neighbours.UNPROVED, peer.oldDomain(), Peer.Proof.DIALBACK, true);
    }

    private Person ours(Meeting meeting) throws Exception {
        return neighbours.login("alice" + names.incrementAndGet() + "@" + meeting.ours());
    }

    private Person theirs(Meeting meeting) throws Exception {
        return neighbours.login("bob" + names.incrementAndGet() + "@" + meeting.theirs());
    }

    /** The peers' logs tell how they and we have proved who we are. */
    @ParameterizedTest
    @MethodSource("meetingsOfBothBeginnings")
    void messagesGoBothWaysInOrder(Meeting meeting) throws Exception {
        Person alice = ours(meeting);
        Person bob = theirs(meeting);
        Person first = meeting.weBegin() ? alice : bob;
        Person second = meeting.weBegin() ? bob : alice;
        first.say(second.jid(), "Who is there?");
        second.awaitFrom(first.jid(), "Who is there?");
        second.say(first.jid(), "Who is there?");
        for (int i = 1; i < MANY; i++) {
            alice.say(bob.jid(), "word " + i);
            bob.say(alice.jid(), "word " + i);
        }
        for (Person one : List.of(alice, bob)) {
            Awaitility.await().until(() -> one.all().size() >= MANY);
            assertThat(one.all())
                    .extracting(Person::body)
                    .containsExactlyElementsOf(Stream.iterate(0, i -> i + 1)
                            .limit(MANY)
                            .map(i -> i == 0 ? "Who is there?" : "word " + i)
                            .toList());
        }
        // Logs are written a little later.
        Awaitility.await()
                .untilAsserted(() -> assertThat(meeting.peer().proofs(meeting.theirs(), meeting.ours()))
                        .containsOnly(meeting.proof()));
    }

    @ParameterizedTest
    @MethodSource("meetings")
    void presenceIsSubscribedToBothWays(Meeting meeting) throws Exception {
        Person alice = ours(meeting);
        Person bob = theirs(meeting);
        Roster alices = Roster.getInstanceFor(alice.connection());
        Roster bobs = Roster.getInstanceFor(bob.connection());
        alices.setSubscriptionMode(Roster.SubscriptionMode.accept_all);
        bobs.setSubscriptionMode(Roster.SubscriptionMode.accept_all);
        alices.createItemAndRequestSubscription(JidCreate.entityBareFrom(bob.jid()), "Bob", new String[0]);
        Awaitility.await().until(() -> isThere(alices, bob));
        bobs.createItemAndRequestSubscription(JidCreate.entityBareFrom(alice.jid()), "Alice", new String[0]);
        Awaitility.await().until(() -> isThere(bobs, alice));
        bob.connection()
                .sendStanza(bob.connection()
                        .getStanzaFactory()
                        .buildPresenceStanza()
                        .setMode(Presence.Mode.dnd)
                        .build());
        Awaitility.await()
                .until(() ->
                        alices.getPresence(JidCreate.entityBareFrom(bob.jid())).getMode() == Presence.Mode.dnd);
        alice.close();
        Awaitility.await().until(() -> !isThere(bobs, alice));
    }

    private static boolean isThere(Roster roster, Person person) throws Exception {
        return roster.getPresence(JidCreate.entityBareFrom(person.jid())).isAvailable();
    }

    @ParameterizedTest
    @MethodSource("meetings")
    void questionsAreAnsweredBothWays(Meeting meeting) throws Exception {
        Person alice = ours(meeting);
        Person bob = theirs(meeting);
        assertThat(ask(alice, meeting.theirs())).contains("http://jabber.org/protocol/disco#info");
        assertThat(ask(bob, meeting.ours())).contains("http://jabber.org/protocol/disco#info");
        PingManager pings = PingManager.getInstanceFor(alice.connection());
        assertThat(pings.ping(JidCreate.from(meeting.theirs()), 20_000)).isTrue();
        assertThat(pings.ping(bob.connection().getUser(), 20_000)).isTrue();
        PingManager back = PingManager.getInstanceFor(bob.connection());
        assertThat(back.ping(JidCreate.from(meeting.ours()), 20_000)).isTrue();
        assertThat(back.ping(alice.connection().getUser(), 20_000)).isTrue();
    }

    private static List<String> ask(Person person, String domain) throws Exception {
        DiscoverInfo info =
                ServiceDiscoveryManager.getInstanceFor(person.connection()).discoverInfo(JidCreate.from(domain));
        return info.getFeatures().stream().map(DiscoverInfo.Feature::getVar).toList();
    }

    @ParameterizedTest
    @MethodSource("meetings")
    void whoAsksForNobodyIsTold(Meeting meeting) throws Exception {
        Person alice = ours(meeting);
        Person bob = theirs(meeting);
        String nobody = "nobody@" + meeting.theirs();
        alice.say(nobody, "Is there anybody?");
        Message error = alice.awaitError(nobody);
        assertThat(error.getError().getCondition()).isEqualTo(Condition.service_unavailable);
        bob.say("nobody@" + meeting.ours(), "Is there anybody?");
        Message back = bob.awaitError("nobody@" + meeting.ours());
        assertThat(back.getError().getCondition()).isEqualTo(Condition.service_unavailable);
        assertThatThrownBy(() -> ServiceDiscoveryManager.getInstanceFor(bob.connection())
                        .discoverInfo(JidCreate.from("nobody@" + meeting.ours())))
                .isInstanceOfSatisfying(
                        XMPPErrorException.class,
                        e -> assertThat(e.getStanzaError().getCondition()).isEqualTo(Condition.service_unavailable));
    }

    @ParameterizedTest
    @MethodSource("meetingsByCertificate")
    void ourPeopleTalkInTheirRooms(Meeting meeting) throws Exception {
        Person alice = ours(meeting);
        Person bob = theirs(meeting);
        MultiUserChat bobs = room(bob, meeting);
        bobs.createOrJoin(Resourcepart.from("bob")).makeInstant();
        MultiUserChat alices = room(alice, meeting);
        alices.join(Resourcepart.from("alice"));
        assertThat(alices.getOccupants())
                .anyMatch(occupant -> occupant.toString().endsWith("/bob"));
        alices.sendMessage("Hello, room");
        bob.awaitFrom(bobs.getRoom().toString(), "Hello, room");
        alice.awaitFrom(bobs.getRoom().toString(), "Hello, room");
        bobs.sendMessage("Hello, alice");
        alice.awaitFrom(bobs.getRoom().toString(), "Hello, alice");
        alices.leave();
    }

    private static MultiUserChat room(Person person, Meeting meeting) throws Exception {
        return MultiUserChatManager.getInstanceFor(person.connection())
                .getMultiUserChat(
                        JidCreate.entityBareFrom("hall@" + meeting.peer().rooms()));
    }
}
