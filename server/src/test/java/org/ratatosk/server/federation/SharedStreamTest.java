package org.ratatosk.server.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.config.FederationConfig.Security;
import org.ratatosk.server.stream.s2s.PeerState;
import org.ratatosk.server.testing.Cable;
import org.ratatosk.server.testing.FakePeer;
import org.ratatosk.server.testing.StanzaClient;
import org.ratatosk.server.testing.TestServer;
import org.ratatosk.server.testing.World;

/** Several own domains that talk to another one over one stream (XEP-0220 section 2.6.1). */
class SharedStreamTest {
    private static final String DIALBACK = "<dialback xmlns='urn:xmpp:features:dialback'><errors/></dialback>";

    private final World world = new World();
    private final TestServer here =
            world.start(World.security("fake.test", Security.PLAINTEXT), "one.test", "two.test");
    private final FakePeer fake = new FakePeer();
    private final StanzaClient alice = StanzaClient.present(here, "alice@one.test/d");
    private final StanzaClient bob = StanzaClient.present(here, "bob@two.test/d");

    SharedStreamTest() {
        for (String own : List.of("one.test", "two.test")) {
            world.place(own, here.server().serverStarttls().get(0), false);
        }
        world.place("fake.test", fake.address(), false);
    }

    @AfterEach
    void stop() {
        alice.close();
        bob.close();
        fake.close();
        world.close();
    }

    private int waiting() {
        return here.server().federation().peers().stream()
                .mapToInt(PeerState::waiting)
                .sum();
    }

    /** Takes a connection, believes the first domain that shows a key, and returns that key's element. */
    private static String believe(FakePeer peer, String features) {
        peer.accept();
        peer.open("fake.test", "stream-1", features);
        String key = peer.until("</db:result>");
        valid(peer, key.contains("from='one.test'") ? "one.test" : "two.test");
        return key;
    }

    private static void valid(FakePeer peer, String domain) {
        peer.send("<db:result from='fake.test' to='" + domain + "' type='valid'/>");
    }

    /** There is a stream for one domain; the other one shows its key there. */
    private String askedForTheSecond() {
        alice.say("carol@fake.test", "first");
        believe(fake, DIALBACK);
        fake.until("</message>");
        bob.say("carol@fake.test", "second");
        return fake.until("</db:result>");
    }

    /** The second domain has got a stream of its own. */
    private void goesAlone() {
        try (FakePeer own = fake.another()) {
            assertThat(believe(own, DIALBACK)).contains("from='two.test'");
            assertThat(own.until("</message>")).contains("from='bob@two.test/d'", "<body>second</body>");
        }
    }

    @Test
    void oneStreamServesTwoOwnDomains() {
        assertThat(askedForTheSecond()).contains("from='two.test'", "to='fake.test'");
        assertThat(waiting()).as("nothing is sent before it is believed").isEqualTo(2);
        valid(fake, "two.test");
        assertThat(fake.until("</message>")).contains("from='bob@two.test/d'", "<body>second</body>");
        alice.say("carol@fake.test", "third");
        assertThat(fake.until("</message>")).contains("from='alice@one.test/d'", "<body>third</body>");
        assertThat(here.server().federation().peers())
                .allMatch(state -> !state.address().isEmpty() && state.waiting() > 0)
                .extracting(PeerState::local)
                .containsExactlyInAnyOrder("one.test", "two.test");
    }

    @Test
    void anErrorLeadsToAStreamOfItsOwn() {
        askedForTheSecond();
        fake.send("<db:result from='fake.test' to='two.test' type='error'><error type='wait'>"
                + "<resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></db:result>");
        goesAlone();
        alice.say("carol@fake.test", "third");
        assertThat(fake.until("</message>")).as("the first goes on").contains("<body>third</body>");
    }

    @Test
    void aKeyThatIsNotBelievedLeadsToAStreamOfItsOwn() {
        askedForTheSecond();
        fake.send("<db:result from='fake.test' to='two.test' type='invalid'/>");
        goesAlone();
    }

    @Test
    void silenceLeadsToAStreamOfItsOwn() {
        askedForTheSecond();
        fake.send("<db:result from='fake.test' to='three.test' type='valid'/>"
                + "<db:result from='other.test' to='two.test' type='valid'/>");
        here.clock().pass(Duration.ofSeconds(61));
        goesAlone();
    }

