package org.ratatosk.server.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.config.FederationConfig.Security;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Proof;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stream.s2s.PeerState;
import org.ratatosk.server.testing.StanzaClient;
import org.ratatosk.server.testing.TestServer;
import org.ratatosk.server.testing.World;
import org.ratatosk.server.xml.Element;

/** Two servers of this kind and what goes between them (RFC 6120, XEP-0178, XEP-0220, XEP-0288). */
@Tag("also-federation")
class FederationTest {
    private final World world = new World();

    @AfterEach
    void stop() {
        world.close();
    }

    /** How the senders of what is written to {@code bot@there.test} are proved. */
    private static List<Proof> proofs(TestServer there) {
        List<Proof> proofs = new CopyOnWriteArrayList<>();
        there.server().server().admin().attach(Jid.of("bot@there.test"), (stanza, proof, accepted) -> {
            proofs.add(proof);
            accepted.run();
        });
        return proofs;
    }

    private void talk(TestServer here, TestServer there) {
        StanzaClient alice = StanzaClient.present(here, "alice@here.test/desk");
        StanzaClient bob = StanzaClient.present(there, "bob@there.test/desk");
        alice.say("bot@there.test", "zero");
        alice.say("bob@there.test", "one");
        Element got = bob.receive().orElseThrow();
        assertThat(got.childText(Stanza.NS, "body")).contains("one");
        assertThat(got.attr("from")).contains("alice@here.test/desk");
        bob.say("alice@here.test/desk", "two");
        assertThat(alice.hear()).isEqualTo("two");
        for (int i = 0; i < 50; i++) {
            alice.say("bob@there.test", "m" + i);
        }
        for (int i = 0; i < 50; i++) {
            assertThat(bob.hear()).isEqualTo("m" + i);
        }
        alice.settle();
        alice.close();
        bob.close();
    }

    @Test
    void carriesMessagesBetweenServersWithCertificates() {
        TestServer here = world.serve("here.test");
        TestServer there = world.serve("there.test");
        List<Proof> proofs = proofs(there);
        talk(here, there);
        assertThat(proofs).containsExactly(Proof.CERTIFICATE);
        assertThat(here.server().federation().peers())
                .anySatisfy(peer -> {
                    assertThat(peer.domain()).isEqualTo("there.test");
                    assertThat(peer.proof()).isEqualTo("PKIX");
                    assertThat(peer.tls()).startsWith("TLSv1.3");
                    assertThat(peer.certificateNames()).contains("there.test");
                    assertThat(peer.direction()).isEqualTo(PeerState.Direction.OUTGOING);
                    assertThat(peer.bidirectional()).isTrue();
                })
                .hasSize(1);
    }

    @Test
    void carriesMessagesOverDirectTls() {
        TestServer here = world.serve("here.test");
        TestServer there = world.serve("there.test");
        world.place("there.test", there.server().serverDirectTls().get(0), true);
        List<Proof> proofs = proofs(there);
        talk(here, there);
        assertThat(proofs).containsExactly(Proof.CERTIFICATE);
    }

    @Test
    void carriesMessagesByDialback() {
        TestServer here = world.start(World.security(Security.DIALBACK), "here.test");
        TestServer there = world.start(World.security(Security.DIALBACK), "there.test");
        world.place("here.test", here.server().serverStarttls().get(0), false);
        world.place("there.test", there.server().serverStarttls().get(0), false);
        List<Proof> proofs = proofs(there);
        talk(here, there);
        assertThat(proofs).containsExactly(Proof.DIALBACK);
        assertThat(List.of(here, there))
                .allSatisfy(server -> assertThat(server.server().federation().peers())
                        .allSatisfy(peer -> assertThat(peer.proof()).isEqualTo("dialback")));
    }
}
