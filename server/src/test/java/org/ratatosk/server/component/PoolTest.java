package org.ratatosk.server.component;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.Features;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Component;
import org.ratatosk.server.route.Sender;
import org.ratatosk.server.stanza.Proof;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stream.component.ComponentState;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.RawComponent;
import org.ratatosk.server.testing.TestServer;
import org.ratatosk.server.xml.Element;

/** Several connections of one component, and those that do not read. */
@Tag("also-federation")
class PoolTest {
    private static final String ECHO = "echo.example.test";
    private static final Pattern SAID = Pattern.compile("from='(\\w+)@bot.example.test'.*?<body>(\\d+) ");

    /** Stanzas of 100 KB that may wait for a component. */
    private static final int MANY = 60;

    private static final String FILLING = "a".repeat(100_000);

    /** A socket that has taken nothing for so long is full. */
    private static final Duration QUIET = Duration.ofMillis(500);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestServer server = new TestServer(RawComponent.components(2, ECHO), Features::all);

    /** Whatever comes back is of no interest. */
    private static final class Crowd implements Component {
        private final List<Stanza> heard = new ArrayList<>();

        @Override
        public synchronized void receive(Stanza stanza, Proof proof, Runnable accepted) {
            heard.add(stanza);
            accepted.run();
        }

        synchronized List<Stanza> heard() {
            return List.copyOf(heard);
        }
    }

    private int number;
    private final Crowd crowd = new Crowd();
    private final Sender sender = server.server().server().admin().attach(Jid.of("bot.example.test"), crowd);

    @AfterEach
    void stop() {
        server.close();
    }

    private ComponentState state() {
        return server.server().components().all().get(0);
    }

    private CompletionStage<Sender.Fate> say(String who, int number, String filling) {
        return sender.send(Stanza.of(Element.builder(Stanza.NS, "message")
                .attr("from", who + "@bot.example.test")
                .attr("to", ECHO)
                .attr("id", who + number)
                .child("body", number + " " + filling)
                .build()));
    }

    /** The numbers that each said, as they came over one connection. */
    private static List<String> said(String all) {
        return SAID.matcher(all)
                .results()
                .map((MatchResult found) -> found.group(1) + " " + found.group(2))
                .toList();
    }

    private static List<String> numbers(List<String> said, String who) {
        return said.stream()
                .filter(one -> one.startsWith(who + " "))
                .map(one -> one.substring(who.length() + 1))
                .toList();
    }

    private static String upTo(RawClient client, String mark) {
        return client.until("<body>" + mark);
    }

    @Test
    void thereAreAsManyConnectionsAsTheSettingsSay() {
        try (RawClient one = RawComponent.proved(server, ECHO);
                RawClient two = RawComponent.proved(server, ECHO);
                RawClient three = RawComponent.connect(server)) {
            three.send(RawComponent.handshake(RawComponent.open(three, ECHO), RawComponent.SECRET));
            assertThat(three.untilEnd()).contains("<conflict ");
            assertThat(state().connections()).hasSize(2);
            one.send("</stream:stream>");
            one.untilEnd();
            two.send("<iq type='get' id='p' from='" + ECHO + "' to='example.test'><ping xmlns='urn:xmpp:ping'/></iq>");
            two.until("id='p'");
            Awaitility.await().until(() -> state().connections().size() == 1);
        }
    }

    @Test
    void whyAConnectionEndedIsKnownUntilTheNextOneIsProved() {
        try (RawClient guess = RawComponent.connect(server)) {
            RawComponent.open(guess, ECHO);
            guess.send(RawComponent.handshake("another", RawComponent.SECRET));
            guess.untilEnd();
            assertThat(state().lastError()).startsWith("127.0.0.1:").endsWith(" was told: The handshake is wrong");
        }
        RawClient lost = RawComponent.proved(server, ECHO);
        assertThat(state().lastError()).isEmpty();
        lost.close();
        Awaitility.await().until(() -> state().lastError().endsWith(" broke off"));
        try (RawClient ill = RawComponent.proved(server, ECHO)) {
            ill.send("<stream:error><reset xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>");
            ill.untilEnd();
            assertThat(state().lastError()).endsWith(" ended the stream with an error");
        }
        try (RawClient well = RawComponent.proved(server, ECHO)) {
            well.send("</stream:stream>");
            well.untilEnd();
            assertThat(state().lastError()).isEmpty();
        }
    }

