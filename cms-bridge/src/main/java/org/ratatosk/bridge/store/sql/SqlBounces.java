package org.ratatosk.bridge.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.outbox.BounceStore;
import org.ratatosk.server.jid.Jid;

/** Alerts that came back, in SQL. Thread-safe. */
public final class SqlBounces implements BounceStore {
    private static final String COLUMNS = "SELECT address, bounces, last_error, last_at FROM alert_bounce ";

    private final Transactions db;

    /** @param db the way to the database */
    public SqlBounces(Transactions db) {
        this.db = db;
    }

    /** Counts one more that was refused. */
    static void count(Handle handle, Jid address, @Nullable String error, Instant at) {
        int updated = handle.createUpdate("UPDATE alert_bounce SET bounces = bounces + 1, last_error = :error,"
                        + " last_at = :at WHERE address = :address")
                .bind("address", address.toString())
                .bind("error", words(error))
                .bind("at", at.toEpochMilli())
                .execute();
        if (updated == 0) {
            handle.createUpdate("INSERT INTO alert_bounce (address, bounces, last_error, last_at, told)"
                            + " VALUES (:address, 1, :error, :at, FALSE)")
                    .bind("address", address.toString())
                    .bind("error", words(error))
                    .bind("at", at.toEpochMilli())
                    .execute();
        }
    }

    private static String words(@Nullable String error) {
        @Nullable String shortened = Rows.error(error);
        return shortened == null ? "" : shortened;
    }

    /** Begins anew; whether there was anything. */
    static boolean clear(Handle handle, Jid address) {
        return handle.createUpdate("DELETE FROM alert_bounce WHERE address = :address")
                        .bind("address", address.toString())
                        .execute()
                > 0;
    }

    @Override
    public Optional<Bounces> bounces(Jid address) {
        return db.read(handle -> handle.createQuery(COLUMNS + "WHERE address = :address")
                .bind("address", address.toString())
                .map((row, context) -> bounces(row))
                .findOne());
    }

    @Override
    public boolean forget(Jid address) {
        return db.write(handle -> clear(handle, address));
    }

    @Override
    public List<Bounces> untold(int count, int limit) {
        return db.read(handle -> handle.createQuery(
                        COLUMNS + "WHERE told = FALSE AND bounces >= :count ORDER BY last_at LIMIT :limit")
                .bind("count", count)
                .bind("limit", limit)
                .map((row, context) -> bounces(row))
                .list());
    }

    @Override
    public void told(Jid address) {
        db.write(handle -> handle.createUpdate("UPDATE alert_bounce SET told = TRUE WHERE address = :address")
                .bind("address", address.toString())
                .execute());
    }

    private static Bounces bounces(ResultSet row) throws SQLException {
        return new Bounces(
                Jid.of(row.getString("address")),
                row.getInt("bounces"),
                row.getString("last_error"),
                Instant.ofEpochMilli(row.getLong("last_at")));
    }
}
