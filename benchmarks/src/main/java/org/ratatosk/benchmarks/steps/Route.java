package org.ratatosk.benchmarks.steps;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.ratatosk.server.Features;
import org.ratatosk.server.Server;
import org.ratatosk.server.config.ServerConfig;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Listener;
import org.ratatosk.server.session.Connection;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.memory.MemoryStore;
import org.ratatosk.server.stream.sasl.Credentials;
import org.ratatosk.server.stream.sasl.Throttle;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.XmlReader;

/**
 * From a stanza of one session to the stream of another, through both lanes with all features, and without a network. The message is
 * one that is not kept, so that no store takes part. Confined to one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Route {
    private final InstantSource clock = InstantSource.system();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(0);
    private final MemoryStore store = new MemoryStore(Runnable::run);
    private final Server server = new Server(new Server.Parts(
            ServerConfig.loopback(Path.of("nowhere"), "example.org"),
            store,
            clock,
            new SecureRandom(),
            Features.all(ServerConfig.loopback(Path.of("nowhere"), "example.org")),
            inside -> new Deaf(),
            Runnable::run,
            timer,
            new Credentials(store, new Throttle(clock), Runnable::run, new byte[16], 1, clock, new SecureRandom())));
    private final Wire romeo = new Wire();
    private final Wire juliet = new Wire();
    private final Element message = XmlReader.parse(Texts.MESSAGE
            .replaceFirst("<message", "<message xmlns='" + Stanza.NS + "'")
            .replace("</message>", "<no-store xmlns='urn:xmpp:hints'/></message>"));
    private final CompletableFuture<Session> sender = new CompletableFuture<>();

    /** Two who are there. */
    @Setup
    public void begin() {
        server.start();
        come("romeo@example.org/orchard", romeo).thenAccept(sender::complete);
        come("juliet@example.org/balcony", juliet);
        sender.orTimeout(1, TimeUnit.MINUTES).join();
        message();
    }

    private CompletableFuture<Session> come(String address, Wire wire) {
        Jid jid = Jid.of(address);
        store.write(List.of(tables -> tables.accounts()
                .create(new Account(jid.bare(), "incarnation", Account.Role.MEMBER, true, clock.instant()))));
        Session session = server.sessions()
                .open(jid.bare(), jid.resource().orElseThrow(), wire)
                .toCompletableFuture()
                .orTimeout(Duration.ofMinutes(1).toSeconds(), TimeUnit.SECONDS)
                .join();
        session.receive(XmlReader.parse("<presence xmlns='" + Stanza.NS + "'/>"), () -> {});
        return CompletableFuture.completedFuture(session);
    }

    /** Ends the server. */
    @TearDown
    public void end() {
        server.close();
        timer.shutdownNow();
    }

    /** A chat message from one to the other, who has it afterwards. */
    @Benchmark
    public int message() {
        int before = juliet.received;
        sender.join().receive(message, () -> {});
        if (juliet.received != before + 1) {
            throw new IllegalStateException("Juliet has not got the message.");
        }
        return juliet.received;
    }

    private static final class Deaf implements Listener {
        @Override
        public void start() {}

        @Override
        public void close() {}
    }

    private final class Wire implements Connection {
        private int received;

        @Override
        public void send(Element element) {
            received++;
        }

        @Override
        public void send(Element element, Runnable acknowledged) {
            received++;
        }

        @Override
        public boolean acknowledges() {
            return false;
        }

        @Override
        public void close(StreamError error) {}

        @Override
        public Info info() {
            return new Info("127.0.0.1:5", "TLSv1.3", "in memory", clock.instant());
        }
    }
}
