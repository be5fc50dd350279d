package org.ratatosk.bridge.store.sql;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.FanOutStore.NewAlert;
import org.ratatosk.bridge.alerts.Notice;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.bridge.outbox.AlertStore;
import org.ratatosk.bridge.outbox.DropReason;
import org.ratatosk.bridge.outbox.StanzaIds;
import org.ratatosk.server.jid.Jid;

/** The alerts in SQL. Thread-safe. */
public final class SqlAlerts implements AlertStore {
    private static final String COLUMNS =
            "SELECT id, event, address, member, number, stanza_id, state, tries, next_try, error, created, changed FROM alert ";

    private static final String HELD = "state = 'WAITING' AND next_try IS NULL";

    private final Durably db;

    /** @param db the way to the database */
    public SqlAlerts(Durably db) {
        this.db = db;
    }

    @Override
    public OptionalLong number(Jid address, String stanzaId) {
        return db.read(
                handle -> handle.createQuery("SELECT number FROM alert WHERE stanza_id = :id AND address = :address")
                        .bind("id", stanzaId)
                        .bind("address", address.toString())
                        .mapTo(Long.class)
                        .findOne()
                        .map(OptionalLong::of)
                        .orElseGet(OptionalLong::empty));
    }

    @Override
    public List<String> dueEvents(Instant now, int limit) {
        return db.read(handle -> handle.createQuery("SELECT event FROM alert WHERE next_try <= :now GROUP BY event"
                        + " ORDER BY MIN(next_try) LIMIT :limit")
                .bind("now", now.toEpochMilli())
                .bind("limit", limit)
                .mapTo(String.class)
                .list());
    }

    @Override
    public List<Alert> due(String event, Instant now, int limit) {
        return db.read(handle -> alerts(handle.createQuery(COLUMNS + "WHERE event = :event AND next_try <= :now"
                                + " ORDER BY next_try, id LIMIT :limit")
                        .bind("event", event)
                        .bind("now", now.toEpochMilli())
                        .bind("limit", limit))
                .list());
    }

