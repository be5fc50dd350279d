package org.ratatosk.bridge.store.sql;

import java.util.EnumMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.ratatosk.bridge.outbox.Alert;

/** How many alerts are in each state: table {@code alert_count}, changed in the same transaction as the alerts. */
final class AlertCounts {
    private AlertCounts() {}

    /** There are so many more in a state, or fewer if it is negative. */
    static void add(Handle handle, Alert.State state, int more) {
        if (more != 0) {
            handle.createUpdate("UPDATE alert_count SET n = n + :more WHERE state = :state")
                    .bind("more", more)
                    .bind("state", state.name())
                    .execute();
        }
    }

    /** How many are in each state that any is in. */
    static Map<Alert.State, Integer> read(Handle handle) {
        return handle.createQuery("SELECT state, n FROM alert_count WHERE n > 0")
                .reduceResultSet(new EnumMap<>(Alert.State.class), (counts, row, context) -> {
                    counts.put(Alert.State.valueOf(row.getString("state")), row.getInt("n"));
                    return counts;
                });
    }
}
