package org.ratatosk.bridge.store.sql;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.ratatosk.bridge.outbox.Alert;

/**
 * Removes what is older than what is kept: alerts that need no more work, and the events that no alert and no list of open work
 * refers to. It does so in small writes, so that others need not wait long. Thread-safe; blocks.
 */
public final class Retention {
    private static final int BATCH = 500;
    private static final Set<Alert.State> DONE = EnumSet.complementOf(EnumSet.of(Alert.State.WAITING));

    private record OldEvent(long position, boolean needed) {}

    private final Transactions db;

    /** @param db the way to the database */
    public Retention(Transactions db) {
        this.db = db;
    }

    /** Removes what was made before a time. */
    public void forgetBefore(Instant time) {
        for (Alert.State state : DONE) {
            int removed;
            do {
                removed = db.write(handle -> alerts(handle, state, time));
            } while (removed == BATCH && !Thread.currentThread().isInterrupted());
        }
        long after = 0;
        while (after >= 0 && !Thread.currentThread().isInterrupted()) {
            long from = after;
            after = db.write(handle -> events(handle, from, time));
        }
        db.write(handle -> handle.createUpdate("DELETE FROM notice WHERE created < :time AND NOT EXISTS"
                        + " (SELECT 1 FROM event WHERE event.post = notice.number AND event.kind = 'NOTICE')")
                .bind("time", time.toEpochMilli())
                .execute());
    }

    private static int alerts(Handle handle, Alert.State state, Instant time) {
        List<Long> old = handle.createQuery("SELECT id FROM alert WHERE state = :state AND created < :time"
                        + " AND next_try IS NULL ORDER BY created FETCH FIRST :limit ROWS ONLY")
                .bind("state", state.name())
                .bind("time", time.toEpochMilli())
                .bind("limit", BATCH)
                .mapTo(Long.class)
                .list();
        remove(handle, "alert", "id", old);
        AlertCounts.add(handle, state, -old.size());
        return old.size();
    }

    /**
     * Looks at the oldest events after a position. That a comment was held is kept until it is told that it was shown: the
     * author of the post is not told of it twice.
     *
     * @return the position to go on after, or -1 if there are no more that are old enough
     */
    private static long events(Handle handle, long after, Instant time) {
        List<OldEvent> old = handle.createQuery("SELECT position, CASE WHEN"
                        + " position > (SELECT position FROM alert_reader WHERE id = 1)"
                        + " OR EXISTS (SELECT 1 FROM fan_out WHERE fan_out.event = page.id)"
                        + " OR EXISTS (SELECT 1 FROM alert WHERE alert.event = page.id)"
                        + " OR (kind = 'COMMENT_HELD' AND NOT EXISTS (SELECT 1 FROM event shown"
                        + " WHERE shown.comment = page.comment AND shown.kind = 'COMMENT_SHOWN'))"
                        + " THEN TRUE ELSE FALSE END AS needed, happened FROM (SELECT * FROM event"
                        + " WHERE position > :after ORDER BY position FETCH FIRST :limit ROWS ONLY) page"
                        + " WHERE happened < :time ORDER BY position")
                .bind("after", after)
                .bind("limit", BATCH)
                .bind("time", time.toEpochMilli())
                .map((row, context) -> new OldEvent(row.getLong("position"), row.getBoolean("needed")))
                .list();
        remove(
                handle,
                "event",
                "position",
                old.stream().filter(e -> !e.needed()).map(OldEvent::position).toList());
        return old.size() < BATCH ? -1 : old.get(BATCH - 1).position();
    }

    private static void remove(Handle handle, String table, String key, List<Long> keys) {
        if (!keys.isEmpty()) {
            handle.createUpdate("DELETE FROM " + table + " WHERE " + key + " IN (<keys>)")
                    .bindList("keys", keys)
                    .execute();
        }
    }
}
