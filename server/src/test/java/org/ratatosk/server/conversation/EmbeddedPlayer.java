package org.ratatosk.server.conversation;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.Server;
import org.ratatosk.server.config.Contacts;
import org.ratatosk.server.config.ServerConfig;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Listener;
import org.ratatosk.server.session.Connection;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.memory.MemoryStore;
import org.ratatosk.server.stream.sasl.Credentials;
import org.ratatosk.server.stream.sasl.Throttle;
import org.ratatosk.server.testing.TurnableClock;
import org.ratatosk.server.xml.Element;

/**
 * A whole server without a network: clients are connections in memory, the store is in memory, and all work waits in one queue
 * that the test's thread empties. So nothing depends on time. Confined to one thread.
 */
public final class EmbeddedPlayer implements Player {
    private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");

    private final Deque<Runnable> queue = new ArrayDeque<>();
    private final TurnableClock clock = new TurnableClock(START);
    private final MemoryStore store = new MemoryStore(queue::add);
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(0);
    private final ServerConfig config;
    private final Function<ServerConfig, List<Feature>> features;
    private Server server;

    private static final class Nowhere implements Listener {
        @Override
        public void start() {}

        @Override
        public void close() {}
    }

    /** Starts a server for the domains example.org and example.net. */
    public EmbeddedPlayer(Function<ServerConfig, List<Feature>> features) {
        this(config(), features);
    }

    /** The settings that scripts count on. */
    public static ServerConfig config() {
        ServerConfig usual = ServerConfig.loopback(Path.of("nowhere"), "example.org", "example.net");
        Contacts contacts = new Contacts(
                List.of(),
                List.of("mailto:abuse@example.org", "xmpp:alice@example.org"),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        return new ServerConfig(
                usual.domains(),
                usual.data(),
                usual.tls(),
                usual.starttls(),
                usual.directTls(),
                usual.limits(),
                contacts,
                true);
    }

    /** Starts a server. */
    public EmbeddedPlayer(ServerConfig config, Function<ServerConfig, List<Feature>> features) {
        this.config = config;
        this.features = features;
        this.server = started();
    }

    private Server started() {
        Server made = new Server(new Server.Parts(
                config,
                store,
                clock,
                new SecureRandom(),
                features.apply(config),
                inside -> new Nowhere(),
                queue::add,
                timer,
                new Credentials(
                        store, new Throttle(clock), Runnable::run, new byte[16], 1, clock, new SecureRandom())));
        made.start();
        return made;
    }

    /** The server that plays now. */
    public Server server() {
        return server;
    }

    /** What the server keeps. */
    public MemoryStore store() {
        return store;
    }

    /** Does all work that waits. */
    public void settle() {
        for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
            next.run();
        }
    }

    @Override
    public void accounts(List<Jid> bare) {
        bare.forEach(jid -> store.write(List.of(tables -> tables.accounts()
                .create(new Account(jid, "incarnation-of-" + jid, Account.Role.MEMBER, true, clock.instant())))));
        settle();
    }

    @Override
    public void admins(List<Jid> bare) {
        bare.forEach(jid -> server.admin().setRole(jid, Account.Role.ADMIN));
        settle();
    }

    @Override
    public Client connect(Jid full, boolean streamManagement) {
        Link link = new Link(streamManagement);
        CompletableFuture<Session> opened = server.sessions()
                .open(full.bare(), full.resource().orElse(null), link)
                .toCompletableFuture();
        settle();
        try {
            return new Embedded(link, opened.join());
        } catch (CompletionException e) {
            throw new AssertionError(full + " could not connect: " + e.getCause(), e);
        }
    }

    @Override
    public Client component(String domain) {
        return new EmbeddedComponent(server.admin(), domain, this::settle);
    }

    @Override
    public void pass(Duration time) {
        clock.pass(time);
        settle();
    }

    @Override
    public void diskFull(boolean full) {
        store.full(full);
    }

    @Override
    public void restart() {
        queue.clear();
        server = started();
    }

    @Override
    public void close() {
        server.close();
        settle();
        timer.shutdownNow();
    }

    /** The server's end of a client in memory. */
    private final class Link implements Connection {
        private record Sent(Element element, @Nullable Runnable acknowledged) {}

        private final Queue<Element> received = new ArrayDeque<>();
        private final Deque<Sent> unacknowledged = new ArrayDeque<>();
        private final Info info = new Info("127.0.0.1:5", "TLSv1.3", "in memory", START);
        private final boolean streamManagement;
        private boolean acknowledging = true;
        private boolean open = true;
        private Optional<StreamError.Condition> error = Optional.empty();

        Link(boolean streamManagement) {
            this.streamManagement = streamManagement;
        }

        @Override
        public void send(Element element) {
            put(new Sent(element, null));
        }

        @Override
        public void send(Element element, Runnable acknowledged) {
            put(new Sent(element, acknowledged));
        }

        private void put(Sent sent) {
            if (!open) {
                return;
            }
            received.add(sent.element());
            if (streamManagement) {
                unacknowledged.add(sent);
                acknowledge();
            }
        }

        private void acknowledge() {
            while (acknowledging && !unacknowledged.isEmpty()) {
                Runnable acknowledged = unacknowledged.remove().acknowledged();
                if (acknowledged != null) {
                    queue.add(acknowledged);
                }
            }
        }

        @Override
        public boolean acknowledges() {
            return streamManagement;
        }

        @Override
        public void close(StreamError reason) {
            error = Optional.of(reason.condition());
            open = false;
        }

        @Override
        public Info info() {
            return info;
        }
    }

    /** A client in memory. */
    private final class Embedded implements Client {
        private final Link link;
        private final Session session;
        private int unaccepted;

        Embedded(Link link, Session session) {
            this.link = link;
            this.session = session;
        }

        @Override
        public void send(Element element) {
            unaccepted++;
            session.receive(element, () -> unaccepted--);
            settle();
            if (unaccepted != 0) {
                throw new AssertionError("The server never said that it accepted " + element);
            }
        }

        @Override
        public Optional<Element> receive() {
            settle();
            return Optional.ofNullable(link.received.poll());
        }

        @Override
        public List<Element> rest() {
            settle();
            List<Element> rest = new ArrayList<>(link.received);
            link.received.clear();
            return rest;
        }

        @Override
        public void acknowledging(boolean on) {
            link.acknowledging = on;
            link.acknowledge();
            settle();
        }

        @Override
        public void disconnect() {
            vanish();
        }

        @Override
        public void vanish() {
            link.open = false;
            session.end(link.unacknowledged.stream().map(Link.Sent::element).toList());
            settle();
        }

        @Override
        public Optional<StreamError.Condition> closedWith() {
            settle();
            return link.error;
        }
    }
}
