package org.ratatosk.bridge.alerts;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.Visibility;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.bridge.outbox.AlertStore;
import org.ratatosk.bridge.store.EventLog;
import org.ratatosk.bridge.store.sql.Durably;
import org.ratatosk.bridge.store.sql.Retention;
import org.ratatosk.bridge.store.sql.SqlAlerts;
import org.ratatosk.bridge.store.sql.SqlBounces;
import org.ratatosk.bridge.store.sql.SqlEventLog;
import org.ratatosk.bridge.store.sql.SqlFanOut;
import org.ratatosk.bridge.store.sql.SqlMails;
import org.ratatosk.bridge.store.sql.SqlManners;
import org.ratatosk.bridge.store.sql.SqlNotices;
import org.ratatosk.bridge.store.sql.SqlSubscriptions;
import org.ratatosk.bridge.store.sql.TestDatabase;
import org.ratatosk.server.jid.Jid;

/** A site with alerts on a real database, a clock that stands, and an engine that does as it is told. */
public final class World implements AutoCloseable {
    /** The bot. */
    public static final Jid BOT = Jid.of("ratatosk@example.org");

    /** The clock of everything. */
    public final TestClock clock = new TestClock();
    /** The site. */
    public final TestSite site = new TestSite(clock);
    /** The engine's edge. */
    public final RecordingSender sender = new RecordingSender();

    private final Path folder;
    private final AlertSettings settings;
    private TestDatabase db;
    private Alerts.Stores stores;
    private Alerts alerts;
    private long seed = 1;
    private Optional<Death> death = Optional.empty();

    /** A world with a database in a folder. */
    public World(Path folder, AlertSettings settings) {
        this.folder = folder;
        this.settings = settings;
        this.db = new TestDatabase(folder);
        this.stores = stores();
        this.alerts = build();
    }

    private Alerts.Stores stores() {
        return new Alerts.Stores(
                log(),
                new Mortal(new SqlFanOut(db)),
                new SqlSubscriptions(db),
                new SqlAlerts(db),
                new SqlBounces(db),
                new SqlNotices(db),
                new SqlManners(db),
                new SqlMails(db));
    }

    /** Where the process dies next. */
    public enum Death {
        /** When alerts were matched, before they are kept. */
        BEFORE_KEEPING,
        /** When they are kept, before anybody knows. */
        AFTER_KEEPING
    }

    /** Lets the process die while it keeps alerts the next time; {@link #restart} has to follow. */
    public void kill(Death where) {
        death = Optional.of(where);
    }

    private final class Mortal implements FanOutStore {
        private final FanOutStore store;

        Mortal(FanOutStore store) {
            this.store = store;
        }

        @Override
        public long position() {
            return store.position();
        }

        @Override
        public List<Job> open() {
            return store.open();
        }

        @Override
        public void begin(List<EventLog.Entry> entries) {
            store.begin(entries);
        }

        @Override
        public void advance(Job from, @Nullable Job to, List<NewAlert> made, Instant now) {
            Optional<Death> here = death;
            death = Optional.empty();
            if (here.filter(Death.BEFORE_KEEPING::equals).isEmpty()) {
                store.advance(from, to, made, now);
            }
            here.ifPresent(where -> {
                throw new IllegalStateException("Killed " + where);
            });
        }

        @Override
        public Map<String, Integer> countSince(Set<String> owners, Instant since) {
            return store.countSince(owners, since);
        }
    }

    private Alerts build() {
        return new Alerts(
                BOT,
                stores,
                new Alerts.Site(site, site, new Visibility(site, site), site, site::isAway),
                sender,
                settings,
                new Random(seed++),
                clock);
    }

    /** Why a person did, or did not, get the news of a post or comment; times as in {@code 2026-03-01T12:00:00Z}. */
    public Trace trace(String who, long number) {
        return alerts.trace(who, number, Instant::toString);
    }

    /** What is built over the stores now. */
    public Alerts alerts() {
        return alerts;
    }

    /** The way to the database. */
    public Durably database() {
        return db;
    }

    /** What is kept. */
    public Alerts.Stores kept() {
        return stores;
    }

    /** The alerts that are kept. */
    public AlertStore store() {
        return stores.alerts();
    }

    /** Removes all alerts that need no more work, as if they were very old. */
    public void forgetAlerts() {
        new Retention(db).forgetBefore(clock.instant().plus(Duration.ofDays(1)));
        if (!new SqlAlerts(db).list(null, 0, 1).isEmpty()) {
            throw new AssertionError("Not all is done");
        }
    }

    /** Drops everything that is in memory alone, as a kill does, and opens the database again. */
    public void restart() {
        db.close();
        db = new TestDatabase(folder);
        stores = stores();
        alerts = build();
    }

    /** Works until nothing more happens at this moment. */
    public void settle() {
        long before;
        db.settle(); // what ended just now makes room, which nothing below would show
        do {
            before = sender.messages().size() + stores.alerts().counts().hashCode();
            alerts.work();
            db.settle();
        } while (before != sender.messages().size() + stores.alerts().counts().hashCode() || alerts.round());
    }

    /** The site's own events, and those of notices that the database has. */
    private EventLog log() {
        return new EventLog() {
            private TestSite whole() {
                site.happened(new SqlEventLog(db).after(0, 1_000));
                return site;
            }

            @Override
            public List<Entry> after(long position, int limit) {
                return whole().after(position, limit);
            }

            @Override
            public Optional<Entry> find(String id) {
                return whole().find(id);
            }

            @Override
            public List<Entry> about(long number) {
                return whole().about(number);
            }
        };
    }

    /** Waits until what was handed to the database is kept. */
    public void flush() {
        db.settle();
    }

    /** Lets time pass and works. */
    public void pass(long seconds) {
        clock.pass(seconds);
        settle();
    }

    /** A member subscribes at home, in the bot's words. */
    public void sub(String member, String words) {
        sub(member, TestSite.home(member).toString(), words);
    }

    /** A member, or nobody ({@code null}), subscribes at an address, in the bot's words. */
    public void sub(@Nullable String member, String address, String words) {
        alerts.subscriptions()
                .subscribe(member, Jid.of(address), TopicWords.read(words).orElseThrow());
    }

    /** Many addresses that belong to nobody, {@code s0@far.test} and on, subscribe to a topic at once. */
    public void crowd(int size, Topic topic) {
        db.write(handle -> {
            PreparedBatch batch =
                    handle.prepareBatch("INSERT INTO subscription (address, target, topic, active, created)"
                            + " VALUES (:address, :target, :topic, TRUE, :now)");
            for (int i = 0; i < size; i++) {
                batch.bind("address", "s" + i + "@far.test")
                        .bind("target", topic.target().name())
                        .bind("topic", topic.value())
                        .bind("now", clock.instant().toEpochMilli())
                        .add();
            }
            return batch.execute().length;
        });
    }

    /** All alerts, oldest first. */
    public List<Alert> all() {
        List<Alert> newestFirst = stores.alerts().list(null, 0, 100_000);
        return newestFirst.stream()
                .sorted(java.util.Comparator.comparingLong(Alert::id))
                .toList();
    }

    /** The only alert there is. */
    public Alert only() {
        List<Alert> all = all();
        if (all.size() != 1) {
            throw new AssertionError("There are " + all.size() + " alerts: " + all);
        }
        return all.get(0);
    }

    @Override
    public void close() {
        db.close();
    }
}