    @Test
    void anAdministratorClosesAllConnections() {
        try (RawClient one = RawComponent.proved(server, ECHO);
                RawClient two = RawComponent.proved(server, ECHO)) {
            server.server().components().close("nobody.example.test");
            server.server().components().close(ECHO);
            for (RawClient each : List.of(one, two)) {
                assertThat(each.untilEnd()).contains("<reset ", "An administrator closed it");
            }
            Awaitility.await().until(() -> state().connections().isEmpty());
            RawComponent.proved(server, ECHO).close();
        }
    }

    @Test
    void whoWritesIsHeardInOrderAndAllConnectionsHaveWork() {
        try (RawClient one = RawComponent.proved(server, ECHO);
                RawClient two = RawComponent.proved(server, ECHO)) {
            for (int number = 0; number < 50; number++) {
                for (String who : List.of("ann", "ben", "cid", "dan", "eve", "fay", "gil", "hal")) {
                    say(who, number, "");
                }
            }
            Awaitility.await().until(() -> state().waiting() == 0);
            List<String> first = said(all(one));
            List<String> second = said(all(two));
            assertThat(first).isNotEmpty();
            assertThat(second).isNotEmpty();
            assertThat(first.size() + second.size()).isEqualTo(400);
            for (String who : List.of("ann", "ben", "cid", "dan", "eve", "fay", "gil", "hal")) {
                List<String> numbers = numbers(first, who).isEmpty() ? numbers(second, who) : numbers(first, who);
                assertThat(numbers)
                        .hasSize(50)
                        .isSortedAccordingTo((a, b) -> Integer.compare(Integer.parseInt(a), Integer.parseInt(b)));
            }
        }
    }

    /** Everything that a connection got, up to the answer to a question of its own. */
    private static String all(RawClient client) {
        client.send(
                "<iq type='get' id='end' from='" + ECHO + "/end' to='example.test'><ping xmlns='urn:xmpp:ping'/></iq>");
        client.send("</stream:stream>");
        return client.untilEnd();
    }

    /** Says more than the sockets between server and component hold, so that many stanzas wait. */
    private void fill() {
        fill(MANY);
    }

    private void fill(int many) {
        Awaitility.await().during(QUIET).until(() -> {
            int before = number;
            while (state().waiting() < many) {
                say("ann", number++, FILLING);
            }
            return number == before;
        });
    }

    /** Each came once, in order, up to the last, and with it at least as many as waited. */
    private static void assertLastInOrder(List<String> numbers, int last) {
        assertThat(numbers).hasSizeGreaterThan(MANY);
        assertThat(numbers)
                .isEqualTo(IntStream.rangeClosed(last - numbers.size() + 1, last)
                        .mapToObj(String::valueOf)
                        .toList());
    }

    @Test
    void whatADyingConnectionLeavesGoesToTheOthersInOrder() {
        RawClient deaf = RawComponent.proved(server, ECHO);
        fill();
        try (RawClient heir = RawComponent.proved(server, ECHO)) {
            int last = number;
            say("ann", last, "");
            deaf.close();
            String all = upTo(heir, last + " ");
            assertLastInOrder(numbers(said(all), "ann"), last);
            Awaitility.await().until(() -> state().waiting() == 0);
        }
        assertThat(crowd.heard()).isEmpty();
    }

    @Test
    void whatWaitsForOneThatDoesNotAnswerGoesToTheOthersWhenANewOneTakesItsPlace() {
        try (RawClient deaf = RawComponent.proved(server, ECHO);
                RawClient early = RawComponent.connect(server)) {
            fill();
            try (RawClient idle = RawComponent.proved(server, ECHO)) {
                early.send(RawComponent.handshake(RawComponent.open(early, ECHO), RawComponent.SECRET));
                assertThat(early.untilEnd()).contains("<conflict ");
                idle.send("<iq type='get' id='p' from='" + ECHO
                        + "' to='example.test'><ping xmlns='urn:xmpp:ping'/></iq>");
                idle.until("id='p'");
                server.clock().pass(Duration.ofSeconds(5));
                try (RawClient heir = RawComponent.proved(server, ECHO)) {
                    assertThat(state().connections()).hasSize(2);
                    String all = all(idle);
                    say("ann", number, "");
                    all += upTo(heir, number + " ");
                    assertLastInOrder(numbers(said(all), "ann"), number);
                }
            }
        }
        assertThat(crowd.heard()).isEmpty();
    }

