package org.ratatosk.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.testing.Bench;
import org.ratatosk.server.xml.Element;

/** XEP-0160: bounds, and messages that come twice. */
class OfflineTest {
    private final Bench bench = new Bench(Small.config(usual -> Small.limits(usual, 10, 10, 3, 10)));
    private Bench.Client alice;

    @BeforeEach
    void connect() {
        bench.accounts("alice@example.org", "bob@example.org");
        alice = bench.connect("alice@example.org/home");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void send(String id, String more) {
        alice.sends(
                "<message type='chat' to='bob@example.org' id='" + id + "'><body>hello</body>" + more + "</message>");
        bench.settle();
    }

    private static List<String> ids(List<Element> elements) {
        return elements.stream()
                .filter(e -> e.local().equals("message"))
                .map(e -> e.attr("id").orElse(""))
                .toList();
    }

    private Bench.Client bobComes(String resource) {
        Bench.Client bob = bench.connect("bob@example.org/" + resource);
        bob.sends("<presence/>");
        bench.settle();
        return bob;
    }

    @Test
    void whatWaitsIsBoundedAndTheSenderOfMoreIsTold() {
        send("1", "");
        send("2", "");
        send("3", "");
        assertThat(alice.received()).isEmpty();
        send("4", "");
        assertThat(alice.received().toString()).contains("resource-constraint", "type='wait'");
        Bench.Client bob = bobComes("home");
        assertThat(ids(bob.received())).containsExactly("1", "2", "3");
        bob.acknowledge();
        bench.settle();
        send("5", "");
        assertThat(ids(bob.received())).containsExactly("5");
        assertThat(alice.received()).isEmpty();
    }

    /** The fixture lets a thousand bytes wait; what is delivered gives its room back, and a restart remembers. */
    @Test
    void whatWaitsIsBoundedInBytesToo() {
        send("1", "<more xmlns='urn:x'>" + "x".repeat(900) + "</more>");
        assertThat(alice.received()).isEmpty();
        send("2", "");
        assertThat(alice.received().toString())
                .contains("resource-constraint", "type='wait'", "Too much waits for this account");
        Bench.Client bob = bobComes("home");
        assertThat(ids(bob.received())).containsExactly("1");
        bob.acknowledge();
        bench.settle();
        bob.session().end(List.of());
        send("3", "");
        assertThat(alice.received()).isEmpty();
        send("4", "<more xmlns='urn:x'>" + "x".repeat(900) + "</more>");
        bench.server().sessions().all().forEach(session -> session.end(List.of()));
        bench.pass(Duration.ofMinutes(3));
        alice = bench.connect("alice@example.org/again");
        send("5", "");
        assertThat(alice.received().toString()).contains("resource-constraint");
    }

    @Test
    void aMessageThatComesAgainWithItsOriginIdIsThereOnce() {
        String origin = "<origin-id xmlns='urn:xmpp:sid:0' id='once'/>";
        send("1", origin);
        send("1", origin);
        Bench.Client bob = bobComes("home");
        assertThat(ids(bob.received())).containsExactly("1");
        send("1", origin);
        assertThat(bob.received()).isEmpty();
        assertThat(alice.accepted()).isEqualTo(3);
    }

    @Test
    void aClientThatGoesAwayAndComesBackGetsWhatCameMeanwhile() {
        Bench.Client bob = bobComes("home");
        bob.sends("<presence type='unavailable'/>");
        bench.settle();
        bob.received();
        send("1", "");
        assertThat(bob.received()).isEmpty();
        bob.sends("<presence/>");
        bench.settle();
        assertThat(ids(bob.received())).containsExactly("1");
        bob.sends("<presence><show>away</show></presence>");
        bench.settle();
        assertThat(ids(bob.received()))
                .as("what is on its way is not sent again")
                .isEmpty();
    }

    @Test
    void theSecondClientDoesNotGetWhatIsOnItsWayToTheFirst() {
        send("1", "");
        Bench.Client home = bobComes("home");
        assertThat(ids(home.received())).containsExactly("1");
        Bench.Client phone = bobComes("phone");
        assertThat(ids(phone.received())).isEmpty();
        home.session().end(List.of());
        bench.settle();
        assertThat(ids(phone.received())).containsExactly("1");
    }

    @Test
    void aLateAcknowledgementStillCounts() {
        send("1", "");
        Bench.Client home = bobComes("home");
        home.session().end(List.of());
        bench.settle();
        home.acknowledge();
        bench.settle();
        assertThat(ids(bobComes("phone").received())).isEmpty();
    }

    @Test
    void whatIsWrittenAfterItsClientWentWaitsForTheNext() {
        Bench.Client bob = bobComes("home");
        alice.sends("<message type='chat' to='bob@example.org' id='1'><body>hello</body></message>");
        bench.stepStore();
        bench.settleButStore();
        bob.session().end(List.of());
        bench.settle();
        assertThat(alice.accepted()).isOne();
        assertThat(ids(bobComes("phone").received())).containsExactly("1");
    }

    @Test
    void whatIsWrittenAfterItsClientWentGoesToTheOneThatIsThere() {
        Bench.Client phone = bobComes("phone");
        Bench.Client home = bench.connect("bob@example.org/home");
        home.sends("<presence><priority>5</priority></presence>");
        bench.settle();
        phone.received();
        alice.sends("<message type='chat' to='bob@example.org' id='1'><body>hello</body></message>");
        bench.stepStore();
        bench.settleButStore();
        home.session().end(List.of());
        bench.settle();
        assertThat(ids(phone.received())).containsExactly("1");
    }

    @Test
    void whatWaitsComesInPagesAndTheNewAfterIt() {
        try (Bench wide = new Bench()) {
            wide.accounts("alice@example.org", "carol@example.net");
            Bench.Client sender = wide.connect("alice@example.org/home");
            List<String> all = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                sender.sends(toCarol(i, "hello"));
                all.add(Integer.toString(i));
            }
            wide.settle();
            Bench.Client carol = wide.connect("carol@example.net/home");
            carol.sends("<presence/>");
            wide.settle();
            assertThat(ids(carol.received())).isEqualTo(all.subList(0, 50));
            sender.sends(toCarol(120, "new"));
            all.add("120");
            wide.settle();
            assertThat(carol.received()).isEmpty();
            carol.acknowledge();
            wide.settle();
            assertThat(ids(carol.received())).isEqualTo(all.subList(50, 100));
            carol.acknowledge();
            wide.settle();
            assertThat(ids(carol.received())).isEqualTo(all.subList(100, 121));
            sender.sends(toCarol(121, "newer"));
            wide.settle();
            assertThat(ids(carol.received())).containsExactly("121");
        }
    }

