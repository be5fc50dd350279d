package org.ratatosk.server.store.sql;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.ratatosk.server.store.Store;

/**
 * The store in a database. Reads run on a few threads of its own, writes on the database's writer. It does not close the
 * database, which may hold more than the server's tables. Thread-safe.
 */
public final class SqlStore implements Store {
    private static final int READERS = 4;

    private final Database database;
    private final ExecutorService readers;
    private final Unreadable unreadable = new Unreadable();

    /** @param database open, with {@link Schema#SERVER} */
    public SqlStore(Database database) {
        this.database = database;
        AtomicInteger number = new AtomicInteger();
        this.readers = Executors.newFixedThreadPool(
                READERS, task -> new Thread(task, "db-reader-" + number.incrementAndGet()));
    }

    @Override
    public <T> CompletionStage<T> read(Function<Tables, T> query) {
        CompletableFuture<T> done = new CompletableFuture<>();
        readers.execute(() -> {
            T result;
            try {
                result = database.jdbi().withHandle(handle -> query.apply(new SqlTables(handle, false, unreadable)));
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
                return;
            }
            done.complete(result);
        });
        return done;
    }

    @Override
    public CompletionStage<Void> write(List<Consumer<Tables>> writes) {
        List<Consumer<Tables>> copy = List.copyOf(writes);
        return database.durably(handle -> {
                    SqlTables tables = new SqlTables(handle, true, unreadable);
                    copy.forEach(write -> write.accept(tables));
                    return true;
                })
                .thenAccept(written -> {});
    }

    /** Ends the reads; writes that wait are for the database to finish. */
    @Override
    public void close() {
        readers.shutdown();
        boolean interrupted = false;
        try {
            readers.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
