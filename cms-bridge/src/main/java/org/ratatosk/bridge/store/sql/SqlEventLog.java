package org.ratatosk.bridge.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.ratatosk.bridge.cms.Event;
import org.ratatosk.bridge.store.EventLog;

/** The event log in the database. Thread-safe. */
public final class SqlEventLog implements EventLog {
    private static final String COLUMNS = "SELECT position, id, kind, post, comment, actor, happened FROM event ";

    private final Transactions db;

    /** @param db the way to the database */
    public SqlEventLog(Transactions db) {
        this.db = db;
    }

    /** Appends an event within a transaction; one that is there already changes nothing. */
    public static void append(Handle handle, Event event) {
        int known = handle.createQuery("SELECT COUNT(*) FROM event WHERE id = :id")
                .bind("id", event.id())
                .mapTo(Integer.class)
                .one();
        if (known > 0) {
            return;
        }
        handle.createUpdate("INSERT INTO event (id, kind, post, comment, actor, happened)"
                        + " VALUES (:id, :kind, :post, :comment, :actor, :happened)")
                .bind("id", event.id())
                .bind("kind", event.type().name())
                .bind("post", event.post())
                .bind("comment", event.comment().isPresent() ? event.comment().getAsLong() : null)
                .bind("actor", event.actor())
                .bind("happened", event.at().toEpochMilli())
                .execute();
    }

    /** Removes an event of what is so no more, within a transaction. */
    static void remove(Handle handle, String id) {
        handle.createUpdate("DELETE FROM event WHERE id = :id").bind("id", id).execute();
    }

    @Override
    public List<Entry> after(long position, int limit) {
        return db.read(handle -> handle.createQuery(
                        COLUMNS + "WHERE position > :position ORDER BY position FETCH FIRST :limit ROWS ONLY")
                .bind("position", position)
                .bind("limit", limit)
                .map((row, context) -> entry(row))
                .list());
    }

    @Override
    public Optional<Entry> find(String id) {
        return db.read(handle -> handle.createQuery(COLUMNS + "WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> entry(row))
                .findOne());
    }

    @Override
    public List<Entry> about(long number) {
        return db.read(handle -> handle.createQuery(
                        COLUMNS + "WHERE ((post = :number AND comment IS NULL) OR comment = :number)"
                                + " AND kind <> 'LIKED' ORDER BY position")
                .bind("number", number)
                .map((row, context) -> entry(row))
                .list());
    }

    private static Entry entry(ResultSet row) throws SQLException {
        long comment = row.getLong("comment");
        OptionalLong about = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(comment);
        return new Entry(
                row.getLong("position"),
                new Event(
                        row.getString("id"),
                        Event.Type.valueOf(row.getString("kind")),
                        row.getLong("post"),
                        about,
                        row.getString("actor"),
                        Instant.ofEpochMilli(row.getLong("happened"))));
    }
}
