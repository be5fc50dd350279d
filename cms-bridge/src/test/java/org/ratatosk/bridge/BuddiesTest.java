package org.ratatosk.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.bridge.alerts.AlertSettings;
import org.ratatosk.bridge.alerts.TestClock;
import org.ratatosk.bridge.cms.Buddies.Buddy;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Presences.Shown;
import org.ratatosk.bridge.cms.Tie;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.bridge.config.BridgeConfig;
import org.ratatosk.bridge.engine.Await;
import org.ratatosk.bridge.engine.InProcessServer;
import org.ratatosk.bridge.engine.InProcessServer.Client;
import org.ratatosk.bridge.remote.Activities;
import org.ratatosk.bridge.remote.Change;
import org.ratatosk.bridge.remote.ContractCms;
import org.ratatosk.bridge.remote.Gate;
import org.ratatosk.bridge.remote.Json;
import org.ratatosk.bridge.remote.Loopback;
import org.ratatosk.bridge.remote.RemoteSite;
import org.ratatosk.bridge.remote.SiteKey;
import org.ratatosk.bridge.remote.SmallCms;
import org.ratatosk.bridge.remote.Vault;
import org.ratatosk.bridge.store.sql.SharedDatabase;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Presence;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.store.RosterItem;
import org.ratatosk.server.store.RosterItem.Subscription;
import org.ratatosk.server.store.sql.Database;
import org.ratatosk.server.store.sql.Schema;
import org.ratatosk.server.store.sql.SqlStore;
import org.ratatosk.server.xml.Element;

/** Buddies both ways, on the real server with a CMS that speaks the contract, behind a gate that makes trouble. */
class BuddiesTest {
    private static final Jid ROMEO = Jid.of("romeo@example.org");
    private static final Jid JULIET = Jid.of("juliet@example.org");
    private static final Jid BOT = Jid.of("ratatosk@example.org");

    private final TestClock clock = new TestClock();
    private final SiteKey key = SiteKey.fresh("k1", new SecureRandom());
    private SmallCms small;
    private Gate gate;

    @TempDir
    private Path folder;

    private Database database;
    private InProcessServer server;
    private SiteBridge bridge;
    private int pushed;

    @BeforeEach
    void open() throws IOException {
        small = new SmallCms(key);
        gate = new Gate(small.base().getPort());
        openServer();
        server.join("romeo@example.org", "juliet@example.org", "alice@example.org");
    }

    private void openServer() {
        database = Database.file(folder.resolve("db"), List.of(Schema.SERVER, SharedDatabase.SCHEMA));
        server = new InProcessServer(clock, new SqlStore(database), "example.org");
    }

    private void begin() {
        ContractCms cms = new ContractCms(
                "contract", gate.before(small.base()).toString(), key, Loopback.hasty(), InstantSource.system());
        bridge = SiteBridge.start(
                BridgeConfig.defaults("example.org", "https://example.org"),
                AlertSettings.DEFAULTS,
                server.engine(),
                new SharedDatabase(database),
                clock,
                new SecureRandom(),
                new RemoteSite(
                        cms,
                        "https://example.org/",
                        Loopback.hasty(),
                        Duration.ofDays(1),
                        new Vault(new byte[32], new SecureRandom())),
                null);
    }

