package org.ratatosk.trials.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Stanza;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ratatosk.trials.Person;

/** Two domains of ours talk to one of somebody else: over how many streams (XEP-0220 section 2.6.1), and whether all that is said arrives. */
@Tag("federation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedStreamsTest {
    private static final int MANY = 60;
    private static final int OURS = 4;
    private static final int MAX_SENDINGS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PROSODY = "prosody.example";
    private static final String EJABBERD = "ejabberd.example";
    private Neighbours neighbours;

    @BeforeAll
    void start() throws Exception {
        neighbours = new Neighbours(
                Road.STARTTLS,
                "limits { longest-retry = 2 seconds }",
                "",
                PROSODY,
                EJABBERD,
                Neighbours.HOME,
                Neighbours.HOME_TOO,
                Neighbours.UNPROVED,
                Neighbours.UNPROVED_TOO);
        neighbours.start().withProsody().withEjabberd();
    }

    @AfterAll
    void end() {
        neighbours.close();
    }

    /** Two domains of ours and one of a peer; how many streams lead to that, and to each of ours. */
    private record Meeting(Peer peer, String first, String second, List<Integer> streams) {
        @Override
        public String toString() {
            return peer.name() + " with " + first + " and " + second;
        }
    }

    /**
     * ejabberd takes a second domain of ours on a stream that dialback has proved, and opens one to each of ours. Prosody looks up a key
     * over a stream of its own to the domain that shows it, which goes both ways (XEP-0288) and is there before the key is believed: ours
     * is not needed any more. Where our certificates are taken, each of our domains shows its own.
     */
    Stream<Meeting> meetings() {
        Peer prosody = neighbours.peers().get(0);
        Peer ejabberd = neighbours.peers().get(1);
        return Stream.of(
                new Meeting(prosody, Neighbours.UNPROVED, Neighbours.UNPROVED_TOO, List.of(0, 1, 1)),
                new Meeting(prosody, Neighbours.HOME, Neighbours.HOME_TOO, List.of(2, 0, 0)),
                new Meeting(ejabberd, Neighbours.UNPROVED, Neighbours.UNPROVED_TOO, List.of(1, 1, 1)),
                new Meeting(ejabberd, Neighbours.HOME, Neighbours.HOME_TOO, List.of(2, 1, 1)));
    }

    @ParameterizedTest
    @MethodSource("meetings")
    void allThatIsSaidArrives(Meeting meeting) throws Exception {
        openAnew(meeting); // nobody is connected
        Person alice = neighbours.login("alice@" + meeting.first());
        Person anna = neighbours.login("anna@" + meeting.second());
        Person bob = neighbours.login(
                "bob" + meeting.streams().get(0) + "@" + meeting.peer().domain());
        // one after the other, as a second domain looks for a stream that is there
        for (Person one : List.of(alice, anna)) {
            one.say(bob.jid(), "Who is there?");
            bob.awaitFrom(one.jid(), "Who is there?");
            bob.say(one.jid(), "Who asks?");
            one.awaitFrom(bob.jid(), "Who asks?");
        }
        for (int i = 0; i < MANY; i++) {
            for (Person one : List.of(alice, anna)) {
                one.say(bob.jid(), "word " + i);
                bob.say(one.jid(), "word " + i);
            }
        }
        List<String> words = IntStream.range(0, MANY).mapToObj(i -> "word " + i).toList();
        for (Person one : List.of(alice, anna)) {
            Awaitility.await()
                    .until(() -> from(bob, one).size() > MANY && from(one, bob).size() > MANY);
            assertThat(from(bob, one)).endsWith(words.toArray(String[]::new)).hasSize(MANY + 1);
            assertThat(from(one, bob)).endsWith(words.toArray(String[]::new)).hasSize(MANY + 1);
        }
        // connections on which a key was looked up may end a little later
        Awaitility.await().untilAsserted(() -> assertEnough(streams(meeting), meeting.streams()));
        System.out.printf("| %s: %s streams to it, to each of ours, at the end%n", meeting, streams(meeting));
        breakAmidWords(meeting, alice, anna, bob);
        neighbours.allGone();
    }

    /** Where each domain has its own, one of the domains that met the peer before may have come back. */
    private static void assertEnough(List<Integer> streams, List<Integer> expected) {
        assertThat(streams.get(0)).isBetween(expected.get(0), expected.get(0) > 1 ? OURS : expected.get(0));
        assertThat(streams.subList(1, 3)).isEqualTo(expected.subList(1, 3));
    }

    private List<Gate> gates(Meeting meeting) {
        return Stream.of(meeting.peer().domain(), meeting.first(), meeting.second())
                .map(neighbours::gate)
                .toList();
    }

    private List<Integer> streams(Meeting meeting) {
        return gates(meeting).stream().map(Gate::connections).toList();
    }

    private void openAnew(Meeting meeting) throws IOException {
        for (Gate gate : gates(meeting)) {
            gate.open();
        }
    }

    /** What may not have been read is sent again under its id, for both domains. */
    private void breakAmidWords(Meeting meeting, Person alice, Person anna, Person bob) throws Exception {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            if (i == MANY / 2) {
                openAnew(meeting);
            }
            for (Person one : List.of(alice, anna)) {
                sent.add(one.say(bob.jid(), "after " + i).getStanzaId());
            }
        }
        Awaitility.await("what was said amid the break").atMost(PATIENCE).until(() -> {
            Set<String> there = bob.all().stream().map(Stanza::getStanzaId).collect(Collectors.toSet());
            return there.containsAll(sent);
        });
        for (String id : sent) {
            assertThat(bob.all())
                    .filteredOn(message -> id.equals(message.getStanzaId()))
                    .hasSizeLessThanOrEqualTo(MAX_SENDINGS);
        }
    }

    private static List<String> from(Person hearer, Person sayer) {
        return hearer.all().stream()
                .filter(message -> message.getType() != Message.Type.error)
                .filter(message -> message.getFrom().asBareJid().toString().equals(sayer.jid()))
                .map(Person::body)
                .toList();
    }
}