    @Override
    public Optional<Instant> nextDue(Instant after) {
        return db.read(handle -> handle.createQuery("SELECT MIN(next_try) FROM alert WHERE next_try > :after")
                .bind("after", after.toEpochMilli())
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli));
    }

    @Override
    public CompletionStage<Boolean> change(long id, Set<Alert.State> from, Function<Alert, Change> change) {
        return db.submit(handle -> apply(handle, id, from, change));
    }

    @Override
    public CompletionStage<Boolean> change(
            Jid address, String stanzaId, Set<Alert.State> from, Function<Alert, Change> change) {
        return db.submit(handle -> apply(
                handle,
                handle.createQuery(COLUMNS + "WHERE stanza_id = :id AND address = :address")
                        .bind("id", stanzaId)
                        .bind("address", address.toString()),
                from,
                change));
    }

    static boolean apply(Handle handle, long id, Set<Alert.State> from, Function<Alert, Change> change) {
        return apply(handle, handle.createQuery(COLUMNS + "WHERE id = :id").bind("id", id), from, change);
    }

    private static boolean apply(Handle handle, Query query, Set<Alert.State> from, Function<Alert, Change> change) {
        Optional<Alert> found = alerts(query).findOne().filter(alert -> from.contains(alert.state()));
        if (found.isEmpty()) {
            return false;
        }
        Change to = change.apply(found.get());
        AlertCounts.add(handle, found.get().state(), -1);
        AlertCounts.add(handle, to.state(), 1);
        @Nullable DropReason reason = to.reason();
        boolean changed =
                handle.createUpdate("UPDATE alert SET state = :state, tries = :tries, next_try = :next, error = :error,"
                                        + " reason = :reason, changed = :at WHERE id = :id AND state = :was")
                                .bind("state", to.state().name())
                                .bind("tries", to.tries())
                                .bind("next", Rows.millis(to.nextTry()))
                                .bind("error", Rows.error(to.error()))
                                .bind("reason", reason == null ? null : reason.name())
                                .bind("at", to.at().toEpochMilli())
                                .bind("id", found.get().id())
                                .bind("was", found.get().state().name())
                                .execute()
                        == 1;
        if (changed) {
            countBounces(handle, found.get(), to);
            SqlMails.take(handle, found.get(), to);
        }
        return changed;
    }

    private static void countBounces(Handle handle, Alert alert, Change to) {
        if (to.state() == Alert.State.BOUNCED) {
            SqlBounces.count(handle, alert.address(), to.error(), to.at());
        } else if (to.state() == Alert.State.ACKNOWLEDGED) {
            SqlBounces.clear(handle, alert.address());
        }
    }

    @Override
    public Optional<Alert> find(String event, Jid address) {
        return db.read(handle -> alerts(handle.createQuery(COLUMNS + "WHERE event = :event AND address = :address")
                        .bind("event", event)
                        .bind("address", address.toString()))
                .findOne());
    }

    @Override
    public Optional<Alert> find(long id) {
        return db.read(
                handle -> alerts(handle.createQuery(COLUMNS + "WHERE id = :id").bind("id", id))
                        .findOne());
    }

    @Override
    public List<Alert> listed(Alert list) {
        return db.read(handle -> alerts(handle.createQuery(COLUMNS + "WHERE address = :address AND reason = 'LISTED'"
                                + " AND error = :error ORDER BY id")
                        .bind("address", list.address().toString())
                        .bind("error", inList(list.number())))
                .list());
    }

    private static String inList(long number) {
        return "It is in the list #" + number;
    }

    @Override
    public Optional<DropReason> dropReason(long id) {
        return db.read(handle -> handle.createQuery("SELECT reason FROM alert WHERE id = :id AND reason IS NOT NULL")
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .map(DropReason::valueOf));
    }

    @Override
    public boolean isAmongFirst(Alert alert, int limit) {
        int earlier = db.read(handle -> handle.createQuery("SELECT COUNT(*) FROM (SELECT id FROM alert"
                        + " WHERE address = :address AND id < :id AND state <> 'DROPPED' LIMIT :limit) earlier")
                .bind("address", alert.address().toString())
                .bind("id", alert.id())
                .bind("limit", limit)
                .mapTo(Integer.class)
                .one());
        return earlier < limit;
    }

    @Override
    public List<Alert> list(Alert.@Nullable State state, int offset, int limit) {
        String where = state == null ? "" : "WHERE state = :state ";
        return db.read(handle -> {
            String order = state == null ? "id DESC" : "created DESC, id DESC";
            Query query = handle.createQuery(COLUMNS + where + "ORDER BY " + order + " LIMIT :limit OFFSET :offset")
                    .bind("limit", limit)
                    .bind("offset", offset);
            return alerts(state == null ? query : query.bind("state", state.name()))
                    .list();
        });
    }

    @Override
    public Map<Alert.State, Integer> counts() {
        return db.read(AlertCounts::read);
    }

    @Override
    public Optional<Instant> oldestWaiting() {
        return db.read(handle -> handle.createQuery(
                        "SELECT MIN(created) FROM alert WHERE state = 'WAITING' AND next_try IS NOT NULL")
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli));
    }

    @Override
    public CompletionStage<Void> forget(String member, Jid address) {
        return db.submit(handle -> {
                    forget(handle, "owner", member);
                    return forget(handle, "address", address.toString());
                })
                .thenAccept(removed -> {});
    }

    private static int forget(Handle handle, String column, String whose) {
        handle.createQuery("SELECT state, COUNT(*) AS n FROM alert WHERE " + column + " = :whose GROUP BY state")
                .bind("whose", whose)
                .map((row, context) -> Map.entry(Alert.State.valueOf(row.getString("state")), row.getInt("n")))
                .list()
                .forEach(count -> AlertCounts.add(handle, count.getKey(), -count.getValue()));
        return handle.createUpdate("DELETE FROM alert WHERE " + column + " = :whose")
                .bind("whose", whose)
                .execute();
    }

    @Override
    public List<Jid> heldAt(int limit) {
        return db.read(
                handle -> handle.createQuery("SELECT DISTINCT address FROM alert WHERE " + HELD + " LIMIT :limit")
                        .bind("limit", limit)
                        .mapTo(String.class)
                        .map(Jid::of)
                        .list());
    }

    @Override
    public List<Alert> held(Jid address, int limit) {
        return db.read(handle -> alerts(handle.createQuery(
                                COLUMNS + "WHERE " + HELD + " AND address = :address ORDER BY id LIMIT :limit")
                        .bind("address", address.toString())
                        .bind("limit", limit))
                .list());
    }

    @Override
    public void release(List<Alert> held, Instant now) {
        if (!held.isEmpty()) {
            db.write(handle -> handle.createUpdate(
                            "UPDATE alert SET next_try = :now, error = NULL WHERE id IN (<ids>) AND " + HELD)
                    .bindList("ids", held.stream().map(Alert::id).toList())
                    .bind("now", now.toEpochMilli())
                    .execute());
        }
    }

    @Override
    public void gather(Jid address, List<Alert> held, String words, StanzaIds ids, Instant now) {
        String member = held.get(0).member();
        db.write(handle -> {
            Notice list = Notice.ofList(member == null ? address.toString() : member, words);
            long number = SqlNotices.add(handle, list, "list-" + held.get(0).stanzaId(), now);
            for (Alert alert : held) {
                apply(
                        handle,
                        handle.createQuery(COLUMNS + "WHERE id = :id AND " + HELD)
                                .bind("id", alert.id()),
                        Set.of(Alert.State.WAITING),
                        was -> new Change(
                                Alert.State.DROPPED, was.tries(), null, inList(number), DropReason.LISTED, now));
            }
            NewAlert alert = new NewAlert(
                    address,
                    member == null ? address.toString() : member,
                    member,
                    number,
                    ids.next(address, number),
                    null,
                    null);
            return SqlFanOut.insert(handle, SqlNotices.event(number), List.of(alert), now);
        });
    }

    private static org.jdbi.v3.core.result.ResultIterable<Alert> alerts(Query query) {
        return query.map((row, context) -> Rows.alert(row));
    }
}
