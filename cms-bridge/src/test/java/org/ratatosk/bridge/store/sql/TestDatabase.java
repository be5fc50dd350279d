package org.ratatosk.bridge.store.sql;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.ratatosk.server.store.sql.Database;

/** The bridge's tables in a database. Thread-safe. */
public final class TestDatabase implements Durably, AutoCloseable {
    private final Database database;
    private final Durably shared;

    private TestDatabase(Database database) {
        this.database = database;
        this.shared = new SharedDatabase(database);
    }

    /** A new one in memory. */
    public TestDatabase() {
        this(Database.memory(List.of(SharedDatabase.SCHEMA)));
    }

    /** One in a file as the product opens it, or makes it. */
    public TestDatabase(Path folder) {
        this(Database.file(folder.resolve("bridge"), List.of(SharedDatabase.SCHEMA)));
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

    @Override
    public void close() {
        database.close();
    }
}
