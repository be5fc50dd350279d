package org.ratatosk.server.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.Features;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Sessions;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.store.memory.MemoryStore;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.TestServer;

/** What happens to a client that sends faster than the server works, and to one that does not read. */
class BackPressureTest {
    /** What one read of a socket can hold of the messages below. */
    private static final int ONE_READ = 2_000;

    /** How often in a row nothing more must have come in before reading is taken to have stopped. */
    private static final int QUIET_ROUNDS = 6;

    /** Messages of 100 KB that are more than the sockets between server and client hold. */
    private static final int FILLING = 150;

    /** Runs tasks one after the other, or keeps them while it is shut. Thread-safe. */
    private static final class Gate implements Executor, AutoCloseable {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
        private boolean shut;

        @Override
        public synchronized void execute(Runnable task) {
            if (shut) {
                waiting.add(task);
            } else {
                thread.execute(task);
            }
        }

        synchronized void shut() {
            shut = true;
        }

        synchronized void open() {
            shut = false;
            waiting.forEach(thread::execute);
            waiting.clear();
        }

        @Override
        public void close() {
            thread.shutdown();
        }
    }

    private static String message(int id, String body) {
        return "<message type='chat' to='bob@example.test' id='m" + id + "'><body>" + body + "</body></message>";
    }

