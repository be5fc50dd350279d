package org.ratatosk.trials.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ratatosk.trials.Person;

/** TLS from the first byte (XEP-0368), both ways: nobody listens for other servers in another way, nor does the DNS know one. */
@Tag("federation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DirectTls {
    private final Road road;
    private final String place;
    private Neighbours neighbours;

    /** @param place how the address of a server begins, and the port follows */
    DirectTls(Road road, String place) {
        this.road = road;
        this.place = place;
    }

    @BeforeAll
    void start() throws Exception {
        neighbours = new Neighbours(road, "", "");
        neighbours.start().withProsody().withEjabberd();
    }

    @AfterAll
    void end() {
        if (neighbours != null) {
            neighbours.close();
        }
    }

    Stream<Peer> peers() {
        return neighbours.peers().stream();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("peers")
    void weDial(Peer peer) throws Exception {
        assertThat(neighbours.product().run("check", "--domain", peer.domain()))
                .containsPattern(place + peer.serverPort() + ", direct TLS\\)");
        talk(
                neighbours.login("alice@" + Neighbours.HOME),
                neighbours.login("bob@" + peer.domain()),
                peer,
                Neighbours.HOME);
    }

    /** To a domain of ours that the peer was not called by, so that it has to look for it. */
    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("peers")
    void theyDial(Peer peer) throws Exception {
        talk(
                neighbours.login("dora@" + peer.domain()),
                neighbours.login("carl@" + Neighbours.HOME_TOO),
                peer,
                Neighbours.HOME_TOO);
    }

    private void talk(Person first, Person second, Peer peer, String ours) throws Exception {
        first.say(second.jid(), "Who is there?");
        second.awaitFrom(first.jid(), "Who is there?");
        second.say(first.jid(), "The one who answers");
        first.awaitFrom(second.jid(), "The one who answers");
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(peer.proofs(peer.domain(), ours)).containsOnly(Peer.Proof.CERTIFICATE));
        neighbours.allGone();
    }
}
