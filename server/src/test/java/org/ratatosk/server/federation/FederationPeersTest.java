package org.ratatosk.server.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.admin.FederationPeers;
import org.ratatosk.server.admin.Peers;
import org.ratatosk.server.config.FederationConfig.Security;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.testing.StanzaClient;
import org.ratatosk.server.testing.TestServer;
import org.ratatosk.server.testing.World;
import org.ratatosk.server.xml.Element;

/** What an owner sees of other servers, and has done about them. */
@Tag("also-federation")
class FederationPeersTest {
    private final World world = new World();

    @AfterEach
    void stop() {
        world.close();
    }

    private static List<Peers.Step> test(Peers peers, String domain) throws Exception {
        List<Peers.Step> steps = new CopyOnWriteArrayList<>();
        peers.test("here.test", domain, steps::add).toCompletableFuture().get(30, TimeUnit.SECONDS);
        return List.copyOf(steps);
    }

    private static Peers peers(TestServer server) {
        return new FederationPeers(true, server.server().federation());
    }

    /** Whose fault it is decides what to do. */
    @Test
    void adviceSaysWhoHasToMend() {
        assertThat(new Peers.Step("resolver", false, "").advice())
                .contains("s2s.resolver", "DNS server that this server asks")
                .doesNotContain("whether the name is right");
        assertThat(new Peers.Step("address", false, "").advice()).contains("s2s.allow-private", "s2s.override");
        assertThat(new Peers.Step("dns", false, "").advice()).contains("whether the name is right");
    }

    @Test
    void aTestGoesThereStepByStep() throws Exception {
        Peers peers = peers(world.serve("here.test"));
        world.serve("there.test");
        List<Peers.Step> steps = test(peers, "there.test");
        assertThat(steps)
                .extracting(Peers.Step::name)
                .startsWith("policy", "dns")
                .contains("connect", "tls", "certificate", "stream")
                .endsWith("ping");
        assertThat(steps.get(0).words()).isEqualTo("it has to prove itself by a certificate");
        assertThat(steps).allSatisfy(step -> {
            assertThat(step.done()).as(step.toString()).isTrue();
            assertThat(step.words()).isNotEmpty();
        });
    }

    @Test
    void aTestEndsAtTheStepThatFails() throws Exception {
        Peers peers = peers(world.serve("here.test"));
        List<Peers.Step> steps = test(peers, "nowhere.test");
        assertThat(steps.get(steps.size() - 1).done()).isFalse();
        assertThat(steps.get(steps.size() - 1).words()).isNotEmpty();
        assertThat(steps).extracting(Peers.Step::name).doesNotContain("ping");
    }

    @Test
    void aBlockedDomainIsNotGoneTo() throws Exception {
        Peers peers = peers(world.serve(World.security(Security.BLOCKED), "here.test"));
        assertThat(test(peers, "there.test")).containsExactly(new Peers.Step("policy", false, "it is blocked here"));
    }

    @Test
    void aServerThatMeetsNoOthersGoesNowhere() throws Exception {
        TestServer here = world.serve("here.test");
        Peers peers = new FederationPeers(false, here.server().federation());
        assertThat(peers.enabled()).isFalse();
        assertThat(test(peers, "there.test"))
                .containsExactly(new Peers.Step("policy", false, "this server meets no others"));
        assertThat(here.server().federation().peers()).isEmpty();
    }

    @Test
    void whatAnAdminBlocksIsBlockedWithItsSubdomainsUntilTheyChangeTheirMind() throws Exception {
        TestServer here = world.serve("here.test");
        Peers peers = peers(here);
        world.serve("there.test", "sub.there.test");
        assertThat(test(peers, "sub.there.test"))
                .allSatisfy(step -> assertThat(step.done()).isTrue());
        peers.rule("there.test", Optional.of(Peers.Rule.BLOCKED));
        assertThat(peers.rules()).containsExactly(Map.entry("there.test", Peers.Rule.BLOCKED));
        for (String domain : List.of("there.test", "sub.there.test")) {
            assertThat(test(peers, domain)).containsExactly(new Peers.Step("policy", false, "it is blocked here"));
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(peers.all())
                        .allSatisfy(peer -> assertThat(peer.address()).isEmpty()));
        peers.rule("sub.there.test", Optional.of(Peers.Rule.DIALBACK));
        assertThat(test(peers, "sub.there.test"))
                .allSatisfy(step -> assertThat(step.done()).isTrue());
        peers.rule("there.test", Optional.empty());
        peers.rule("sub.there.test", Optional.empty());
        assertThat(peers.rules()).isEmpty();
        assertThat(test(peers, "there.test"))
                .allSatisfy(step -> assertThat(step.done()).isTrue());
        assertThatThrownBy(() -> peers.rule("there.test", Optional.of(Peers.Rule.PLAINTEXT)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** What is blocked takes along each stream that carries it, whatever other domains that carries too. */
    @Test
    void whoIsBlockedLosesStreamsThatCarryOthersToo() throws Exception {
        TestServer here = world.serve(World.security(Security.DIALBACK), "here.test");
        TestServer there = world.start(World.security(Security.DIALBACK), "one.test", "two.test");
        for (String domain : List.of("one.test", "two.test")) {
            world.place(domain, there.server().serverStarttls().get(0), false);
        }
        ask(there, "ann@one.test");
        ask(there, "ben@two.test");
        assertThat(incoming(here)).containsExactlyInAnyOrder("one.test", "two.test");
        assertThat(incomingAddresses(here)).as("one stream carries both").hasSize(1);
        peers(here).rule("two.test", Optional.of(Peers.Rule.BLOCKED));
        Awaitility.await().untilAsserted(() -> assertThat(incoming(here)).isEmpty());
    }

    /** Somebody asks here.test and hears an answer. */
    private static void ask(TestServer server, String bare) {
        Jid jid = server.account(bare);
        try (StanzaClient client = StanzaClient.connect(server, Jid.of(jid + "/d"), false)) {
            client.send(Element.builder(Stanza.NS, "iq")
                    .attr("type", "get")
                    .attr("id", "ping")
                    .attr("to", "here.test")
                    .child(Element.of("urn:xmpp:ping", "ping"))
                    .build());
            assertThat(client.receive().orElseThrow().attr("type")).contains("result");
        }
    }

    private static List<String> incoming(TestServer server) {
        return peers(server).all().stream()
                .filter(peer -> !peer.address().isEmpty())
                .map(Peers.Peer::domain)
                .toList();
    }

    private static Set<String> incomingAddresses(TestServer server) {
        return peers(server).all().stream().map(Peers.Peer::address).collect(Collectors.toSet());
    }

    @Test
    void streamsAreShownAndClosed() throws Exception {
        TestServer here = world.serve("here.test");
        Peers peers = peers(here);
        world.serve("there.test");
        test(peers, "there.test");
        Awaitility.await()
                .untilAsserted(() -> assertThat(peers.all()).singleElement().satisfies(peer -> {
                    assertThat(peer.local()).isEqualTo("here.test");
                    assertThat(peer.domain()).isEqualTo("there.test");
                    assertThat(peer.direction()).isEqualTo(Peers.Direction.BOTH);
                    assertThat(peer.proof()).isEqualTo("PKIX");
                    assertThat(peer.tls()).startsWith("TLSv1.3");
                    assertThat(peer.certificateNames()).contains("there.test");
                    assertThat(peer.certificateExpires()).isNotNull();
                }));
        peers.close("there.test");
        Awaitility.await()
                .untilAsserted(() -> assertThat(peers.all())
                        .allSatisfy(peer -> assertThat(peer.address()).isEmpty()));
    }
}
