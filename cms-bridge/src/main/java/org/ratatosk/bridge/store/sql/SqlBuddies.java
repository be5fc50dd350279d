package org.ratatosk.bridge.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.ratatosk.bridge.buddies.BuddyStore;
import org.ratatosk.bridge.buddies.Rosters.Entry;
import org.ratatosk.bridge.cms.Tie;
import org.ratatosk.bridge.cms.Tie.State;
import org.ratatosk.bridge.remote.Change;

/** {@link BuddyStore} in SQL. Thread-safe. */
public final class SqlBuddies implements BuddyStore {
    private static final String THIS = " WHERE owner = :owner AND other = :other AND kind = :kind";
    private static final int LONGEST = 2050;

    private final Transactions db;

    private record Row(State state, Instant changed) {}

    /** On this database. */
    public SqlBuddies(Transactions db) {
        this.db = db;
    }

    @Override
    public Optional<State> hear(Tie tie, State state, Instant at, Instant now) {
        if (isTooLong(tie)) {
            return Optional.empty();
        }
        return db.write(handle -> {
            Optional<Row> row = find(handle, tie);
            State was = row.map(Row::state).orElse(State.NO);
            boolean late = row.filter(known -> at.isBefore(known.changed())).isPresent();
            if (late || (was == State.YES && state == State.ASKED)) {
                return Optional.<State>empty();
            }
            put(handle, tie, state, at, now, was != state);
            return was == state ? Optional.<State>empty() : Optional.of(was);
        });
    }

    @Override
    public void read(List<Change.Tied> ties, Instant now) {
        db.write(handle -> {
            ties.stream().filter(tied -> !isTooLong(tied.tie())).forEach(tied -> read(handle, tied, now));
            return true;
        });
    }

    private static void read(Handle handle, Change.Tied tied, Instant now) {
        Optional<Row> row = find(handle, tied.tie());
        State was = row.map(Row::state).orElse(State.NO);
        Instant latest = row.map(Row::changed).filter(tied.at()::isBefore).orElse(tied.at());
        put(handle, tied.tie(), tied.state(), latest, now, was != tied.state());
    }

    /** Names that can have an account are shorter. */
    private static boolean isTooLong(Tie tie) {
        return tie.owner().length() > LONGEST || tie.other().length() > LONGEST;
    }

    private static Optional<Row> find(Handle handle, Tie tie) {
        return bound(handle.createQuery("SELECT state, changed FROM buddy" + THIS), tie)
                .map((row, context) ->
                        new Row(State.valueOf(row.getString("state")), Instant.ofEpochMilli(row.getLong("changed"))))
                .findOne();
    }

    private static <T extends SqlStatement<T>> T bound(T statement, Tie tie) {
        return statement
                .bind("kind", tie.kind().name())
                .bind("owner", tie.owner())
                .bind("other", tie.other());
    }

    /** What is due already stays due. */
    private static void put(Handle handle, Tie tie, State state, Instant at, Instant now, boolean due) {
        String set = "state = :state, changed = :changed, heard = :heard, due = due OR :due";
        int changed = filled(handle.createUpdate("UPDATE buddy SET " + set + THIS), tie, state, at, now, due)
                .execute();
        if (changed == 0) {
            String row = "INSERT INTO buddy (kind, owner, other, state, changed, heard, due, lent)"
                    + " VALUES (:kind, :owner, :other, :state, :changed, :heard, :due, FALSE)";
            filled(handle.createUpdate(row), tie, state, at, now, due).execute();
        }
    }

    private static <T extends SqlStatement<T>> T filled(
            T statement, Tie tie, State state, Instant at, Instant now, boolean due) {
        return bound(statement, tie)
                .bind("state", state.name())
                .bind("changed", at.toEpochMilli())
                .bind("heard", now.toEpochMilli())
                .bind("due", due);
    }

    @Override
    public void finish(Instant begun) {
        db.write(handle -> {
            handle.createUpdate("UPDATE buddy SET state = 'NO', due = TRUE WHERE state <> 'NO' AND heard < :begun")
                    .bind("begun", begun.toEpochMilli())
                    .execute();
            return handle.createUpdate("UPDATE buddy_reader SET finished = :begun WHERE id = 1")
                    .bind("begun", begun.toEpochMilli())
                    .execute();
        });
    }

