package org.ratatosk.trials.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
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
 * peer has stream management between servers, as Prosody has, or answers pings, as ejabberd does; and only what may not have been
 * read when it died is there twice.
 */
@Tag("federation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestartTest {
    private static final int MANY = 300;
    private static final int AFTER = 20;

    /** What is not acknowledged goes over three streams, and a server may give its own people once more what they had not acknowledged. */
    private static final int MOST = 4;

    private static final String FIRST = "the first word";
    private static final String LAST = "the last word";
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
        // Before there is a stream, a peer may begin to use one of ours while its own is under way: that keeps no
        // order.
        dora.say(alice.jid(), FIRST, FIRST);
        alice.awaitFrom(dora.jid(), FIRST);
        alice.say(bob.jid(), FIRST, FIRST);
        bob.awaitFrom(alice.jid(), FIRST);
        Writing toBob = new Writing(alice, bob.jid(), 1, MANY);
        Writing toAlice = new Writing(dora, alice.jid(), 1, MANY);
        Awaitility.await().atMost(PATIENCE).until(() -> alice.all().size() > MANY / 6);
        Awaitility.await().atMost(PATIENCE).until(() -> bob.all().size() > 1);
        death.come();
        Set<String> before = toBob.begun();
        peer.start();
        toBob.join();
        toAlice.join();
        Writing after = new Writing(alice, bob.jid(), MANY + 1, MANY + AFTER);
        after.join();
        Person again = neighbours.login(bob.jid());
        Set<String> sent = new LinkedHashSet<>(toBob.said());
        sent.addAll(after.said());
        Awaitility.await("what was sent to " + bob.jid() + " is there or has come back")
                .atMost(PATIENCE)
                .until(() -> missing(sent, alice, bob, again), Set::isEmpty);
        // and the way back is there again
        again.say(alice.jid(), LAST, LAST);
        alice.awaitFrom(bob.jid(), LAST);
        List<String> arrived = new ArrayList<>(ids(bob, false));
        arrived.addAll(ids(again, false));
        List<String> back = ids(alice, true);
        List<String> fromDora =
                ids(alice, false).stream().filter(id -> !id.equals(LAST)).toList();
        Set<String> acknowledged = new LinkedHashSet<>(dora.acknowledged());
        acknowledged.retainAll(toAlice.said());
        System.out.printf(
                "| %s: %d sent to it, %d of them before it had ended; %d arrived, and %d doubles; %d came back;"
                        + " from it %d acknowledged, %d of these arrived%n",
                death,
                sent.size(),
                before.size(),
                Set.copyOf(arrived).size(),
                arrived.size() - Set.copyOf(arrived).size(),
                back.size(),
                acknowledged.size(),
                acknowledged.stream().filter(fromDora::contains).count());
        assertThat(ids(bob, false))
                .as("nothing broke as long as he was there")
                .isNotEmpty()
                .doesNotHaveDuplicates();
        assertThat(doubles(arrived, back))
                .as("what was sent when it was there again")
                .isSubsetOf(before);
        assertThat(arrived).allMatch(id -> Collections.frequency(arrived, id) <= MOST, "was sent too often");
        assertThat(back).doesNotHaveDuplicates();
        // what a server took and had not passed on dies with it: the last words and no others; what came before came
        // once
        assertThat(fromDora)
                .hasSizeGreaterThan(MANY / 6)
                .containsExactlyElementsOf(toAlice.inOrder().subList(0, fromDora.size()));
        neighbours.allGone();
    }

    /** Whatever is not acknowledged when a stream breaks is sent again (XEP-0198 section 4), and may have been read; nothing else is. */
    private static Set<String> doubles(List<String> arrived, List<String> back) {
        List<String> all = new ArrayList<>(arrived);
        all.addAll(back);
        return all.stream().filter(id -> Collections.frequency(all, id) > 1).collect(Collectors.toSet());
    }

    private static Set<String> missing(Set<String> sent, Person sender, Person... receivers) {
        Set<String> missing = new LinkedHashSet<>(sent);
        ids(sender, true).forEach(missing::remove);
        for (Person receiver : receivers) {
            ids(receiver, false).forEach(missing::remove);
        }
        return missing;
    }

    /** The ids of what somebody heard after the first word, as often as it came, in order. */
    private static List<String> ids(Person person, boolean errors) {
        return person.all().stream()
                .filter(message -> (message.getType() == Message.Type.error) == errors)
                .map(Stanza::getStanzaId)
                .filter(id -> !FIRST.equals(id))
                .toList();
    }

    /** Somebody writes numbered messages, one each few milliseconds, as long as there is a connection. Thread-safe. */
    private static final class Writing {
        private static final long PAUSE_MILLIS = 3;
        private final List<String> begun = new CopyOnWriteArrayList<>();
        private final Set<String> said = ConcurrentHashMap.newKeySet();
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
                    begun.add(id);
                    from.say(to, "word " + number, id);
                    said.add(id);
                    // a latch that nobody opens
                    new CountDownLatch(1).await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                }
            } catch (SmackException | IOException e) {
                // the server of the writer is dead
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** What there has been an attempt to say. */
        Set<String> begun() {
            return Set.copyOf(begun);
        }

        /** The same in order. */
        List<String> inOrder() {
            return List.copyOf(begun);
        }

        /** What was said. */
        Set<String> said() {
            return Set.copyOf(said);
        }

        void join() throws InterruptedException {
            thread.join(PATIENCE.toMillis());
        }
    }
}
