package org.ratatosk.server.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.config.FederationConfig.Bounds;
import org.ratatosk.server.dns.Endpoint;
import org.ratatosk.server.dns.NoWayException;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.testing.StanzaClient;
import org.ratatosk.server.testing.TestServer;
import org.ratatosk.server.testing.World;
import org.ratatosk.server.xml.Element;

/** What one account, or one domain with all below it, cannot take away from others: turns to search, and room for what waits. */
@Tag("also-federation")
class SharesTest {
    private static final int SHARE = 31;

    private final Map<String, List<Endpoint>> known = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<List<Endpoint>>> searched = new ConcurrentHashMap<>();
    private final List<StanzaClient> clients = new ArrayList<>();
    private final World world = new World(domain -> known.containsKey(domain)
            ? CompletableFuture.completedStage(known.get(domain))
            : searched.computeIfAbsent(domain, name -> new CompletableFuture<>()));
    private final TestServer here = world.serve(World.bounds(SharesTest::bounds), "here.test");
    private final StanzaClient bob = client(reachable("there.test"), "bob@there.test/desk");

    private static Bounds bounds(Bounds usual) {
        return new Bounds(
                usual.waitingStanzas(),
                50_000,
                100_000,
                usual.waitingTime(),
                usual.connectTime(),
                usual.idleTime(),
                usual.retry(),
                usual.longestRetry(),
                usual.stanzaBytes());
    }

    private TestServer reachable(String domain) {
        TestServer server = world.serve(domain);
        var address = server.server().serverStarttls().get(0);
        known.put(domain, List.of(new Endpoint(0, domain, address.getAddress(), address.getPort(), false)));
        return server;
    }

    @AfterEach
    void stop() {
        clients.forEach(StanzaClient::close);
        world.close();
    }

    private StanzaClient client(TestServer server, String jid) {
        server.account(Jid.of(jid).bare().toString());
        StanzaClient client = StanzaClient.connect(server, Jid.of(jid), false);
        client.send(Element.of(Stanza.NS, "presence"));
        client.settle();
        client.rest();
        clients.add(client);
        return client;
    }

    private static void say(StanzaClient from, String to, String body) {
        from.send(Element.builder(Stanza.NS, "message")
                .attr("id", "m")
                .attr("type", "chat")
                .attr("to", to)
                .child("body", body)
                .build());
    }

    private void assertReached(StanzaClient from) {
        say(from, "bob@there.test", "hello");
        assertThat(bob.receive().flatMap(message -> message.childText(Stanza.NS, "body")))
                .contains("hello");
    }

    private void awaitSearched(int count) {
        Awaitility.await().until(() -> searched.size() == count);
    }

    private void awaitPeers(int count) {
        Awaitility.await().until(() -> here.server().federation().peers().size() == count);
    }

    private void passUntilSearched(int count) {
        Awaitility.await().until(() -> {
            here.clock().pass(Duration.ofMillis(1100));
            return searched.size() == count;
        });
    }

    @Test
    void oneDomainHasAShareOfTheSearches() {
        StanzaClient ann = client(here, "ann@here.test/desk");
        StanzaClient eve = client(here, "eve@here.test/desk");
        IntStream.range(0, 20).forEach(i -> say(ann, "x@a" + i + ".evil.test", "x"));
        IntStream.range(0, 20).forEach(i -> say(eve, "x@b" + i + ".evil.test", "x"));
        awaitPeers(40);
        awaitSearched(SHARE);
        assertReached(ann);
        assertThat(here.server().federation().peers())
                .as("to wait for a turn is no failure")
                .allMatch(peer -> peer.lastError().isEmpty());
        searched.values().stream()
                .findFirst()
                .orElseThrow()
                .completeExceptionally(NoWayException.forGood("There is no such domain"));
        passUntilSearched(SHARE + 1);
    }

    @Test
    void oneAccountHasAShareOfTheSearches() {
        StanzaClient ann = client(here, "ann@here.test/desk");
        StanzaClient carol = client(here, "carol@here.test/desk");
        IntStream.range(0, 40).forEach(i -> say(ann, "x@n" + i + ".test", "x"));
        awaitPeers(40);
        awaitSearched(SHARE);
        assertReached(carol);
        String waiting = IntStream.range(0, 40)
                .mapToObj(i -> "n" + i + ".test")
                .filter(domain -> !searched.containsKey(domain))
                .findFirst()
                .orElseThrow();
        say(carol, "x@" + waiting, "x");
        Awaitility.await().until(() -> searched.containsKey(waiting));
        Awaitility.await().until(() -> {
            here.clock().pass(Duration.ofSeconds(5));
            return here.server().federation().peers().stream().allMatch(peer -> peer.waiting() == 0);
        });
        List<String> errors = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            errors.add(ann.receive().orElseThrow().toString());
        }
        assertThat(errors)
                .filteredOn(error -> error.contains("<remote-server-timeout "))
                .hasSize(SHARE + 1);
        assertThat(errors)
                .filteredOn(error ->
                        error.contains("<resource-constraint ") && error.contains("ann@here.test has its share"))
                .hasSize(40 - SHARE - 1);
    }

    @Test
    void oneAccountHasAShareOfTheRoom() {
        StanzaClient ann = client(here, "ann@here.test/desk");
        StanzaClient carol = client(here, "carol@here.test/desk");
        String half = "x".repeat(24_000);
        say(ann, "x@one.test", half);
        say(ann, "x@two.test", half);
        say(ann, "x@three.test", half);
        assertThat(ann.receive().orElseThrow().toString())
                .contains(
                        "<resource-constraint ",
                        "Too much waits for other servers already; ann@here.test has its share");
        say(carol, "x@one.test", half);
        say(carol, "x@four.test", half);
        say(carol, "x@five.test", half);
        assertThat(carol.receive().orElseThrow().toString())
                .as("what waits for all together")
                .contains("<resource-constraint ", "Too much waits for other servers already")
                .doesNotContain("has its share");
    }

    @Test
    void oneDomainHasAShareOfTheRoom() {
        StanzaClient ann = client(here, "ann@here.test/desk");
        StanzaClient carol = client(here, "carol@here.test/desk");
        String half = "x".repeat(24_000);
        say(ann, "x@a.evil.test", half);
        ann.settle();
        say(carol, "x@b.evil.test", half);
        carol.settle();
        say(carol, "x@c.evil.test", half);
        assertThat(carol.receive().orElseThrow().toString())
                .contains("<resource-constraint ", "Too much waits for other servers already; evil.test has its share");
        assertReached(carol);
        searched.values()
                .forEach(search -> search.completeExceptionally(NoWayException.forGood("There is no such domain")));
        assertThat(ann.receive().orElseThrow().toString()).contains("<remote-server-not-found ");
        assertThat(carol.receive().orElseThrow().toString()).contains("<remote-server-not-found ");
        say(carol, "x@d.evil.test", half);
        Awaitility.await().until(() -> searched.containsKey("d.evil.test"));
    }
}