    @Override
    public Optional<Instant> finished() {
        return db.read(handle -> handle.createQuery("SELECT finished FROM buddy_reader WHERE finished IS NOT NULL")
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli));
    }

    @Override
    public void told(Tie tie, State state, Instant now) {
        db.write(handle -> {
            Instant changed = find(handle, tie).map(Row::changed).orElse(Instant.EPOCH);
            put(handle, tie, state, changed, now, false);
            return bound(handle.createUpdate("UPDATE buddy SET due = FALSE, lent = FALSE" + THIS), tie)
                    .execute();
        });
    }

    @Override
    public List<Kept> due(int limit) {
        return db.read(handle -> handle.createQuery(
                        "SELECT * FROM buddy WHERE due = TRUE ORDER BY heard, owner, other FETCH FIRST :limit ROWS ONLY")
                .bind("limit", limit)
                .map((row, context) -> kept(row))
                .list());
    }

    private static Kept kept(ResultSet row) throws SQLException {
        Tie tie = new Tie(Tie.Kind.valueOf(row.getString("kind")), row.getString("owner"), row.getString("other"));
        return new Kept(tie, State.valueOf(row.getString("state")), row.getBoolean("lent"));
    }

    @Override
    public List<Kept> of(String member) {
        return db.read(handle -> handle.createQuery("SELECT * FROM buddy WHERE owner = :member"
                        + " UNION ALL SELECT * FROM buddy WHERE other = :member ORDER BY owner, other, kind")
                .bind("member", member)
                .map((row, context) -> kept(row))
                .list());
    }

    @Override
    public void renew(String member) {
        db.write(handle -> handle.createUpdate(
                        "UPDATE buddy SET due = TRUE WHERE state <> 'NO' AND (owner = :member OR other = :member)")
                .bind("member", member)
                .execute());
    }

    @Override
    public void renew(List<Tie> ties) {
        db.write(handle -> {
            ties.forEach(tie -> bound(handle.createUpdate("UPDATE buddy SET due = TRUE" + THIS), tie)
                    .execute());
            return true;
        });
    }

    @Override
    public void lend(Tie tie) {
        db.write(handle -> bound(handle.createUpdate("UPDATE buddy SET lent = TRUE" + THIS), tie)
                .execute());
    }

    @Override
    public void settled(Kept kept, List<Seen> seen) {
        db.write(handle -> {
            bound(
                            handle.createUpdate(
                                    "UPDATE buddy SET due = FALSE, lent = :lent" + THIS + " AND state = :state"),
                            kept.tie())
                    .bind("lent", kept.lent())
                    .bind("state", kept.state().name())
                    .execute();
            seen.forEach(one -> see(handle, one));
            return true;
        });
    }

    @Override
    public Set<String> lentBy(String member) {
        return db.read(handle -> new HashSet<>(
                handle.createQuery("SELECT owner FROM buddy WHERE other = :member AND kind = 'FOLLOWS' AND lent = TRUE")
                        .bind("member", member)
                        .mapTo(String.class)
                        .list()));
    }

    @Override
    public Map<String, Entry> seen(String owner) {
        return db.read(handle -> {
            Map<String, Entry> found = new HashMap<>();
            handle.createQuery("SELECT * FROM buddy_seen WHERE owner = :owner")
                    .bind("owner", owner)
                    .map((row, context) -> Map.entry(
                            row.getString("other"),
                            new Entry(
                                    row.getBoolean("listed"),
                                    row.getBoolean("wants"),
                                    row.getBoolean("lets"),
                                    row.getBoolean("blocks"))))
                    .forEach(one -> found.put(one.getKey(), one.getValue()));
            return found;
        });
    }

    @Override
    public Set<String> seenBy(String other) {
        return db.read(handle -> new HashSet<>(handle.createQuery("SELECT owner FROM buddy_seen WHERE other = :other")
                .bind("other", other)
                .mapTo(String.class)
                .list()));
    }

    @Override
    public void see(List<Seen> seen) {
        db.write(handle -> {
            seen.forEach(one -> see(handle, one));
            return true;
        });
    }

    private static void see(Handle handle, Seen one) {
        handle.createUpdate("DELETE FROM buddy_seen WHERE owner = :owner AND other = :other")
                .bind("owner", one.owner())
                .bind("other", one.other())
                .execute();
        if (!one.entry().equals(Entry.NONE)) {
            handle.createUpdate("INSERT INTO buddy_seen (owner, other, listed, wants, lets, blocks)"
                            + " VALUES (:owner, :other, :listed, :wants, :lets, :blocks)")
                    .bind("owner", one.owner())
                    .bind("other", one.other())
                    .bind("listed", one.entry().listed())
                    .bind("wants", one.entry().wants())
                    .bind("lets", one.entry().lets())
                    .bind("blocks", one.entry().blocks())
                    .execute();
        }
    }

    @Override
    public void forget(String member) {
        db.write(handle -> {
            for (String table : List.of("buddy", "buddy_seen")) {
                handle.createUpdate("DELETE FROM " + table + " WHERE owner = :member OR other = :member")
                        .bind("member", member)
                        .execute();
            }
            return true;
        });
    }
}
