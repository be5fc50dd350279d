package org.ratatosk.bridge.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Subscription;
import org.ratatosk.bridge.alerts.Target;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.server.jid.Jid;

/** Reads rows of the tables of alerts. Immutable. */
final class Rows {
    private static final int LONGEST_ERROR = 2_000;

    private Rows() {}

    static Alert alert(ResultSet row) throws SQLException {
        return new Alert(
                row.getLong("id"),
                row.getString("event"),
                Jid.of(row.getString("address")),
                row.getString("member"),
                row.getLong("number"),
                row.getString("stanza_id"),
                Alert.State.valueOf(row.getString("state")),
                row.getInt("tries"),
                instant(row, "next_try"),
                row.getString("error"),
                Instant.ofEpochMilli(row.getLong("created")),
                Instant.ofEpochMilli(row.getLong("changed")));
    }

    static Subscription subscription(ResultSet row) throws SQLException {
        Target target = Target.valueOf(row.getString("target"));
        return new Subscription(
                row.getLong("id"),
                Jid.of(row.getString("address")),
                row.getString("member"),
                target,
                target.isOwn() ? "" : row.getString("topic"),
                Instant.ofEpochMilli(row.getLong("created")));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    /** As much of an error's words as the column holds. */
    static @Nullable String error(@Nullable String words) {
        return words == null || words.length() <= LONGEST_ERROR ? words : words.substring(0, LONGEST_ERROR);
    }

    /** A text that can be missing. */
    static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }
}