    /** Begins, and waits until the list was read. */
    private void beginAndRead() {
        begin();
        idle();
        await().until(() -> database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT COUNT(*) FROM buddy_reader WHERE finished > 0")
                                .mapTo(Integer.class)
                                .one()
                        == 1));
    }

    private void restart() {
        close(bridge);
        server.close();
        database.close();
        openServer();
        begin();
    }

    private static void close(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() throws IOException {
        bridge.close();
        server.close();
        database.close();
        gate.close();
        small.close();
    }

    /** Whatever was to be done is done. */
    private void idle() {
        await().until(() -> bridge.buddiesAreIdle());
    }

    /** The CMS pushes what it has told since the last time. */
    private void push() {
        List<String> all = small.activities();
        List<Change> changes = new ArrayList<>();
        for (String one : all.subList(pushed, all.size())) {
            Activities.read(Json.read(one).orElseThrow()).ifPresent(changes::add);
        }
        pushed = all.size();
        bridge.hear(changes);
        idle();
    }

    private void onSite(String member, String does, String other) {
        small.buddy(member, does, other);
        push();
    }

    /** The other members in a roster, with subscription and what waits, without the bot. */
    private Map<String, String> roster(Jid owner) {
        Map<String, String> found = new TreeMap<>();
        for (RosterItem item : Await.result(server.admin().roster(owner))) {
            if (!item.contact().equals(BOT)) {
                found.put(
                        item.contact().local().orElseThrow(),
                        item.subscription().name().toLowerCase(Locale.ROOT) + (item.ask() ? " ask" : ""));
            }
        }
        return found;
    }

    private void own(Jid owner, Jid contact, Subscription subscription) {
        Await.result(server.admin()
                .putContact(owner, new RosterItem(contact, "Dear", List.of("Verona"), subscription, false, false, "")));
    }

    private static Element presence(Presence.Type type, Jid to) {
        return Presence.builder(type).attr("to", to).build();
    }

    private static Element remove(Jid contact) {
        return Element.builder(Stanza.NS, "iq")
                .attr("type", "set")
                .attr("id", "remove")
                .child(Element.builder("jabber:iq:roster", "query")
                        .child(Element.builder("jabber:iq:roster", "item")
                                .attr("jid", contact)
                                .attr("subscription", "remove")
                                .build())
                        .build())
                .build();
    }

    private static Element block(String verb, Jid contact) {
        return Element.builder(Stanza.NS, "iq")
                .attr("type", "set")
                .attr("id", verb)
                .child(Element.builder("urn:xmpp:blocking", verb)
                        .child(Element.builder("urn:xmpp:blocking", "item")
                                .attr("jid", contact)
                                .build())
                        .build())
                .build();
    }

    private void onSiteStands(String... all) {
        await().untilAsserted(() -> assertThat(small.buddies()).containsExactlyInAnyOrder(all));
        idle();
    }

    private long asked(String path) {
        return gate.requests().stream()
                .filter(line -> line.startsWith("POST") && line.contains(path))
                .count();
    }

    private Client online(Jid who) {
        Client client = server.connect(who + "/home");
        client.comeOnline();
        return client;
    }

    @Test
    void whatStandsOnBothSidesAtFirstIsPutTogetherQuietly() {
        small.buddy("romeo", "follow", "juliet");
        small.buddy("juliet", "accept", "romeo");
        small.buddy("juliet", "follow", "romeo");
        small.buddy("romeo", "accept", "juliet");
        small.buddy("alice", "follow", "romeo");
        small.buddy("alice", "block", "juliet");
        own(ROMEO, Jid.of("alice@example.org"), Subscription.TO);
        own(Jid.of("alice@example.org"), ROMEO, Subscription.FROM);
        Client juliet = online(JULIET);
        beginAndRead();
        idle();
        assertThat(roster(ROMEO)).containsExactly(Map.entry("alice", "to"), Map.entry("juliet", "both"));
        assertThat(roster(JULIET)).containsExactly(Map.entry("romeo", "both"));
        assertThat(roster(Jid.of("alice@example.org"))).containsExactly(Map.entry("romeo", "from"));
        assertThat(Await.result(server.admin().blocked(Jid.of("alice@example.org"))))
                .containsExactly(JULIET);
        assertThat(asked("/buddies")).as("nothing that was here is told").isZero();
        assertThat(juliet.received()).noneMatch(one -> one.attr("type").equals(Optional.of("subscribe")));
        clock.pass(Duration.ofMinutes(31));
        assertThat(bridge.alerts(null, 0, 10)).isEmpty();
    }

    @Test
    void whatMembersDoInTheirClientsIsDoneThereAsThemAndNothingComesBack() {
        beginAndRead();
        Client romeo = online(ROMEO);
        Client juliet = online(JULIET);
        romeo.send(presence(Presence.Type.SUBSCRIBE, JULIET));
        onSiteStands("romeo asks juliet");
        push();
        assertThat(roster(ROMEO)).containsExactly(Map.entry("juliet", "none ask"));
        juliet.send(presence(Presence.Type.SUBSCRIBED, ROMEO));
        onSiteStands("romeo sees juliet");
        push();
        assertThat(roster(ROMEO)).containsExactly(Map.entry("juliet", "to"));
        assertThat(roster(JULIET)).containsExactly(Map.entry("romeo", "from"));
        romeo.send(block("block", JULIET));
        onSiteStands("romeo sees juliet", "romeo blocks juliet");
        romeo.send(block("unblock", JULIET));
        onSiteStands("romeo sees juliet");
        romeo.send(presence(Presence.Type.UNSUBSCRIBE, JULIET));
        onSiteStands();
        push();
        assertThat(roster(JULIET)).containsExactly(Map.entry("romeo", "none"));
        romeo.send(presence(Presence.Type.SUBSCRIBE, JULIET));
        onSiteStands("romeo asks juliet");
        juliet.send(presence(Presence.Type.UNSUBSCRIBED, ROMEO));
        onSiteStands();
        push();
        long told = asked("/buddies");
        assertThat(told).as("each deed once").isEqualTo(7);
        push();
        restart();
        idle();
        assertThat(asked("/buddies")).isEqualTo(told);
    }

    @Test
    void whoIsRemovedInAClientIsRemovedThereAndNotPutBack() {
        beginAndRead();
        onSite("romeo", "follow", "juliet");
        onSite("juliet", "accept", "romeo");
        assertThat(roster(ROMEO)).containsExactly(Map.entry("juliet", "to"));
        Client romeo = online(ROMEO);
        romeo.send(remove(JULIET));
        onSiteStands();
        push();
        clock.pass(Duration.ofDays(2));
        restart();
        idle();
        assertThat(roster(ROMEO)).isEmpty();
    }

    /** The site does not let it be removed: still it is not put back. */
    @Test
    void whatTheSiteRefusesIsSaidAndStaysAsTheMemberMadeIt() {
        beginAndRead();
        onSite("romeo", "follow", "juliet");
        onSite("juliet", "accept", "romeo");
        small.refuseBuddiesOf("romeo");
        Client romeo = online(ROMEO);
        romeo.send(remove(JULIET));
        assertThat(romeo.hear().body().orElse("")).isNotEmpty(); // juliet agrees, as the site said
        await().until(() -> bridge.alerts(null, 0, 10).size() == 2);
        assertThat(romeo.hear().body().orElse(""))
                .contains(
                        "What you changed in your contact list is not so on the website.", "You may have no buddies.");
        idle();
        clock.pass(Duration.ofDays(2));
        restart();
        idle();
        assertThat(roster(ROMEO)).isEmpty();
        assertThat(small.buddies()).containsExactly("romeo sees juliet");
    }

    @Test
    void aSiteThatIsDownIsToldLaterAlsoAfterARestartAndInOrder() {
        beginAndRead();
        onSite("juliet", "follow", "romeo");
        gate.mood(Gate.Mood.BROKEN);
        Client romeo = online(ROMEO);
        romeo.send(presence(Presence.Type.SUBSCRIBED, JULIET));
        romeo.send(presence(Presence.Type.SUBSCRIBE, JULIET));
        romeo.send(block("block", Jid.of("alice@example.org")));
        restart();
        assertThat(small.buddies()).containsExactly("juliet asks romeo");
        gate.mood(Gate.Mood.CALM);
        Client again = online(ROMEO);
        again.send(presence(Presence.Type.SUBSCRIBED, Jid.of("alice@example.org"))); // wakes
        onSiteStands("juliet sees romeo", "romeo asks juliet", "romeo blocks alice");
    }

    @Test
    void friendsOfASymmetricSiteAreFriendsBothWaysOrNotAtAll() {
        small.symmetric();
        beginAndRead();
        Client romeo = online(ROMEO);
        Client juliet = online(JULIET);
        romeo.send(presence(Presence.Type.SUBSCRIBE, JULIET));
        onSiteStands("romeo asks juliet");
        juliet.send(presence(Presence.Type.SUBSCRIBED, ROMEO));
        onSiteStands("romeo sees juliet", "juliet sees romeo");
        push();
        assertThat(roster(ROMEO)).containsExactly(Map.entry("juliet", "both"));
        assertThat(roster(JULIET)).containsExactly(Map.entry("romeo", "both"));
        romeo.send(block("block", Jid.of("alice@example.org")));
        await().until(() -> asked("/buddies") == 3);
        juliet.send(presence(Presence.Type.UNSUBSCRIBE, ROMEO));
        onSiteStands();
        push();
        assertThat(bridge.alerts(null, 0, 10))
                .as("that a site has no blocks is no news")
                .isEmpty();
        assertThat(roster(ROMEO)).containsExactly(Map.entry("juliet", "none"));
        assertThat(roster(JULIET).getOrDefault("romeo", "none")).isEqualTo("none");
    }

    @Test
    void whoFollowsByTheChoiceOfTheOtherIsNoFriend() {
        beginAndRead();
        bridge.presences().choose("juliet", Shown.MEMBERS);
        onSite("romeo", "follow", "juliet");
        assertThat(roster(ROMEO)).containsExactly(Map.entry("juliet", "to"));
        String id = small.post("juliet", "For friends", "Come to the balcony.");
        Post post = postOf(id);
        assertThat(bridge.post(post.number(), Viewer.member("romeo"))).isEmpty();
        onSite("juliet", "accept", "romeo");
        assertThat(bridge.post(post.number(), Viewer.member("romeo"))).isPresent();
        bridge.presences().choose("juliet", Shown.NOBODY);
        idle();
        assertThat(roster(ROMEO)).containsExactly(Map.entry("juliet", "to"));
    }

    private Post postOf(String id) {
        String told = small.activities().get(small.activities().size() - 1);
        bridge.hear(List.of(Activities.read(
                        Json.read(told.replace("as:Public", "followers")).orElseThrow())
                .orElseThrow()));
        pushed = small.activities().size();
        return bridge.latest(Viewer.member("juliet"), Long.MAX_VALUE, 1).get(0);
    }

    @Test
    void whatWasMissedIsMadeGoodOnTheNextDay() {
        beginAndRead();
        onSite("romeo", "follow", "juliet");
        onSite("juliet", "accept", "romeo");
        small.loseBuddies();
        small.buddy("alice", "follow", "romeo");
        small.buddy("romeo", "accept", "alice");
        clock.pass(Duration.ofHours(25));
        bridge.presences().choose("alice", Shown.MEMBERS); // wakes
        await().until(() -> roster(ROMEO).equals(Map.of("alice", "from")));
        assertThat(roster(JULIET)).isEmpty();
        assertThat(asked("/buddies")).isZero();
    }

    @Test
    void aSiteWithoutBuddiesIsToldNothing() {
        small.friendless(true);
        begin();
        await().until(() -> gate.requests().stream().anyMatch(line -> line.contains("/buddies")));
        Client romeo = online(ROMEO);
        romeo.send(presence(Presence.Type.SUBSCRIBE, JULIET));
        idle();
        assertThat(asked("/buddies")).isZero();
        assertThat(roster(ROMEO)).containsExactly(Map.entry("juliet", "none ask"));
    }

    @Test
    void whoHasNoAccountYetIsPutInWhenItIsMade() {
        beginAndRead();
        onSite("romeo", "follow", "bob");
        onSite("bob", "accept", "romeo");
        assertThat(roster(ROMEO)).isEmpty();
        server.join("bob@example.org");
        bridge.memberAdded(Jid.of("bob@example.org"));
        await().until(() -> roster(ROMEO).equals(Map.of("bob", "to")));
        Await.result(server.admin().deleteAccount(Jid.of("bob@example.org")));
        bridge.memberRemoved(Jid.of("bob@example.org"));
        assertThat(roster(ROMEO)).isEmpty();
        server.join("bob@example.org");
        bridge.memberAdded(Jid.of("bob@example.org"));
        idle();
        assertThat(roster(Jid.of("bob@example.org"))).as("another bob").isEmpty();
    }

    @Test
    void programsOfTheSiteSayAndHearHowMembersStand() {
        beginAndRead();
        bridge.buddies().put("romeo", "juliet", Tie.Kind.FOLLOWS, Tie.State.YES);
        bridge.buddies().put("romeo", "alice", Tie.Kind.NOTES, Tie.State.YES);
        bridge.buddies().put("juliet", "romeo", Tie.Kind.BLOCKS, Tie.State.YES);
        idle();
        assertThat(bridge.buddies().of("romeo"))
                .containsExactlyInAnyOrder(
                        new Buddy("juliet", Tie.State.YES, Tie.State.NO, false, false, "to"),
                        new Buddy("alice", Tie.State.NO, Tie.State.NO, true, false, "none"));
        assertThat(bridge.buddies().of("juliet"))
                .containsExactly(new Buddy("romeo", Tie.State.NO, Tie.State.YES, false, true, "from"));
        bridge.buddies().remove("romeo", "juliet");
        idle();
        assertThat(bridge.buddies().of("romeo"))
                .extracting(Buddy::login)
                .as("whom they block is theirs to know")
                .containsExactly("alice");
        assertThatThrownBy(() -> bridge.buddies().put("romeo", "nobody", Tie.Kind.NOTES, Tie.State.YES))
                .hasMessageContaining("nobody called nobody");
    }

    @Test
    void newsOfFriendsAreToldOnce() {
        beginAndRead();
        Client romeo = online(ROMEO);
        small.symmetric();
        onSite("romeo", "follow", "juliet");
        onSite("juliet", "accept", "romeo");
        assertThat(romeo.hear().body().orElse("")).contains("juliet agrees to be your friend");
        clock.pass(Duration.ofMinutes(31));
        push();
        assertThat(bridge.alerts(null, 0, 10)).hasSizeLessThanOrEqualTo(2);
    }
}