    /** A server that has no errors for dialback may end the whole stream instead. */
    @Test
    void nothingIsAskedWhereARefusalIsTheEnd() {
        alice.say("carol@fake.test", "first");
        believe(fake, "<dialback xmlns='urn:xmpp:features:dialback'/>");
        fake.until("</message>");
        bob.say("carol@fake.test", "second");
        goesAlone();
    }

    @Test
    void aStreamThatEndsInPlaceOfAnAnswerLosesNothing() {
        askedForTheSecond();
        here.clock().pass(Duration.ofSeconds(30));
        fake.cut();
        bothComeAgain();
    }

    @Test
    void theEndOfTheStreamIsToldToBoth() {
        askedForTheSecond();
        valid(fake, "two.test");
        fake.until("</message>");
        here.clock().pass(Duration.ofSeconds(30));
        fake.cut();
        bothComeAgain();
    }

    /** Each domain sends again what no answer told of: both call at the same time, so that each has a stream. */
    private void bothComeAgain() {
        Set<String> again = new HashSet<>();
        try (FakePeer other = fake.another()) {
            for (FakePeer peer : new FakePeer[] {fake, other}) {
                believe(peer, DIALBACK);
                again.add(peer.until("</message>").replaceAll("(?s).*<message [^>]*from='([^']*)'.*", "$1"));
            }
        }
        assertThat(again).containsExactlyInAnyOrder("alice@one.test/d", "bob@two.test/d");
    }

    /** A server that is there and has trouble with one own domain may be well with the others. */
    @Test
    void troubleWithOneOwnDomainPausesThatOne() {
        alice.say("carol@fake.test", "first");
        fake.accept();
        fake.open("fake.test", "stream-1", DIALBACK);
        fake.until("</db:result>");
        fake.cut();
        Awaitility.await()
                .until(() -> here.server().federation().peers().stream()
                        .anyMatch(state -> !state.lastError().isEmpty()));
        bob.say("carol@fake.test", "second");
        assertThat(believe(fake, DIALBACK)).contains("from='two.test'");
    }

    /** A client of each own domain writes to her, and she hears it. */
    private void bothReach(StanzaClient carol) {
        for (StanzaClient each : new StanzaClient[] {alice, bob}) {
            each.say("carol@there.test", "hello");
            assertThat(carol.hear()).isEqualTo("hello");
            Awaitility.await().until(() -> waiting() == 0);
        }
    }

    /** The other server is like this one: the second key is looked up, and answers come back over the same stream. */
    @Test
    void twoDomainsShareAWayInBothDirections() {
        TestServer there = world.serve(World.security(Security.DIALBACK), "there.test");
        try (Cable cable = new Cable(there.server().serverStarttls().get(0));
                StanzaClient carol = StanzaClient.present(there, "carol@there.test/d")) {
            world.place("there.test", cable.address(), false);
            bothReach(carol);
            carol.say("bob@two.test", "back");
            assertThat(bob.hear()).isEqualTo("back");
            assertThat(cable.carried()).isEqualTo(1);
            assertThat(there.server().federation().peers())
                    .hasSize(2)
                    .allMatch(PeerState::bidirectional)
                    .extracting(PeerState::direction)
                    .containsOnly(PeerState.Direction.INCOMING);
            cable.cut();
            cable.mend(there.server().serverStarttls().get(0));
            bob.say("carol@there.test", "again");
            Awaitility.await().until(() -> {
                here.clock().pass(Duration.ofMillis(300));
                return waiting() == 0;
            });
            assertThat(carol.hear()).isEqualTo("again");
        }
    }

    @Test
    void aDomainWhoseCertificateIsTakenIsNotProvedByAKeyInstead() {
        TestServer there = world.serve(World.security(Security.DIALBACK), "there.test");
        world.believe(here);
        try (Cable cable = new Cable(there.server().serverStarttls().get(0));
                StanzaClient carol = StanzaClient.present(there, "carol@there.test/d")) {
            world.place("there.test", cable.address(), false);
            bothReach(carol);
            assertThat(cable.carried()).isEqualTo(2);
            assertThat(there.server().federation().peers())
                    .extracting(PeerState::proof)
                    .doesNotContain("dialback");
        }
    }
}
