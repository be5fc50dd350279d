package org.ratatosk.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.bridge.alerts.AlertSettings;
import org.ratatosk.bridge.alerts.TestClock;
import org.ratatosk.bridge.alerts.Trace;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Presences.Shown;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.bridge.config.BridgeConfig;
import org.ratatosk.bridge.engine.InProcessServer;
import org.ratatosk.bridge.engine.InProcessServer.Client;
import org.ratatosk.bridge.store.sql.SharedDatabase;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.stanza.Presence;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.store.sql.Database;
import org.ratatosk.server.store.sql.Schema;
import org.ratatosk.server.store.sql.SqlStore;
import org.ratatosk.server.xml.Element;

/** The bridge on the real server. */
class EmbeddedBridgeTest {
    private static final Jid BOT = Jid.of("ratatosk@example.org");
    private final TestClock clock = new TestClock();

    @TempDir
    private Path folder;

    private Database database;
    private InProcessServer server;
    private SiteBridge bridge;

    @BeforeEach
    void start() {
        open();
        server.join("alice@example.org", "bob@example.org", "carol@example.net");
        bridge = begin();
    }

    private void open() {
        database = Database.file(folder.resolve("db"), List.of(Schema.SERVER, SharedDatabase.SCHEMA));
        server = new InProcessServer(clock, new SqlStore(database), "example.org", "example.net");
    }

    private SiteBridge begin() {
        return SiteBridge.start(
                BridgeConfig.defaults("example.org", "https://example.org"),
                AlertSettings.DEFAULTS,
                server.engine(),
                new SharedDatabase(database),
                clock,
                new SecureRandom());
    }

    @AfterEach
    void close() {
        bridge.close();
        server.close();
        database.close();
    }

    @Test
    void whatWasThereIsThereAfterARestart() {
        Client alice = server.connect("alice@example.org/desk");
        alice.comeOnline();
        String answer = ask(alice, "1", "post: It rained.");
        close();
        open();
        bridge = begin();
        Client again = server.connect("alice@example.org/desk");
        again.comeOnline();
        assertThat(ask(again, "1", "post: It rained.")).isEqualTo(answer);
        assertThat(bridge.latest(Viewer.ANYBODY, Long.MAX_VALUE, 10)).hasSize(1);
    }

    private static String ask(Client client, String id, String body, Element... more) {
        client.say(BOT, id, body, more);
        return client.hear().body().orElse("");
    }

    private static Element reply(Message alert) {
        return Element.builder("urn:xmpp:reply:0", "reply")
                .attr("id", alert.id().orElseThrow())
                .build();
    }

    @Test
    void theMainJob() {
        Client alice = server.connect("alice@example.org/desk");
        Client bob = server.connect("bob@example.org/phone");
        alice.comeOnline();
        bob.comeOnline();
        assertThat(ask(bob, "1", "sub alice")).contains("posts of alice");
        assertThat(ask(alice, "1", "post: [A walk] It rained.")).contains("Posted as #1");
        Message alert = bob.hear();
        assertThat(alert.body().orElse("")).contains("A walk", "#1");
        assertThat(ask(bob, "2", "Here too", reply(alert))).contains("stands as #2");
        assertThat(alice.hear().body().orElse("")).contains("Here too", "#2");
        assertThat(bridge.comments(1, Viewer.ANYBODY, 0, 100))
                .extracting(Comment::text)
                .containsExactly("Here too");
        await().until(() -> bridge.trace("bob", 1, Instant::toString).outcome() == Trace.Outcome.ACKNOWLEDGED);
    }

    @Test
    void whoIsOnlineIsSeenAsFarAsTheyLetIt() {
        Client bob = server.connect("bob@example.org/phone");
        bob.comeOnline();
        assertThat(bridge.presences().seen("bob", Shown.EVERYBODY)).isEqualTo("unknown");
        bridge.presences().choose("bob", Shown.MEMBERS);
        await().until(() -> bridge.presences().seen("bob", Shown.MEMBERS).equals("online"));
        assertThat(bridge.presences().seen("bob", Shown.EVERYBODY)).isEqualTo("unknown");
        bob.leave();
        await().until(() -> bridge.presences().seen("bob", Shown.MEMBERS).equals("offline"));
        assertThat(bridge.presences().seen("zoe", Shown.MEMBERS)).isEqualTo("unknown");
        bridge.presences().choose("bob", Shown.NOBODY);
        assertThat(bridge.presences().seen("bob", Shown.MEMBERS)).isEqualTo("unknown");
    }