    @Test
    void aPageIsBoundedInBytes() {
        try (Bench wide = new Bench()) {
            wide.accounts("alice@example.org", "carol@example.net");
            Bench.Client sender = wide.connect("alice@example.org/home");
            for (int i = 0; i < 9; i++) {
                sender.sends(toCarol(i, "x".repeat(250_000)));
                wide.settle();
            }
            Bench.Client carol = wide.connectPlain("carol@example.net/home");
            carol.sends("<presence/>");
            wide.settle();
            List<Element> first = carol.received();
            assertThat(ids(first)).containsExactly("0", "1", "2", "3", "4");
            answerPings(wide, carol, first);
            List<Element> second = carol.received();
            assertThat(ids(second)).isEmpty();
            answerPings(wide, carol, second);
            assertThat(ids(carol.received())).containsExactly("5", "6", "7", "8");
        }
    }

    private static String toCarol(int id, String body) {
        return "<message type='chat' to='carol@example.net' id='" + id + "'><body>" + body + "</body></message>";
    }

    /** Answers the pings among what was received. */
    private static void answerPings(Bench bench, Bench.Client client, List<Element> received) {
        received.stream().filter(e -> e.local().equals("iq")).forEach(ping -> {
            client.sends("<iq type='result' id='" + ping.attr("id").orElseThrow() + "'/>");
            bench.settle();
        });
    }

    @Test
    void aClientThatAnswersNoPingStillGetsWhatComes() {
        Bench.Client bob = bench.connectPlain("bob@example.org/home");
        bob.sends("<presence/>");
        bench.settle();
        bob.received();
        for (int i = 0; i < 30; i++) {
            send(Integer.toString(i), "");
        }
        List<Element> got = bob.received();
        assertThat(ids(got)).hasSize(30);
        assertThat(got.toString()).containsOnlyOnce("urn:xmpp:ping");
        assertThat(alice.received()).isEmpty();
        send("too much", "");
        assertThat(alice.received().toString()).contains("resource-constraint");
        bench.pass(Duration.ofSeconds(61));
        bob.session().end(List.of());
        bench.settle();
        assertThat(ids(bobComes("phone").received())).as("nothing is lost").hasSize(30);
    }

    @Test
    void theAnswerToALaterPingSpeaksForTheEarlierOnesToo() {
        Bench.Client bob = bench.connectPlain("bob@example.org/home");
        bob.sends("<presence/>");
        bench.settle();
        send("1", "");
        bob.received();
        bench.pass(Duration.ofSeconds(61));
        send("2", "");
        answerPings(bench, bob, bob.received());
        bob.session().end(List.of());
        bench.settle();
        assertThat(ids(bobComes("phone").received())).isEmpty();
    }

    @Test
    void presenceDoesNotDependOnWhatCanBeReadAndWhatWaitsComesLater() {
        send("1", "");
        Bench.Client bob = bench.connect("bob@example.org/home");
        bench.store().unreadable(true);
        bob.sends("<presence/>");
        bench.settle();
        assertThat(bob.received().toString()).contains("presence").doesNotContain("error");
        send("2", "");
        assertThat(ids(bob.received())).containsExactly("2");
        bench.store().unreadable(false);
        bench.pass(Duration.ofSeconds(31));
        assertThat(ids(bob.received())).containsExactly("1");
    }

    @Test
    void newMessagesComeAfterThoseThatWaited() {
        send("1", "");
        Bench.Client bob = bench.connect("bob@example.org/home");
        bob.sends("<presence/>");
        alice.sends("<message type='chat' to='bob@example.org' id='2'><body>new</body></message>");
        bench.settle();
        assertThat(ids(bob.received())).containsExactly("1", "2");
    }
}
