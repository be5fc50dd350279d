package org.ratatosk.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.alerts.AlertSettings;
import org.ratatosk.bridge.alerts.TestClock;
import org.ratatosk.bridge.alerts.Trace;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.bridge.config.BridgeConfig;
import org.ratatosk.bridge.engine.EmbeddedEngine;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.bridge.store.sql.TestDatabase;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Proof;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.testing.StanzaClient;
import org.ratatosk.server.testing.TestServer;
import org.ratatosk.server.testing.World;
import org.ratatosk.server.xml.Element;

/** The bridge and people of other servers, over real streams between servers. */
class FederatedBridgeTest {
    private static final Jid BOT = Jid.of("ratatosk@here.test");
    private static final Jid CAROL = Jid.of("carol@there.test");
    private final World world = new World();
    private final TestDatabase db = new TestDatabase();
    private final List<StanzaClient> clients = new ArrayList<>();
    private SiteBridge bridge;
    private StanzaClient alice;
    private int said;

    @BeforeEach
    void start() {
        TestServer here = world.serve("here.test");
        here.account("alice@here.test");
        bridge = SiteBridge.start(
                BridgeConfig.defaults("here.test", "https://here.test"),
                AlertSettings.DEFAULTS,
                new EmbeddedEngine(here.server().server().admin()),
                db,
                new TestClock(),
                new SecureRandom());
        alice = login(here, "alice@here.test/desk");
    }

    @AfterEach
    void close() {
        clients.forEach(StanzaClient::close);
        bridge.close();
        world.close();
        db.close();
    }

    private StanzaClient login(TestServer server, String full) {
        StanzaClient client = StanzaClient.connect(server, Jid.of(full), true);
        client.send(Element.of(Stanza.NS, "presence"));
        clients.add(client);
        return client;
    }

    private static Element next(StanzaClient client, Predicate<Element> wanted) {
        List<Element> others = new ArrayList<>();
        for (Optional<Element> one = client.receive(); one.isPresent(); one = client.receive()) {
            if (wanted.test(one.get())) {
                return one.get();
            }
            others.add(one.get());
        }
        throw new AssertionError("Only these came: " + others);
    }

    private static Element words(StanzaClient client) {
        return next(client, e -> e.childText(Stanza.NS, "body").isPresent());
    }

    private static String hear(StanzaClient client) {
        return words(client).childText(Stanza.NS, "body").orElseThrow();
    }

    private void say(StanzaClient client, String body, Element... more) {
        Element.Builder message = Element.builder(Stanza.NS, "message")
                .attr("type", "chat")
                .attr("id", "m" + said++)
                .attr("to", BOT)
                .child("body", body);
        for (Element element : more) {
            message.child(element);
        }
        client.send(message.build());
    }

    private String ask(StanzaClient client, String body, Element... more) {
        say(client, body, more);
        return hear(client);
    }

    private void link(StanzaClient client, Jid address) {
        String answer = ask(alice, "link " + address);
        String code = answer.lines()
                .filter(line -> line.startsWith("code "))
                .findFirst()
                .orElseThrow();
        assertThat(ask(client, code)).startsWith("Welcome, alice");
    }

    @Test
    void whoSubscribesToTheBotSeesIt() {
        TestServer there = world.serve("there.test");
        there.account(CAROL.toString());
        StanzaClient carol = login(there, "carol@there.test/pda");
        carol.send(Element.builder(Stanza.NS, "presence")
                .attr("type", "subscribe")
                .attr("to", BOT)
                .build());
        Element seen = next(carol, e -> e.attr("from").equals(Optional.of(BOT + "/bot")));
        assertThat(seen.attr("type")).isEmpty();
        carol.send(Element.builder(Stanza.NS, "presence")
                .attr("type", "unsubscribe")
                .attr("to", BOT)
                .build());
        Element gone = next(carol, e -> e.attr("from").equals(Optional.of(BOT + "/bot")));
        assertThat(gone.attr("type")).contains("unavailable");
    }

    @Test
    void anAddressIsProvedAndPosts() {
        TestServer there = world.serve("there.test");
        there.account(CAROL.toString());
        StanzaClient carol = login(there, "carol@there.test/pda");
        assertThat(ask(carol, "post: From afar")).contains("I do not know who carol@there.test is");
        link(carol, CAROL);
        assertThat(bridge.identities("alice")).extracting(Identity::proof).containsExactly(Proof.CERTIFICATE);
        assertThat(ask(carol, "post: From afar")).startsWith("Posted as #1");
        assertThat(bridge.posts("alice", Viewer.ANYBODY, Long.MAX_VALUE, 10)).hasSize(1);
        assertThat(ask(carol, "unlink")).contains("is not linked with alice any more");
    }

    @Test
    void alertsGoOutAndAnswersComeIn() {
        TestServer there = world.serve("there.test");
        there.account(CAROL.toString());
        StanzaClient carol = login(there, "carol@there.test/pda");
        assertThat(ask(carol, "sub alice")).startsWith("From now on");
        assertThat(ask(alice, "post: It rained.")).startsWith("Posted as #1");
        Element alert = words(carol);
        assertThat(alert.childText(Stanza.NS, "body").orElseThrow()).startsWith("alice posted #1: It rained.");
        String answer = ask(
                carol,
                "Here too",
                Element.builder("urn:xmpp:reply:0", "reply")
                        .attr("to", BOT)
                        .attr("id", alert.attr("id").orElseThrow())
                        .build());
        assertThat(answer).startsWith("Thank you. Your comment #2 waits");
        assertThat(hear(alice)).startsWith("carol@there.test wants to comment");
        assertThat(ask(alice, "approve #2")).contains("is shown now");
        assertThat(bridge.comments(1, Viewer.ANYBODY, 0, 10))
                .extracting(Comment::text)
                .containsExactly("Here too");

        // who is away gets it at the next login: her own server has it, which its answer to a ping shows, and keeps it
        carol.end();
        there.awaitGone(Jid.of("carol@there.test/pda"));
        assertThat(ask(alice, "post: It rains.")).startsWith("Posted as #3");
        await().until(() ->
                bridge.trace("carol@there.test", 3, Instant::toString).outcome() == Trace.Outcome.ACKNOWLEDGED);
        assertThat(hear(login(there, "carol@there.test/phone"))).startsWith("alice posted #3: It rains.");
    }
}
