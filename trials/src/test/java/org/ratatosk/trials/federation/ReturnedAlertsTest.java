package org.ratatosk.trials.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ratatosk.trials.Person;

/** An address that is no more, whose server sends back what comes for it: alerts stop, until somebody asks for them. */
@Tag("federation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReturnedAlertsTest {
    private static final int BOUNCES = 3;
    private Neighbours neighbours;

    @BeforeAll
    void start() throws Exception {
        neighbours = new Neighbours(Road.STARTTLS, "", "site { limits { bounces = " + BOUNCES + " } }\n");
        neighbours.start().withProsody().withEjabberd();
    }

    @AfterAll
    void end() {
        neighbours.close();
    }

    Stream<Peer> peers() {
        return neighbours.peers().stream();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("peers")
    void anAddressThatRefusesIsLeftInPeaceUntilItAsks(Peer peer) throws Exception {
        String member = peer.name().toLowerCase(Locale.ROOT);
        Person alice = neighbours.login("alice@" + Neighbours.HOME);
        Site.post(alice, "Before it all");
        Person home = neighbours.login(member + "@" + Neighbours.HOME);
        Person away = neighbours.login(member + "@" + peer.domain());
        Site.link(home, away);
        away.ask(Site.BOT, "sub alice");
        Site.post(alice, "While she is there");
        away.awaitFrom(Site.BOT, "While she is there");
        neighbours.delete(away);
        for (int i = 1; i <= BOUNCES; i++) {
            assertThat(Site.count(home, "suspended")).isZero();
            long number = Site.post(alice, "Gone " + i);
            awaitTrace(home, number, "refused it");
        }
        // it may come while another answer is waited for
        String notice = "Alerts to " + away.jid() + " are suspended, since " + BOUNCES + " in a row came back";
        Awaitility.await("the notice").until(() -> Site.count(home, notice) == 1);
        awaitTrace(home, Site.post(alice, "Into the void"), "are suspended");
        Person again = neighbours.login(away.jid());
        assertThat(Person.body(home.ask(Site.BOT, "on"))).contains(away.jid());
        Site.post(alice, "Back again");
        again.awaitFrom(Site.BOT, "Back again");
        assertThat(Site.count(again, "Into the void")).isZero();
        assertThat(Site.count(home, "are suspended")).isEqualTo(2); // the notice, and the trace
        neighbours.allGone();
    }

    private static void awaitTrace(Person asking, long number, String words) throws Exception {
        Awaitility.await("a trace of #" + number + " with \"" + words + "\"")
                .until(() ->
                        Person.body(asking.ask(Site.BOT, "trace #" + number)).contains(words));
    }
}
