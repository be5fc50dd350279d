package org.ratatosk.bridge.store.sql;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.ratatosk.server.store.sql.Database;

/** A new database in memory with the bridge's tables. */
public final class TestDatabase implements Durably, AutoCloseable {
    private final Database database = Database.memory(List.of(SharedDatabase.SCHEMA));
    private final Durably shared = new SharedDatabase(database);

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

    @Override
    public void close() {
        database.close();
    }
}
