package org.ratatosk.server.feature;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Tasks;
import org.ratatosk.server.session.Key;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.store.ArchiveStore;
import org.ratatosk.server.store.ArchivedMessage;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.XmlWriter;

/**
 * Gives a client what waits for its account, a page at a time: the next one is read when the client has the whole page before.
 * Until it has had everything, what is new waits with the rest. Thread-safe; what it keeps with a session is lane-confined.
 */
final class Waiting {
    private static final int PAGE = 50;
    private static final int PAGE_CHARS = 1024 * 1024;
    private static final int CHUNK = 10;
    private static final Duration RETRY = Duration.ofSeconds(30);
    private static final Key<Progress> PROGRESS = Key.of("what waits");

    private enum Stage {
        NOT_SERVED,
        READING,
        SENT,
        SERVED
    }

    private static final class Progress {
        private final Set<String> page = new HashSet<>();
        private Stage stage = Stage.NOT_SERVED;
        private String after = "";
        private boolean again;
        private int run;
        private Runnable next = () -> {};

        boolean isUnderWay() {
            return stage == Stage.READING || stage == Stage.SENT;
        }
    }

    /** Messages that wait, and whether no more do. */
    private record Page(List<ArchivedMessage> messages, boolean last) {
        static Page read(ArchiveStore archive, Jid owner, String after) {
            List<ArchivedMessage> messages = new ArrayList<>();
            String place = after;
            long chars = 0;
            while (true) {
                List<ArchivedMessage> chunk = archive.undelivered(owner, place, CHUNK);
                for (ArchivedMessage message : chunk) {
                    messages.add(message);
                    place = message.id();
                    chars += XmlWriter.toXml(message.message()).length();
                    if (messages.size() >= PAGE || chars >= PAGE_CHARS) {
                        return new Page(messages, false);
                    }
                }
                if (chunk.isEmpty()) {
                    return new Page(messages, true);
                }
            }
        }
    }

    private final Tasks tasks;
    private final Courier courier;
    private final Map<Session, Instant> failed = new ConcurrentHashMap<>();

    Waiting(Tasks tasks, Courier courier) {
        this.tasks = tasks;
        this.courier = courier;
    }

    private static Progress of(Session client) {
        return client.attachments().get(PROGRESS, Progress::new);
    }

    /** Whether a client has not had everything yet that waited: what is new has to wait too. */
    static boolean isUnderWay(Session client) {
        return of(client).isUnderWay();
    }

    /** Starts if the client has had nothing since it became available. */
    void serve(Session client) {
        if (of(client).stage == Stage.NOT_SERVED) {
            start(client);
        }
    }

    /** Starts, or starts over when the client has had what it is being given. */
    void start(Session client) {
        Progress progress = of(client);
        if (progress.isUnderWay()) {
            progress.again = true;
            return;
        }
        progress.after = "";
        progress.run++;
        int run = progress.run;
        progress.next = () -> read(client, run);
        progress.next.run();
    }

    /** The client wants no more; whether it had not had everything. */
    boolean stop(Session client) {
        failed.remove(client);
        Progress progress = of(client);
        boolean underWay = progress.isUnderWay();
        progress.stage = Stage.NOT_SERVED;
        progress.again = false;
        progress.run++;
        return underWay;
    }

    private void read(Session client, int run) {
        of(client).stage = Stage.READING;
        Jid account = client.account();
        tasks.perform(account, ctx -> page(ctx, client, run)).whenComplete((done, failure) -> {
            if (failure != null) {
                tasks.perform(account, ctx -> failed(ctx, client, run));
            }
        });
    }

    private Outcome page(Context ctx, Session client, int run) {
        Progress progress = of(client);
        if (progress.run != run || client.isOver()) {
            return Outcome.handled();
        }
        Jid account = ctx.account();
        String after = progress.after;
        return Outcome.later(
                tables -> Page.read(tables.archive(), account, after),
                page -> Outcome.handled().then(() -> send(ctx, client, run, page)));
    }

    private void send(Context ctx, Session client, int run, Page page) {
        Progress progress = of(client);
        if (progress.run != run || client.isOver()) {
            return;
        }
        List<ArchivedMessage> due = page.messages().stream()
                .filter(kept -> !Undelivered.of(ctx).isInFlight(kept.id()))
                .toList();
        progress.stage = page.last() && !progress.again ? Stage.SERVED : Stage.SENT;
        due.forEach(kept -> {
            progress.page.add(kept.id());
            courier.send(ctx, client, kept, delayed(ctx, kept));
        });
        if (page.last()) {
            progress.again = false;
            progress.after = "";
        } else {
            progress.after = page.messages().get(page.messages().size() - 1).id();
        }
        if (progress.page.isEmpty() && progress.stage == Stage.SENT) {
            progress.next.run();
        }
    }

    /** The client has a message. */
    static void arrived(Session client, String id) {
        Set<String> page = of(client).page;
        if (page.remove(id) && page.isEmpty()) {
            goOn(client);
        }
    }

    /** The client is given the next page, if it has not had everything. */
    static void goOn(Session client) {
        Progress progress = of(client);
        progress.page.clear();
        if (progress.stage == Stage.SENT && !client.isOver()) {
            progress.next.run();
        }
    }

    /** What waits cannot be read now: what is new is not held up by it. */
    private Outcome failed(Context ctx, Session client, int run) {
        Progress progress = of(client);
        if (progress.run == run && !client.isOver()) {
            progress.stage = Stage.SERVED;
            failed.put(client, ctx.now());
        }
        return Outcome.handled();
    }

    /** Tries again what failed. */
    void tick(Instant now) {
        failed.forEach((client, since) -> {
            if (!now.isBefore(since.plus(RETRY)) && failed.remove(client, since)) {
                tasks.perform(
                        client.account(),
                        ctx -> Outcome.handled().then(() -> {
                            if (client.takesMessages() && !client.isOver()) {
                                start(client);
                            }
                        }));
            }
        });
    }

    private static Element delayed(Context ctx, ArchivedMessage kept) {
        return kept.message()
                .with(StanzaIds.stanzaId(kept.owner(), kept.id()))
                .with(Delay.of(ctx.account().domainJid(), kept.at()));
    }
}
