package org.ratatosk.bridge.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Manner;
import org.ratatosk.bridge.alerts.Manners;

/** {@link Manners} in SQL. Thread-safe. */
public final class SqlManners implements Manners {
    private final Transactions db;

    /** On this database. */
    public SqlManners(Transactions db) {
        this.db = db;
    }

    @Override
    public Manner of(String member) {
        return db.read(handle -> handle.createQuery(
                                "SELECT zone, quiet_from, quiet_to, listed FROM alert_manner WHERE member = :member")
                        .bind("member", member)
                        .map((row, context) -> manner(row))
                        .findOne())
                .orElse(Manner.PLAIN);
    }

    private static Manner manner(ResultSet row) throws SQLException {
        int from = row.getInt("quiet_from");
        int to = row.getInt("quiet_to");
        Optional<Manner.Hours> hours =
                row.wasNull() ? Optional.empty() : Optional.of(new Manner.Hours(time(from), time(to)));
        return new Manner(ZoneId.of(row.getString("zone")), hours, row.getBoolean("listed"));
    }

    private static LocalTime time(int minutes) {
        return LocalTime.of(minutes / 60, minutes % 60);
    }

    private static @Nullable Integer minutes(Optional<LocalTime> time) {
        return time.map(t -> t.getHour() * 60 + t.getMinute()).orElse(null);
    }

    @Override
    public void put(String member, Manner manner) {
        db.write(handle -> {
            handle.createUpdate("DELETE FROM alert_manner WHERE member = :member")
                    .bind("member", member)
                    .execute();
            return handle.createUpdate("INSERT INTO alert_manner (member, zone, quiet_from, quiet_to, listed)"
                            + " VALUES (:member, :zone, :from, :to, :listed)")
                    .bind("member", member)
                    .bind("zone", manner.zone().getId())
                    .bind("from", minutes(manner.quiet().map(Manner.Hours::from)))
                    .bind("to", minutes(manner.quiet().map(Manner.Hours::to)))
                    .bind("listed", manner.list())
                    .execute();
        });
    }

    @Override
    public void forget(String member) {
        db.write(handle -> handle.createUpdate("DELETE FROM alert_manner WHERE member = :member")
                .bind("member", member)
                .execute());
    }
}
