package org.ratatosk.bridge.alerts;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.ratatosk.bridge.store.sql.Durably;
import org.ratatosk.bridge.store.sql.SharedDatabase;
import org.ratatosk.server.store.sql.Database;

/** The bridge's tables in a database file, as the product opens it. Thread-safe. */
public final class TestDatabase implements Durably, AutoCloseable {
    private final Database database;
    private final Durably shared;

    /** Opens the file, or makes it. */
    public TestDatabase(Path folder) {
        database = Database.file(folder.resolve("bridge"), List.of(SharedDatabase.SCHEMA));
        shared = new SharedDatabase(database);
    }

    @Override
    public <T> T read(Function<Handle, T> query) {
        return shared.read(query);
    }

    @Override
    public <T> T write(Function<Handle, T> change) {
        return shared.write(change);
    }

    @Override
    public <T> CompletionStage<T> submit(Function<Handle, T> change) {
        return shared.submit(change);
    }

    /** Returns when everything that was submitted is done, and whoever waited for it has been told. */
    public void settle() {
        write(handle -> true);
    }

    /** Lets many addresses that belong to nobody, {@code s0@far.test} and on, subscribe to a topic at once. */
    public void crowd(int size, Topic topic, Instant now) {
        write(handle -> {
            PreparedBatch batch =
                    handle.prepareBatch("INSERT INTO subscription (address, target, topic, active, created)"
                            + " VALUES (:address, :target, :topic, TRUE, :now)");
            for (int i = 0; i < size; i++) {
                batch.bind("address", "s" + i + "@far.test")
                        .bind("target", topic.target().name())
                        .bind("topic", topic.value())
                        .bind("now", now.toEpochMilli())
                        .add();
            }
            return batch.execute().length;
        });
    }

    @Override
    public void close() {
        database.close();
    }
}
