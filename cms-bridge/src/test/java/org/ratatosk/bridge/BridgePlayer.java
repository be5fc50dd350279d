package org.ratatosk.bridge;

import static org.awaitility.Awaitility.await;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.ratatosk.bridge.alerts.AlertSettings;
import org.ratatosk.bridge.alerts.TestClock;
import org.ratatosk.bridge.bot.Command;
import org.ratatosk.bridge.cms.Presences.Shown;
import org.ratatosk.bridge.cms.Tie;
import org.ratatosk.bridge.config.BridgeConfig;
import org.ratatosk.bridge.engine.InProcessServer;
import org.ratatosk.bridge.mail.SmtpServer;
import org.ratatosk.bridge.store.sql.TestDatabase;
import org.ratatosk.server.conversation.Player;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.store.memory.MemoryStore;
import org.ratatosk.server.xml.Element;

/**
 * Plays conversations with the bot: the real server and the whole bridge in this process, with threads of their own as in the
 * product. The server hosts example.org, which is the site, and example.net, which is as foreign as any other. Whether nothing
 * more comes is never found out by waiting: the bridge has nothing left to do, and the bot's answers to pings, which it gives
 * in order with its words, have overtaken nothing. Confined to one thread.
 */
final class BridgePlayer implements Player {
    private final TestClock clock = new TestClock();
    private final MemoryStore store = new MemoryStore();
    private final TestDatabase db = new TestDatabase();
    private final SmtpServer mailServer = new SmtpServer();
    private final BridgeConfig config;
    private final Function<Commands, List<Command>> spoken;
    private final List<Chatter> clients = new ArrayList<>();
    private InProcessServer server;
    private SiteBridge bridge;
    private int pings;

    BridgePlayer(BridgeConfig config, Function<Commands, List<Command>> spoken) {
        this.config = config;
        this.spoken = spoken;
        this.server = new InProcessServer(clock, store, "example.org", "example.net");
        this.bridge = started();
    }

    private SiteBridge started() {
        return SiteBridge.start(
                config,
                AlertSettings.DEFAULTS,
                server.engine(),
                db,
                clock,
                new SecureRandom(),
                null,
                mailServer.mailer("Example"),
                spoken);
    }

    @Override
    public void accounts(List<Jid> bare) {
        for (Jid jid : bare) {
            server.join(jid.toString());
            bridge.memberAdded(jid);
        }
    }

    @Override
    public Client connect(Jid full, boolean streamManagement) {
        Chatter client = new Chatter(server.connect(full.toString(), streamManagement));
        clients.add(client);
        return client;
    }

    @Override
    public void site(String words) {
        settle();
        String[] word = words.split(" ", 3);
        switch (word[1]) {
            case "asks" -> bridge.buddies().put(word[0], word[2], Tie.Kind.FOLLOWS, Tie.State.ASKED);
            case "sees" -> bridge.buddies().put(word[0], word[2], Tie.Kind.FOLLOWS, Tie.State.YES);
            case "notes" -> bridge.buddies().put(word[0], word[2], Tie.Kind.NOTES, Tie.State.YES);
            case "blocks" -> bridge.buddies().put(word[0], word[2], Tie.Kind.BLOCKS, Tie.State.YES);
            case "leaves" -> bridge.buddies().remove(word[0], word[2]);
            case "shows" -> bridge.presences().choose(word[0], word[2].equals("all") ? Shown.MEMBERS : Shown.NOBODY);
            default -> throw new IllegalArgumentException("The site cannot say: " + words);
        }
    }

    @Override
    public void pass(Duration time) {
        settle();
        clock.pass(time);
    }

    @Override
    public void diskFull(boolean full) {
        settle();
        store.full(full);
    }

    @Override
    public void restart() {
        settle();
        clients.clear();
        bridge.close();
        server.close();
        server = new InProcessServer(clock, store, "example.org", "example.net");
        bridge = started();
    }

    @Override
    public void close() {
        bridge.close();
        server.close();
        mailServer.close();
        store.close();
        db.close();
    }

    /** What anybody has sent has had its effect: twice, since an effect may have effects. */
    private void settle() {
        for (int i = 0; i < 2; i++) {
            await().pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> isIdle() && clients.stream().allMatch(c -> c.client.hasAcknowledged()));
            clients.forEach(Chatter::ping);
        }
        db.write(handle -> true);
    }

    /** Whether all events were read, all alerts of them sent that are due, and members told of those that came back. */
    private boolean isIdle() {
        return db.read(handle -> handle.createQuery("SELECT"
                        + " (SELECT COALESCE(MAX(position), 0) FROM event) <= (SELECT position FROM alert_reader)"
                        + " AND NOT EXISTS (SELECT 1 FROM fan_out)"
                        + " AND NOT EXISTS (SELECT 1 FROM buddy WHERE due)"
                        + " AND NOT EXISTS (SELECT 1 FROM alert WHERE state = 'WAITING' AND next_try <= :now)"
                        + " AND NOT EXISTS (SELECT 1 FROM alert_bounce WHERE told = FALSE AND bounces >= :bounces)")
                .bind("bounces", AlertSettings.DEFAULTS.bounces())
                .bind("now", clock.instant().toEpochMilli())
                .mapTo(Boolean.class)
                .one());
    }

    private final class Chatter implements Client {
        private final InProcessServer.Client client;
        private final Deque<Element> waiting = new ArrayDeque<>();

        Chatter(InProcessServer.Client client) {
            this.client = client;
        }

        /** Asks the bot for a sign of life, and keeps what comes before it. */
        private void ping() {
            String id = "settle-" + pings++;
            client.send(Element.builder(Stanza.NS, "iq")
                    .attr("type", "get")
                    .attr("id", id)
                    .attr("to", config.bot())
                    .child(Element.of("urn:xmpp:ping", "ping"))
                    .build());
            Element next = next();
            while (!next.attr("id").equals(Optional.of(id))) {
                waiting.add(next);
                next = next();
            }
        }

        private Element next() {
            try {
                return Optional.ofNullable(client.received().poll(10, TimeUnit.SECONDS))
                        .orElseThrow(() -> new AssertionError("The bot does not answer a ping"));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }

        @Override
        public void send(Element element) {
            client.send(element);
        }

        @Override
        public Optional<Element> receive() {
            if (waiting.isEmpty()) {
                settle();
            }
            return Optional.ofNullable(waiting.poll());
        }

        @Override
        public List<Element> rest() {
            settle();
            List<Element> rest = List.copyOf(waiting);
            waiting.clear();
            return rest;
        }

        @Override
        public void acknowledging(boolean on) {
            throw new UnsupportedOperationException("Connect without stream management instead");
        }

        @Override
        public void disconnect() {
            settle();
            clients.remove(this);
            client.leave();
        }

        @Override
        public void vanish() {
            disconnect();
        }

        @Override
        public Optional<StreamError.Condition> closedWith() {
            throw new UnsupportedOperationException("No conversation with the bot ends a stream");
        }
    }
}
