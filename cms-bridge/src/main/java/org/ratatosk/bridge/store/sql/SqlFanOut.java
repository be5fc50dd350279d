package org.ratatosk.bridge.store.sql;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.FanOutStore;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.bridge.outbox.DropReason;
import org.ratatosk.bridge.store.EventLog;

/** How far alerts are made from events, in SQL. Thread-safe. */
public final class SqlFanOut implements FanOutStore {
    private final Transactions db;

    /** @param db the way to the database */
    public SqlFanOut(Transactions db) {
        this.db = db;
    }

    @Override
    public long position() {
        return db.read(handle -> handle.createQuery("SELECT position FROM alert_reader WHERE id = 1")
                .mapTo(Long.class)
                .one());
    }

    @Override
    public List<Job> open() {
        return db.read(handle -> handle.createQuery(
                        "SELECT position, event, topic, after_id FROM fan_out ORDER BY position")
                .map((row, context) -> new Job(
                        row.getLong("position"), row.getString("event"), row.getInt("topic"), row.getLong("after_id")))
                .list());
    }

    @Override
    public void begin(List<EventLog.Entry> entries) {
        long last = entries.get(entries.size() - 1).position();
        db.write(handle -> {
            long was = handle.createQuery("SELECT position FROM alert_reader WHERE id = 1")
                    .mapTo(Long.class)
                    .one();
            for (EventLog.Entry entry : entries) {
                if (entry.position() > was) {
                    handle.createUpdate("INSERT INTO fan_out (position, event, topic, after_id)"
                                    + " VALUES (:position, :event, 0, 0)")
                            .bind("position", entry.position())
                            .bind("event", entry.event().id())
                            .execute();
                }
            }
            return handle.createUpdate("UPDATE alert_reader SET position = :last WHERE id = 1 AND position < :last")
                    .bind("last", last)
                    .execute();
        });
    }

    @Override
    public void advance(Job from, @Nullable Job to, List<NewAlert> alerts, Instant now) {
        db.write(handle -> {
            if (!move(handle, from, to)) {
                return 0;
            }
            return insert(handle, from.event(), alerts, now);
        });
    }

    /** Makes alerts of an event for those addresses that have none of it yet; how many. */
    static int insert(Handle handle, String event, List<NewAlert> alerts, Instant now) {
        Set<String> have = have(handle, event, alerts);
        PreparedBatch batch = handle.prepareBatch("INSERT INTO alert (event, address, owner, member, number,"
                + " stanza_id, state, reason, tries, next_try, error, created, changed) VALUES (:event, :address,"
                + " :owner, :member, :number, :stanza, :state, :reason, 0, :next, :error, :now, :now)");
        Map<Alert.State, Integer> made = new EnumMap<>(Alert.State.class);
        for (NewAlert alert : alerts) {
            if (have.add(alert.address().toString())) {
                bind(batch, event, alert, now).add();
                made.merge(alert.state(), 1, Integer::sum);
            }
        }
        made.forEach((state, count) -> AlertCounts.add(handle, state, count));
        return batch.size() == 0 ? 0 : batch.execute().length;
    }

    private static boolean move(Handle handle, Job from, @Nullable Job to) {
        String where = " WHERE position = :position AND topic = :topic AND after_id = :after";
        String sql = to == null
                ? "DELETE FROM fan_out" + where
                : "UPDATE fan_out SET topic = " + to.topic() + ", after_id = " + to.after() + where;
        return handle.createUpdate(sql)
                        .bind("position", from.position())
                        .bind("topic", from.topic())
                        .bind("after", from.after())
                        .execute()
                == 1;
    }

    private static Set<String> have(Handle handle, String event, List<NewAlert> alerts) {
        if (alerts.isEmpty()) {
            return new HashSet<>();
        }
        return new HashSet<>(handle.createQuery(
                        "SELECT address FROM alert WHERE event = :event AND address IN (<list>)")
                .bind("event", event)
                .bindList(
                        "list", alerts.stream().map(a -> a.address().toString()).toList())
                .mapTo(String.class)
                .list());
    }

    private static PreparedBatch bind(PreparedBatch batch, String event, NewAlert alert, Instant now) {
        @Nullable DropReason reason = alert.reason();
        return batch.bind("event", event)
                .bind("address", alert.address().toString())
                .bind("owner", alert.owner())
                .bind("member", alert.member())
                .bind("number", alert.number())
                .bind("stanza", alert.stanzaId())
                .bind("state", alert.state().name())
                .bind("reason", reason == null ? null : reason.name())
                .bind("next", reason == null ? now.toEpochMilli() : null)
                .bind("error", Rows.error(alert.error()))
                .bind("now", now.toEpochMilli());
    }

    @Override
    public Map<String, Integer> countSince(Set<String> owners, Instant since) {
        if (owners.isEmpty()) {
            return Map.of();
        }
        return db.read(handle -> handle.createQuery("SELECT owner, COUNT(*) AS n FROM alert"
                        + " WHERE owner IN (<list>) AND created > :since AND state <> 'DROPPED' GROUP BY owner")
                .bindList("list", List.copyOf(owners))
                .bind("since", since.toEpochMilli())
                .reduceResultSet(new HashMap<>(), (counts, row, context) -> {
                    counts.put(row.getString("owner"), row.getInt("n"));
                    return counts;
                }));
    }
}
