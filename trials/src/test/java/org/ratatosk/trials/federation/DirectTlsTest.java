package org.ratatosk.trials.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ratatosk.trials.Person;

/** TLS from the first byte (XEP-0368) over IPv6, both ways: nobody listens for other servers in another way, nor does the DNS know one. */
@Tag("federation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectTlsTest {
    private Neighbours neighbours;

    @BeforeAll
    void start() throws Exception {
        assumeTrue(hasIpv6(), "this machine has no loopback address of IPv6, ::1");
        neighbours = new Neighbours(Road.DIRECT_TLS_BY_IPV6, "", "");
        neighbours.start().withProsody().withEjabberd();
    }

    @AfterAll
    void end() {
        if (neighbours != null) {
            neighbours.close();
        }
    }

    private static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    Stream<Peer> peers() {
        return neighbours.peers().stream();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("peers")
    void weDial(Peer peer) throws Exception {
        assertThat(neighbours.product().run("check", "--domain", peer.domain()))
                .contains("]:" + peer.serverPort() + ", direct TLS)");
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
