package org.ratatosk.server.store.sql;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.jdbi.v3.core.Handle;

/**
 * H2 in a file or in memory. A commit of H2 is in the file, but may still be in the system's cache; {@code CHECKPOINT SYNC}
 * forces it to the disk. H2 closes itself when a write fails, and opens again with the next connection; so that this is rare, a
 * reserve of the disk is left alone. Thread-safe.
 */
final class H2Backend implements Backend {
    /** How systems say that a disk is full. */
    private static final List<String> NO_ROOM =
            List.of("No space left on device", "Disk quota exceeded", "There is not enough space on the disk");

    /** Tidying begins when less than this percentage of the chunks is in use, and rewrites about so many bytes at a time. */
    private static final int TARGET_FILL_RATE = 50;

    private static final int TIDY_BYTES = 1 << 20;

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

    /** From now on the database closes itself with the last connection. */
    @Override
    public void close(Handle handle) {
        handle.execute("SET DB_CLOSE_DELAY 0");
    }

    @Override
    public void recover() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }
}
