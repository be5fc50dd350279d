package org.ratatosk.server.testing;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.ratatosk.server.Features;
import org.ratatosk.server.Server;
import org.ratatosk.server.config.ServerConfig;
import org.ratatosk.server.conversation.Xml;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Listener;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.session.Connection;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.memory.MemoryStore;
import org.ratatosk.server.stream.sasl.Credentials;
import org.ratatosk.server.stream.sasl.Throttle;
import org.ratatosk.server.xml.Element;

/**
 * A server in memory whose store and workers do nothing until the test says so: for what happens before something is durable.
 * Confined to one thread.
 */
public final class Bench implements AutoCloseable {
    private final Deque<Runnable> storeWork = new ArrayDeque<>();
    private final Deque<Runnable> work = new ArrayDeque<>();
    private final TurnableClock clock = new TurnableClock(Instant.parse("2026-05-01T12:00:00Z"));
    private final MemoryStore store = new MemoryStore(storeWork::add);
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(0);
    private final Credentials credentials =
            new Credentials(store, new Throttle(clock), Runnable::run, new byte[16], 1, clock, new SecureRandom());
    private final Watch watch = new Watch();
    private final Server server;

    /** Calls what is to be called every second. */
    private static final class Watch implements Feature {
        private final List<Hooks> hooks = new ArrayList<>();

        @Override
        public Spec spec() {
            return Spec.of("none", "0");
        }

        @Override
        public void install(Hooks on) {
            hooks.add(on);
        }

        void tick(Instant now) {
            hooks.get(0).everySecond().forEach(task -> task.accept(now));
        }
    }

    private static final class NoListener implements Listener {
        @Override
        public void start() {}

        @Override
        public void close() {}
    }

    /** A server with more features than the usual ones. */
    public Bench(Feature... more) {
        this(ServerConfig.loopback(Path.of("nowhere"), "example.org", "example.net"), more);
    }

    /** A server with these settings and more features than the usual ones. */
    public Bench(ServerConfig config, Feature... more) {
        List<Feature> features = new ArrayList<>(List.of(more));
        features.addAll(Features.all(config));
        features.add(watch);
        this.server = new Server(new Server.Parts(
                config,
                store,
                clock,
                new SecureRandom(),
                features,
                inside -> new NoListener(),
                work::add,
                timer,
                credentials));
        server.start();
    }

    /** The server. */
    public Server server() {
        return server;
    }

    /** What it keeps. */
    public MemoryStore store() {
        return store;
    }

    /** The clock. */
    public TurnableClock clock() {
        return clock;
    }

    /** Lets time pass, second by second as the server would notice it, and does all work. */
    public void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            clock.pass(Duration.ofSeconds(1));
            watch.tick(clock.instant());
        }
        settle();
    }

    /** Does all work, the store's too. */
    public void settle() {
        while (!storeWork.isEmpty() || !work.isEmpty()) {
            settleButStore();
            stepStore();
        }
    }

    /** Does all work that needs nothing of the store. */
    public void settleButStore() {
        for (Runnable next = work.poll(); next != null; next = work.poll()) {
            next.run();
        }
    }

    /** Lets the store do one read or write; {@code false} if none waits. */
    public boolean stepStore() {
        Runnable next = storeWork.poll();
        if (next != null) {
            next.run();
        }
        return next != null;
    }

    /** Makes accounts. */
    public void accounts(String... addresses) {
        for (String address : addresses) {
            store.write(List.of(tables -> tables.accounts()
                    .create(new Account(Jid.of(address), "incarnation", Account.Role.MEMBER, true, clock.instant()))));
        }
        settle();
    }

    /** A connection that nobody looks at. */
    public Connection connection() {
        return new Client(true);
    }

    /** Connects a client with stream management that acknowledges nothing by itself. */
    public Client connect(String full) {
        return connect(full, new Client(true));
    }

    /** Connects a client without stream management. */
    public Client connectPlain(String full) {
        return connect(full, new Client(false));
    }

    private Client connect(String full, Client client) {
        Jid jid = Jid.of(full);
        server.sessions()
                .open(jid.bare(), jid.resource().orElse(null), client)
                .thenAccept(session -> client.session.add(session));
        settle();
        return client;
    }

    @Override
    public void close() {
        server.close();
        settle();
        timer.shutdownNow();
    }

    /** A client in memory. */
    public final class Client implements Connection {
        private final List<Session> session = new ArrayList<>();
        private final List<Element> received = new ArrayList<>();
        private final Deque<Runnable> acknowledgements = new ArrayDeque<>();
        private final List<StreamError.Condition> errors = new ArrayList<>();
        private final boolean acknowledges;
        private int accepted;

        private Client(boolean acknowledges) {
            this.acknowledges = acknowledges;
        }

        /** The session. */
        public Session session() {
            return session.get(0);
        }

        /** What it was sent since this was last asked. */
        public List<Element> received() {
            List<Element> all = List.copyOf(received);
            received.clear();
            return all;
        }

        /** How many of the stanzas that it sent were accepted. */
        public int accepted() {
            return accepted;
        }

        /** Why it was closed. */
        public List<StreamError.Condition> errors() {
            return errors;
        }

        /** Sends a stanza; nothing of the store happens yet. */
        public void sends(String xml) {
            session().receive(Xml.one(xml), () -> accepted++);
            settleButStore();
        }

        /** Acknowledges everything. */
        public void acknowledge() {
            for (Runnable next = acknowledgements.poll(); next != null; next = acknowledgements.poll()) {
                next.run();
            }
        }

        @Override
        public void send(Element element) {
            received.add(element);
        }

        @Override
        public void send(Element element, Runnable acknowledged) {
            received.add(element);
            acknowledgements.add(acknowledged);
        }

        @Override
        public boolean acknowledges() {
            return acknowledges;
        }

        @Override
        public void close(StreamError error) {
            errors.add(error.condition());
        }

        @Override
        public Info info() {
            return new Info("127.0.0.1:5", "TLSv1.3", "in memory", clock.instant());
        }
    }
}
