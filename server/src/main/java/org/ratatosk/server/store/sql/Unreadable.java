package org.ratatosk.server.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.mapper.RowMapper;
import org.ratatosk.server.jid.JidException;
import org.ratatosk.server.xml.XmlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves out rows whose XML or addresses cannot be read, so that one of them does not cost an account all the others, and tells
 * the log once of each. Thread-safe.
 */
final class Unreadable {
    private static final Logger LOG = LoggerFactory.getLogger(Unreadable.class);
    private static final int REMEMBERED = 1000;

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** Makes something of a row. */
    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    /**
     * Reads rows, each as nothing if it cannot be read.
     *
     * @param table what to call the table
     * @param id the column that names the row, which the query has
     */
    <T> RowMapper<Optional<T>> orNothing(String table, String id, Reading<T> reading) {
        return (row, context) -> {
            try {
                return Optional.of(reading.of(row));
            } catch (XmlException | JidException e) {
                tell(table, row.getString(id), e);
                return Optional.empty();
            }
        };
    }

    private void tell(String table, String row, RuntimeException problem) {
        if (told.size() < REMEMBERED && told.add(table + " " + row)) {
            LOG.warn(
                    "The row {} of {} cannot be read ({}) and is left out; the account goes on without it",
                    row,
                    table,
                    problem.getClass().getSimpleName());
        }
    }
}
