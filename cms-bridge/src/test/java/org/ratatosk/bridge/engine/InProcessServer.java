package org.ratatosk.bridge.engine;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.ratatosk.server.Features;
import org.ratatosk.server.Server;
import org.ratatosk.server.admin.Admin;
import org.ratatosk.server.config.ServerConfig;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Listener;
import org.ratatosk.server.session.Connection;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.stanza.Presence;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.Store;
import org.ratatosk.server.stream.sasl.Credentials;
import org.ratatosk.server.stream.sasl.Throttle;
import org.ratatosk.server.xml.Element;

/** The real server; clients are connections within the process. */
public final class InProcessServer implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final ExecutorService workers = Server.newWorkers();
    private final Server server;

    private static final class Nowhere implements Listener {
        @Override
        public void start() {}

        @Override
        public void close() {}
    }

    /** A client that is logged in. */
    public final class Client {
        private final Jid jid;
        private final BlockingQueue<Element> received = new LinkedBlockingQueue<>();
        private final AtomicInteger unacknowledged = new AtomicInteger();
        private final boolean acknowledges;
        private final Session session;

        private Client(Jid jid, boolean acknowledges) {
            this.jid = jid;
            this.acknowledges = acknowledges;
            this.session = Await.result(
                    server.sessions().open(jid.bare(), jid.resource().orElseThrow(), new Wire()));
        }

        private final class Wire implements Connection {
            @Override
            public void send(Element element) {
                received.add(element);
            }

            @Override
            public void send(Element element, Runnable acknowledged) {
                received.add(element);
                if (acknowledges) {
                    unacknowledged.incrementAndGet();
                    workers.execute(() -> {
                        acknowledged.run();
                        unacknowledged.decrementAndGet();
                    });
                }
            }

            @Override
            public boolean acknowledges() {
                return acknowledges;
            }

            @Override
            public void close(StreamError error) {}

            @Override
            public Info info() {
                return new Info("127.0.0.1:5", "TLSv1.3", "in the process", Instant.EPOCH);
            }
        }

        /** Sends a stanza, and waits until the server has accepted it. */
        public void send(Element stanza) {
            CountDownLatch accepted = new CountDownLatch(1);
            session.receive(stanza, accepted::countDown);
            try {
                if (!accepted.await(10, TimeUnit.SECONDS)) {
                    throw new AssertionError("Not accepted");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Whether it has acknowledged all that it got, if it does. */
        public boolean hasAcknowledged() {
            return unacknowledged.get() == 0;
        }

        /** What it has got and nobody looked at. */
        public BlockingQueue<Element> received() {
            return received;
        }

        /** Becomes available. */
        public void comeOnline() {
            send(Presence.builder(Presence.Type.AVAILABLE).build());
        }

        /** Logs out. */
        public void leave() {
            session.end(List.of());
        }

        /** Sends words. */
        public void say(Jid to, String id, String body, Element... more) {
            Element.Builder message = Message.builder(Message.Type.CHAT)
                    .attr("id", id)
                    .attr("to", to)
                    .child("body", body);
            for (Element element : more) {
                message.child(element);
            }
            send(message.build());
        }

        /** The next message with words. */
        public Message hear() {
            return (Message) next(Stanza.Kind.MESSAGE);
        }

        /** The next stanza of a kind; the others before it are thrown away. */
        public Stanza next(Stanza.Kind kind) {
            List<Element> others = new ArrayList<>();
            while (true) {
                Element element = poll().orElseThrow(() -> new AssertionError(jid + " got only " + others));
                Stanza stanza = Stanza.of(element);
                boolean silent =
                        stanza instanceof Message message && message.body().isEmpty();
                if (stanza.kind() == kind && !silent) {
                    return stanza;
                }
                others.add(element);
            }
        }

        /** Whether the server has ended the session. */
        public boolean isOver() {
            return session.isOver();
        }

        private Optional<Element> poll() {
            try {
                return Optional.ofNullable(received.poll(10, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    /** Starts the server on a store, which its owner closes. */
    public InProcessServer(InstantSource clock, Store store, String... domains) {
        ServerConfig config = ServerConfig.loopback(Path.of("nowhere"), domains);
        SecureRandom random = new SecureRandom();
        this.server = new Server(new Server.Parts(
                config,
                store,
                clock,
                random,
                Features.all(config),
                inside -> new Nowhere(),
                workers,
                timer,
                new Credentials(store, new Throttle(clock), Runnable::run, new byte[16], 1, clock, random)));
        server.start();
    }

    /** The engine of the bridge on this server. */
    public Engine engine() {
        return new EmbeddedEngine(server.admin());
    }

    /** What the outside may ask of it. */
    public Admin admin() {
        return server.admin();
    }

    /** Makes accounts. */
    public void join(String... bare) {
        for (String jid : bare) {
            Await.result(server.admin().createAccount(Jid.of(jid), Account.Role.MEMBER));
        }
    }

    /** Logs a client in. */
    public Client connect(String full) {
        return connect(full, true);
    }

    /** Logs a client in that acknowledges what it gets, or not. */
    public Client connect(String full, boolean acknowledges) {
        return new Client(Jid.of(full), acknowledges);
    }

    @Override
    public void close() {
        server.close();
        timer.shutdownNow();
        workers.shutdownNow();
    }
}
