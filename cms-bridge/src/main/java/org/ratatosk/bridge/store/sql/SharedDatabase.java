package org.ratatosk.bridge.store.sql;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.ratatosk.server.store.sql.Database;
import org.ratatosk.server.store.sql.Schema;

/** The bridge's tables in the server's database, so that both are made durable by the one writer. Thread-safe. */
public final class SharedDatabase implements Durably {
    /** The tables of the bridge. */
    public static final Schema SCHEMA = new Schema("bridge", 17);

    private final Database database;

    /** @param database open, with {@link #SCHEMA} */
    public SharedDatabase(Database database) {
        this.database = database;
    }

    @Override
    public <T> T read(Function<Handle, T> query) {
        return database.jdbi().withHandle(query::apply);
    }

    @Override
    public <T> T write(Function<Handle, T> change) {
        try {
            return database.<T>durably(change::apply).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public <T> CompletionStage<T> submit(Function<Handle, T> change) {
        return database.durably(change::apply);
    }
}
