package org.ratatosk.server.store.sql;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * H2 in a file or in memory. A commit of H2 is in the file, but may still be in the system's cache; {@code CHECKPOINT SYNC}
 * forces it to the disk. H2 closes itself when a write fails, and opens again with the next connection; so that this is rare, a
 * reserve of the disk is left alone. Thread-safe.
 */
final class H2Backend implements Backend {
    private static final Logger LOG = LoggerFactory.getLogger(H2Backend.class);

    /** How systems say that a disk is full. */
    private static final List<String> NO_ROOM =
            List.of("No space left on device", "Disk quota exceeded", "There is not enough space on the disk");

    /** Tidying begins when less than this percentage of the chunks is in use, and rewrites about so many bytes at a time. */
    private static final int TARGET_FILL_RATE = 50;

    private static final int TIDY_BYTES = 1 << 20;

    /**
     * H2 takes the header on the disk for older than it is, and so writes it anew with the next part of the file. By itself it
     * does so only now and then, and finds the newest part from an older one; that fails when one between them is overwritten.
     */
    private static final Long HEADER_IS_OLD = -1000L;

    private final Optional<Path> folder;
    private final long reserve;
    private final HikariDataSource pool;

    H2Backend(Optional<Path> folder, long reserve, HikariDataSource pool) {
        this.folder = folder;
        this.reserve = reserve;
        this.pool = pool;
    }

    private Optional<MVStore> fileOf(Handle handle) {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        try {
            JdbcConnection connection = handle.getConnection().unwrap(JdbcConnection.class);
            return connection.getSession() instanceof SessionLocal session
                    ? Optional.of(session.getDatabase().getStore().getMvStore())
                    : Optional.empty();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void sync(Handle handle) {
        if (folder.isPresent()) {
            handle.execute("CHECKPOINT SYNC");
            fileOf(handle).ifPresent(file -> file.getStoreHeader().put("version", HEADER_IS_OLD));
        }
    }

    /**
     * Writes pages that are still in use out of old, almost empty chunks of the file, so that their space can be used again. H2
     * itself does that only in the thread that {@code WRITE_DELAY=0} switches off.
     */
    @Override
    public boolean tidy(Handle handle) {
        return fileOf(handle)
                .map(file -> file.compact(TARGET_FILL_RATE, TIDY_BYTES))
                .orElse(false);
    }

    @Override
    public boolean isShortOfSpace() {
        return folder.isPresent() && usable(folder.get()) < reserve;
    }

    private static long usable(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    @Override
    public boolean isFull(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof IOException && NO_ROOM.stream().anyMatch(message::contains)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Closes the file as it is. All is forced already; the closing that H2 does by itself would use space again at once, and a
     * loss of power in the midst of that can cost what was forced (ADR 10).
     */
    @Override
    public void close() {
        try (Connection connection =
                        DriverManager.getConnection(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN IMMEDIATELY");
        } catch (SQLException e) {
            // the statement and the connection cannot be closed any more when the database is
            LOG.debug("The database is closed", e);
        }
    }

    @Override
    public void recover() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }
}