    @Test
    void aPostThatIsSentAgainIsOnePost() {
        Client alice = server.connect("alice@example.org/desk");
        alice.comeOnline();
        String answer = ask(alice, "1", "post: It rained.");
        assertThat(ask(alice, "1", "post: It rained.")).isEqualTo(answer);
        assertThat(bridge.latest(Viewer.ANYBODY, Long.MAX_VALUE, 10)).hasSize(1);
    }

    @Test
    void whoIsAwayFindsTheAlertAtLogin() {
        Client bob = server.connect("bob@example.org/phone");
        bob.comeOnline();
        ask(bob, "1", "sub alice");
        bob.leave();
        Client alice = server.connect("alice@example.org/desk");
        alice.comeOnline();
        ask(alice, "1", "post: It rained.");
        await().until(() -> bridge.trace("bob", 1, Instant::toString).outcome() == Trace.Outcome.SENT);
        Client again = server.connect("bob@example.org/phone");
        again.comeOnline();
        assertThat(again.hear().body().orElse("")).contains("It rained.");
        await().until(() -> bridge.trace("bob", 1, Instant::toString).outcome() == Trace.Outcome.ACKNOWLEDGED);
    }

    @Test
    void anAddressOfAnotherDomainIsProvedAndPosts() {
        Client alice = server.connect("alice@example.org/desk");
        Client carol = server.connect("carol@example.net/pda");
        alice.comeOnline();
        carol.comeOnline();
        assertThat(ask(carol, "1", "post: From afar")).contains("I do not know who carol@example.net is");
        Matcher code = Pattern.compile("code (\\S+)").matcher(ask(alice, "1", "link carol@example.net"));
        assertThat(code.find()).isTrue();
        assertThat(ask(carol, "2", "code " + code.group(1))).contains("Welcome, alice");
        assertThat(ask(carol, "3", "post: From afar")).contains("Posted as #1");
        assertThat(bridge.post(1, Viewer.ANYBODY).map(Post::author)).contains("alice");
    }

    @Test
    void theBotIsInTheRosterAndOnline() {
        await().until(() -> {
            Client bob = server.connect("bob@example.org/phone");
            bob.send(Element.builder(Stanza.NS, "iq")
                    .attr("type", "get")
                    .attr("id", "r")
                    .child(Element.of("jabber:iq:roster", "query"))
                    .build());
            boolean there = bob.next(Stanza.Kind.IQ).toString().contains(BOT.toString());
            bob.leave();
            return there;
        });
        Client bob = server.connect("bob@example.org/phone");
        bob.comeOnline();
        Presence bots = (Presence) await().until(
                        () -> Optional.of(bob.next(Stanza.Kind.PRESENCE))
                                .filter(p -> p.from().map(Jid::bare).equals(Optional.of(BOT))),
                        Optional::isPresent)
                .orElseThrow();
        assertThat(bots.type()).isEqualTo(Presence.Type.AVAILABLE);
        assertThat(bots.element().childText(Stanza.NS, "status")).contains("Write \"help\" to me.");
    }

    @Test
    void aNewMemberSeesTheBotAtOnce() {
        server.join("dave@example.org");
        Client dave = server.connect("dave@example.org/desk");
        dave.comeOnline();
        Stanza presence = await().until(
                        () -> Optional.of(dave.next(Stanza.Kind.PRESENCE))
                                .filter(p -> p.from().map(Jid::bare).equals(Optional.of(BOT))),
                        Optional::isPresent)
                .orElseThrow();
        assertThat(presence.to().map(Jid::bare)).contains(Jid.of("dave@example.org"));
    }

    @Test
    void askingForTheBotsPresenceFromElsewhere() {
        Client carol = server.connect("carol@example.net/pda");
        carol.comeOnline();
        carol.send(Presence.builder(Presence.Type.SUBSCRIBE).attr("to", BOT).build());
        assertThat(await().until(
                                () -> Optional.of(carol.next(Stanza.Kind.PRESENCE))
                                        .map(Presence.class::cast)
                                        .filter(p -> p.from().map(Jid::bare).equals(Optional.of(BOT))
                                                && p.type() == Presence.Type.AVAILABLE),
                                Optional::isPresent))
                .isPresent();
    }

    @Test
    void whatTheBotIsAskedIsAnswered() {
        Client bob = server.connect("bob@example.org/phone");
        bob.comeOnline();
        bob.send(Element.builder(Stanza.NS, "iq")
                .attr("type", "get")
                .attr("id", "p")
                .attr("to", BOT)
                .child(Element.of("urn:xmpp:ping", "ping"))
                .build());
        Stanza answer = bob.next(Stanza.Kind.IQ);
        assertThat(answer.id()).contains("p");
        assertThat(answer.isError()).isFalse();
    }
}