    /** One that reads slowly holds nobody up for longer than a few seconds. */
    @Test
    void aSenderDoesNotWaitForOneThatDoesNotRead() {
        try (RawClient deaf = RawComponent.proved(server, ECHO)) {
            fill();
            CompletionStage<Sender.Fate> fate = say("ann", number, "");
            assertThat(fate).isNotCompleted();
            server.clock().pass(Duration.ofSeconds(6));
            assertThat(fate).succeedsWithin(PATIENCE).isEqualTo(Sender.Fate.ROUTED);
            assertThat(state().waiting()).as("it still waits for the component").isGreaterThan(MANY);
            assertThat(crowd.heard()).isEmpty();
        }
    }

    @Test
    void whatTheLastConnectionLeavesComesBack() {
        RawClient deaf = RawComponent.proved(server, ECHO);
        fill();
        deaf.close();
        Awaitility.await().until(() -> state().waiting() == 0);
        Awaitility.await().until(() -> crowd.heard().size() >= MANY);
        assertThat(crowd.heard())
                .allSatisfy(stanza -> assertThat(stanza.element().toString()).contains("service-unavailable"));
    }

    /** The end of a connection takes along what was written and waited for the socket; its senders hear of that. */
    @Test
    void whatNoSocketHasTakenComesBack() {
        try (RawClient deaf = RawComponent.proved(server, ECHO)) {
            fill();
            Awaitility.await().until(() -> {
                server.clock().pass(Duration.ofSeconds(60));
                return server.server().connections() == 0;
            });
            Set<String> known = new HashSet<>();
            for (String one : deaf.untilEnd().split("(?=<message )", -1)) {
                if (one.endsWith("</message>")) {
                    known.addAll(numbers(said(one), "ann"));
                }
            }
            Awaitility.await().until(() -> state().waiting() == 0);
            crowd.heard().forEach(stanza -> known.add(stanza.id().orElseThrow().substring("ann".length())));
            assertThat(known)
                    .containsAll(
                            IntStream.range(0, number).mapToObj(String::valueOf).toList());
        }
    }

    @Test
    void whoDoesNotReadIsClosedAndCannotFillTheMemory() {
        RawClient deaf = RawComponent.proved(server, ECHO);
        int number = 0;
        while (crowd.heard().isEmpty() && number < 1000) {
            sender.send(Stanza.of(Element.builder(Stanza.NS, "message")
                            .attr("from", "ann@bot.example.test")
                            .attr("to", ECHO)
                            .child("body", number++ + FILLING)
                            .build()))
                    .exceptionally(failure -> {
                        crowd.receive(
                                Stanza.of(Element.of(Stanza.NS, "message", String.valueOf(failure))),
                                Proof.HOSTED,
                                () -> {});
                        return Sender.Fate.ROUTED;
                    });
        }
        assertThat(crowd.heard().get(0).element().text()).contains("resource-constraint");
        assertThat(number).isLessThan(300);
        Awaitility.await().pollDelay(Duration.ZERO).until(() -> {
            server.clock().pass(Duration.ofSeconds(60));
            return state().connections().isEmpty();
        });
        deaf.close();
    }

    @Test
    void oneAccountCannotTakeTheRoomOfAll() {
        server.account("alice@example.test");
        server.account("bob@example.test");
        String heavy = "<message to='" + ECHO + "' type='chat'><body>" + FILLING + "</body></message>";
        List<RawClient> alice = new ArrayList<>();
        try (RawClient deaf = RawComponent.proved(server, ECHO);
                RawClient bob = RawClient.bound(server, "bob", "desk")) {
            fill(5);
            for (int number = 0; number < 10; number++) {
                alice.add(RawClient.bound(server, "alice", "desk" + number));
                alice.get(number).send(heavy.repeat(3));
            }
            StringBuilder heard = new StringBuilder();
            Awaitility.await().until(() -> {
                alice.forEach(one -> heard.append(new String(one.next(10), UTF_8)));
                return heard.indexOf("Too much waits for " + ECHO + " from alice@example.test") > 0;
            });
            int before = state().waiting();
            assertThat(before).isLessThan(30);
            bob.send(heavy);
            Awaitility.await().until(() -> state().waiting() > before);
            assertThat(bob.next(10)).isEmpty();
        } finally {
            alice.forEach(RawClient::close);
        }
    }
}
