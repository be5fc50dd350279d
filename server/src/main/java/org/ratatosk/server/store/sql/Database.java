package org.ratatosk.server.store.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open database: the server's, and that of whoever else keeps tables in it. Reading is plain JDBI on the caller's thread;
 * writing goes through {@link #durably}, which is the only way that survives the loss of power and the only writer, so that an
 * update and the insert after it need no lock. Thread-safe.
 *
 * <p>SQL is to be portable between H2 and PostgreSQL.
 */
public final class Database implements AutoCloseable {
    /** How much of the disk is left alone, in bytes, when nothing else is said. */
    public static final long RESERVE = 64L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int CONNECTIONS = 8;

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final Backend backend;
    private final Writer writer;

    /** Opens a database of any kind that there is a backend for. */
    Database(HikariConfig config, Function<HikariDataSource, Backend> backend, List<Schema> schemas) {
        this.pool = new HikariDataSource(config);
        this.jdbi = Jdbi.create(pool);
        // What is bound may be private words or keys; what goes wrong is logged.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        try {
            new Migrations(jdbi, pool).bringUpToDate(schemas);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
        this.backend = backend.apply(pool);
        this.writer = new Writer(jdbi, this.backend);
    }

    /**
     * Opens a database in a file, or makes it.
     *
     * @param file its path without the ending {@code .mv.db}; the folder has to be there
     * @param schemas what tables it has to have
     * @throws RuntimeException if another process has it open, it is damaged, or a newer program has written it
     */
    public static Database file(Path file, List<Schema> schemas) {
        return file("", file, RESERVE, schemas);
    }

    /**
     * Opens a database in a file of one of H2's file systems.
     *
     * @param fileSystem the prefix that H2 knows it by, "" for the usual one
     * @param reserve how many bytes of the disk are left alone: with less room all writes fail
     */
    static Database file(String fileSystem, Path file, long reserve, List<Schema> schemas) {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        OrderedFile.register();
        HikariConfig config = config("jdbc:h2:" + OrderedFile.SCHEME + fileSystem + absolute
                + ";WRITE_DELAY=0;FILE_LOCK=FS;DB_CLOSE_ON_EXIT=FALSE");
        Database database =
                new Database(config, pool -> new H2Backend(Optional.ofNullable(folder), reserve, pool), schemas);
        if (folder != null) {
            force(folder);
        }
        return database;
    }

    /** Makes the name of a new file survive the loss of power, where the system lets folders be forced. */
    private static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("The folder {} cannot be forced to the disk", folder, e);
        }
    }

    /** Opens a database that is gone when it is closed. */
    public static Database memory(List<Schema> schemas) {
        return new Database(
                config("jdbc:h2:mem:" + UUID.randomUUID()), pool -> new H2Backend(Optional.empty(), 0, pool), schemas);
    }

    private static HikariConfig config(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url + ";DB_CLOSE_DELAY=-1;TRACE_LEVEL_FILE=0;QUERY_CACHE_SIZE=128;LOCK_TIMEOUT=10000");
        config.setUsername("sa");
        config.setPassword("");
        config.setPoolName("db");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setMaxLifetime(0);
        return config;
    }

    /**
     * For reads, on threads that may wait for a disk. What {@link #durably} has completed is seen.
     */
    public Jdbi jdbi() {
        return jdbi;
    }

    /**
     * Writes, all or none. The work runs on the thread of the one writer, in the order of calls and in one transaction with
     * what others write at the time. It may run twice (if the shared transaction comes to nothing because of another's work, each
     * work is tried alone), so it must do nothing but use its handle; and it must be short, since all wait for it.
     *
     * @return completes when what was written survives the death of the process and the loss of power, in the order of calls, on
     *     a thread of the database that must not be held up; fails with what the work threw, or with
     *     {@link org.ratatosk.server.store.StoreFullException} when the disk is full, or with
     *     {@link org.ratatosk.server.store.NotDurableException} when it refuses to be forced. In that last case what was written
     *     may be there, so whoever tries again uses the same key
     */
    public <T> CompletableFuture<T> durably(HandleCallback<T, ?> work) {
        return writer.submit(work);
    }

    /**
     * Writes a copy to a folder while everybody goes on reading and writing. What was durable before this was called is in it, and of what came later
     * the beginning, in the order of {@link #durably}. It was opened once when this returns. The copy, and for a while a packed one beside it, take
     * their room on the disk.
     *
     * @param folder an empty one; the copy is a file there of the database's own name
     * @throws IOException if it cannot be written, or not be opened
     * @throws RuntimeException if the database does not let itself be copied, as one in memory does not
     */
    public void copy(Path folder) throws IOException {
        H2Copy.make(jdbi, folder);
    }

    /** How many writes wait for the writer. */
    public int waiting() {
        return writer.waiting();
    }

    /** Whether the last write found the disk full. */
    public boolean isFull() {
        return writer.isFull();
    }

    /** Writes what waits and closes the database. */
    @Override
    public void close() {
        if (pool.isClosed()) {
            return;
        }
        writer.close();
        pool.close();
        backend.close();
    }
}
