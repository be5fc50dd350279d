package org.ratatosk.trials.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jivesoftware.smack.packet.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.ratatosk.trials.Person;

/**
 * How long the first words to a server take that has not been met yet, and how many messages go over one stream between servers: from
 * one client to another, both logged in over TLS, whose servers all run on this machine. Each word has to arrive once and in order; the
 * figures are printed, not judged.
 */
@Tag("federation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FiguresTest {
    /** Few by default, since the whole check runs this; {@code -Dratatosk.figures=3000} gives figures to rely on. */
    private static final int MANY = Integer.getInteger("ratatosk.figures", 500);

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private final List<String> table = new ArrayList<>();
    private Neighbours neighbours;

    @BeforeAll
    void start() throws Exception {
        neighbours = new Neighbours("");
        neighbours.start().withProsody().withEjabberd();
    }

    @AfterAll
    void end() {
        neighbours.close();
    }

    /** Reads the processor time of one server. */
    private interface Meter {
        Duration read() throws IOException;
    }

    /** One of the three servers. */
    private record Server(String name, String domain, Meter meter) {}

    @Test
    void wordsTravel() throws Exception {
        Server ours = new Server(
                "Ratatosk", Neighbours.HOME, () -> neighbours.product().cpu());
        Function<Peer, Server> other = peer -> new Server(peer.name(), peer.domain(), peer::cpu);
        Server prosody = other.apply(neighbours.peers().get(0));
        Server ejabberd = other.apply(neighbours.peers().get(1));
        table.add("| from     | to       | first | messages/s | per CPU second of the sender's | of the receiver's |");
        for (Server[] way : new Server[][] {
            {ours, prosody},
            {prosody, ours},
            {ours, ejabberd},
            {ejabberd, ours},
            {prosody, ejabberd},
            {ejabberd, prosody}
        }) {
            measure(way[0], way[1]);
        }
        table.forEach(System.out::println);
    }

    private void measure(Server from, Server to) throws Exception {
        Person sender = neighbours.login("sender" + table.size() + "@" + from.domain());
        Person receiver = neighbours.login("receiver" + table.size() + "@" + to.domain());
        long begin = System.nanoTime();
        sender.say(receiver.jid(), "The first word");
        receiver.awaitFrom(sender.jid(), "The first word");
        long first = System.nanoTime() - begin;
        send(sender, receiver); // so that Java has compiled what is measured
        Duration sendersCpu = from.meter().read();
        Duration receiversCpu = to.meter().read();
        begin = System.nanoTime();
        send(sender, receiver);
        double seconds = (System.nanoTime() - begin) / 1e9;
        table.add("| %-8s | %-8s | %2d ms | %10.0f | %30.0f | %17.0f |"
                .formatted(
                        from.name(),
                        to.name(),
                        first / 1_000_000,
                        MANY / seconds,
                        rate(from.meter().read().minus(sendersCpu)),
                        rate(to.meter().read().minus(receiversCpu))));
        neighbours.allGone();
    }

    /** Sends many words and waits until the last of them is there, after all others: a figure counts what has arrived. */
    private static void send(Person sender, Person receiver) throws Exception {
        int before = receiver.all().size();
        List<String> words = IntStream.range(0, MANY).mapToObj(i -> "word " + i).toList();
        for (String word : words) {
            sender.say(receiver.jid(), word);
        }
        Awaitility.await().atMost(PATIENCE).until(() -> receiver.all().size() >= before + MANY);
        List<Message> all = receiver.all();
        assertThat(all.subList(before, all.size())).extracting(Person::body).isEqualTo(words);
    }

    private static double rate(Duration cpu) {
        return MANY / Math.max(0.01, cpu.toMillis() / 1000.0);
    }
}
