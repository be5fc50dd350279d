package org.ratatosk.trials.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Stanza;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ratatosk.trials.Person;

/**
 * A peer dies amid messages both ways and comes back. What our people wrote is there afterwards or has come back to them, whether the
 * peer has stream management between servers, as Prosody has, or answers pings, as ejabberd does.
 */
@Tag("federation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestartTest {
    private static final int MANY = 300;
    private static final int AFTER = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private Neighbours neighbours;

    @BeforeAll
    void start() throws Exception {
        neighbours = new Neighbours("limits { longest-retry = 2 seconds }");
        neighbours.start().withProsody().withEjabberd();
    }

    @AfterAll
    void end() {
        neighbours.close();
    }

    /** How a peer dies. */
    private record Death(Peer peer, boolean sudden) {
        void come() throws InterruptedException {
            if (sudden) {
                peer.kill();
            } else {
                peer.terminate();
            }
        }

        @Override
        public String toString() {
            return peer.name() + " by " + (sudden ? "SIGKILL" : "SIGTERM");
        }
    }

    Stream<Death> deaths() {
        return neighbours.peers().stream().flatMap(peer -> Stream.of(new Death(peer, true), new Death(peer, false)));
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void nothingIsLostInSilence(Death death) throws Exception {
        String tag = death.sudden() ? "k" : "t";
        Peer peer = death.peer();
        // Accounts are on the disk of a server from an orderly end on.
        neighbours.login("bob" + tag + "@" + peer.domain());
        neighbours.login("dora" + tag + "@" + peer.domain());
        neighbours.allGone();
        peer.terminate();
        peer.start();
        Person alice = neighbours.login("alice" + tag + "@" + Neighbours.HOME);
        Person dora = neighbours.login("dora" + tag + "@" + peer.domain());
        // What bob was given while he was there is his, whatever his server writes to its disk or not.
        Person bob = neighbours.login("bob" + tag + "@" + peer.domain());
        Writing toBob = new Writing(alice, bob.jid(), 1, MANY);
        Writing toAlice = new Writing(dora, alice.jid(), 1, MANY);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> alice.all().size() > MANY / 6 && toBob.sent().size() > MANY / 6);
        death.come();
        Set<String> before = toBob.sent();
        peer.start();
        toBob.join();
        toAlice.join();
        Writing after = new Writing(alice, bob.jid(), MANY + 1, MANY + AFTER);
        after.join();
        Person again = neighbours.login(bob.jid());
        Set<String> sent = new LinkedHashSet<>(toBob.sent());
        sent.addAll(after.sent());
        Awaitility.await("what was sent to " + bob.jid() + " is there or has come back")
                .atMost(PATIENCE)
                .until(() -> missing(sent, alice, bob, again), Set::isEmpty);
        Set<String> arrived = ids(bob, false);
        arrived.addAll(ids(again, false));
        Set<String> acknowledged = new LinkedHashSet<>(dora.acknowledged());
        acknowledged.retainAll(toAlice.sent());
        System.out.printf(
                "| %s: %d sent to it, %d of them before it had ended; %d arrived, %d came back; from it %d acknowledged,"
                        + " %d of these arrived%n",
                death,
                sent.size(),
                before.size(),
                arrived.size(),
                ids(alice, true).size(),
                acknowledged.size(),
                acknowledged.stream().filter(ids(alice, false)::contains).count());
        assertThat(arrived).isNotEmpty();
        neighbours.allGone();
    }

    private static Set<String> missing(Set<String> sent, Person sender, Person... receivers) {
        Set<String> missing = new LinkedHashSet<>(sent);
        missing.removeAll(ids(sender, true));
        for (Person receiver : receivers) {
            missing.removeAll(ids(receiver, false));
        }
        return missing;
    }

    private static Set<String> ids(Person person, boolean errors) {
        return person.all().stream()
                .filter(message -> (message.getType() == Message.Type.error) == errors)
                .map(Stanza::getStanzaId)
                .collect(Collectors.toSet());
    }

    /** Somebody writes numbered messages, one each few milliseconds, as long as there is a connection. Thread-safe. */
    private static final class Writing {
        private static final long PAUSE_MILLIS = 3;
        private final Set<String> sent = ConcurrentHashMap.newKeySet();
        private final Thread thread;

        Writing(Person from, String to, int first, int last) {
            thread = new Thread(
                    () -> write(
                            from, to, IntStream.rangeClosed(first, last).boxed().toList()),
                    "writing");
            thread.start();
        }

        private void write(Person from, String to, List<Integer> numbers) {
            try {
                for (int number : numbers) {
                    String id = from.jid() + "-" + number;
                    from.say(to, "word " + number, id);
                    sent.add(id);
                    // a latch that nobody opens
                    new CountDownLatch(1).await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                }
            } catch (SmackException | IOException e) {
                // the server of the writer is dead
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        Set<String> sent() {
            return Set.copyOf(sent);
        }

        void join() throws InterruptedException {
            thread.join(PATIENCE.toMillis());
        }
    }
}