    @Test
    void stopsReadingFromWhoSendsFasterThanTheStoreKeeps() {
        int all = 40_000;
        try (Gate gate = new Gate();
                TestServer server = new TestServer(config -> config, Features::all, new MemoryStore(gate))) {
            server.account("alice@example.test");
            server.account("bob@example.test");
            Sessions sessions = server.server().server().sessions();
            try (RawClient alice = RawClient.bound(server, "alice", "fast")) {
                alice.send(message(0, "first") + "<r xmlns='urn:xmpp:sm:3'/>");
                alice.until("</failed>");
                gate.shut();
                long before = sessions.stanzasIn();
                CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                    for (int i = 1; i <= all; i++) {
                        alice.send(message(i, "word"));
                    }
                });
                Deque<Long> rounds = new ArrayDeque<>();
                Awaitility.await().pollInterval(Duration.ofMillis(200)).until(() -> {
                    rounds.add(sessions.stanzasIn());
                    if (rounds.size() > QUIET_ROUNDS) {
                        rounds.remove();
                    }
                    return rounds.size() == QUIET_ROUNDS
                            && rounds.getLast() - before >= 60
                            && rounds.getFirst().equals(rounds.getLast());
                });
                assertThat(sessions.stanzasIn() - before).isLessThan(64 + ONE_READ);

                // reading goes on when the store does
                gate.open();
                Awaitility.await().until(() -> sessions.stanzasIn() - before > 10_000);
                sending.cancel(true);
            }
        }
    }

    /** A slow reader is closed after a minute; what it did not get is there when it comes again. */
    @Test
    void closesWhoDoesNotRead() {
        try (TestServer server = new TestServer()) {
            server.account("alice@example.test");
            server.account("bob@example.test");
            try (RawClient alice = RawClient.bound(server, "alice", "a");
                    RawClient bob = RawClient.bound(server, "bob", "slow")) {
                bob.send("<presence/>");
                bob.until("<presence");
                fill(alice);
                assertThat(server.server().connections()).isEqualTo(2);

                Awaitility.await().until(() -> {
                    server.clock().pass(Duration.ofSeconds(5));
                    return server.server().connections() == 1;
                });
                Jid jid = Jid.of("bob@example.test");
                server.awaitGone(jid.withResource("slow"));
                int waiting = server.store()
                        .read(tables -> tables.archive().countUndelivered(jid))
                        .toCompletableFuture()
                        .join();
                assertThat(waiting).isPositive();
            }
        }
    }

    /** Reading the answers is the client's business: one that asks and asks without reading is not read from. */
    @Test
    void stopsReadingFromWhoDoesNotReadItsAnswers() {
        String ping = "<iq type='get' id='" + "i".repeat(900) + "'><ping xmlns='urn:xmpp:ping'/></iq>";
        try (TestServer server = new TestServer()) {
            server.account("alice@example.test");
            try (RawClient alice = RawClient.bound(server, "alice", "a")) {
                CompletableFuture<Long> poured = CompletableFuture.supplyAsync(
                        () -> alice.pour(ping.repeat(100).getBytes(UTF_8), 256L << 20));
                Awaitility.await().until(() -> {
                    server.clock().pass(Duration.ofSeconds(5));
                    return server.server().connections() == 0;
                });
                assertThat(poured.join()).isLessThan(24L << 20);
            }
        }
    }

    /** Who is slow to read, and is told to go, can still read all that was sent before and why. */
    @Test
    void lastWordsHaveTimeToLeave() {
        try (TestServer server = new TestServer()) {
            server.account("alice@example.test");
            server.account("bob@example.test");
            try (RawClient alice = RawClient.bound(server, "alice", "a");
                    RawClient bob = RawClient.bound(server, "bob", "slow")) {
                bob.send("<presence/>");
                bob.until("<presence");
                fill(alice);
                Jid jid = Jid.of("bob@example.test");
                server.server().server().sessions().all().stream()
                        .filter(session -> session.jid().bare().equals(jid))
                        .forEach(session -> session.close(StreamError.of(StreamError.Condition.RESET)));
                AtomicLong rounds = new AtomicLong();
                Awaitility.await().pollInterval(Duration.ofMillis(300)).until(() -> {
                    server.clock().pass(Duration.ofSeconds(2));
                    return rounds.incrementAndGet() == 5;
                });
                assertThat(bob.untilEnd()).contains("<reset ").endsWith("</stream:stream>");
            }
        }
    }

    private static void fill(RawClient alice) {
        String body = "x".repeat(100_000);
        for (int i = 0; i < FILLING; i++) {
            alice.send(message(i, body));
        }
        settle(alice, "filled");
    }

    /** Everything up to a text, without what the messages say. */
    private static String withoutBodies(RawClient client, String end) {
        StringBuilder all = new StringBuilder();
        String last = "";
        while (!last.contains(end)) {
            byte[] more = client.next(10_000);
            assertThat(more).isNotEmpty();
            String text = new String(more, UTF_8).replaceAll("x{2,}", "");
            last = last.substring(Math.max(0, last.length() - end.length())) + text;
            all.append(text);
        }
        return all.toString();
    }

    private static void settle(RawClient client, String id) {
        client.send("<iq type='get' id='" + id + "'><ping xmlns='urn:xmpp:ping'/></iq>");
        client.until("id='" + id + "'");
    }

    /** Of the presence that a client does not read the latest waits for it, and nothing else of what it does not read is left out. */
    @Test
    void aSlowReaderKeepsTheLatestPresence() {
        int changes = 500;
        try (TestServer server = new TestServer()) {
            server.account("alice@example.test");
            server.account("bob@example.test");
            server.account("carol@example.test");
            try (RawClient alice = RawClient.bound(server, "alice", "a");
                    RawClient carol = RawClient.bound(server, "carol", "c");
                    RawClient active = RawClient.bound(server, "bob", "active");
                    RawClient slow = RawClient.bound(server, "bob", "slow")) {
                slow.send("<presence/>");
                slow.until("<presence");
                fill(alice);
                active.send("<presence><status>s0</status></presence>");
                carol.send("<presence to='bob@example.test/slow'><status>first words</status></presence>");
                carol.send("<presence type='subscribe' to='bob@example.test'/>");
                for (int i = 1; i <= changes; i++) {
                    active.send("<presence><status>s" + i + "</status></presence>");
                }
                carol.send("<presence to='bob@example.test/slow'><status>second words</status></presence>");
                carol.send("<presence type='error' to='bob@example.test/slow' id='oops'/>");
                settle(active, "active");
                settle(carol, "carol");

                String read = withoutBodies(slow, "id='oops'");
                assertThat(read.split("<status>s[0-9]+</status>", -1)).hasSize(2);
                assertThat(read.split("<body>", -1)).hasSize(1 + FILLING);
                assertThat(read)
                        .contains("<status>s" + changes + "</status>", "type='subscribe'")
                        .containsSubsequence("first words", "second words");
            }
        }
    }
}
