package org.ratatosk.bridge.store.sql;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A new H2 database in memory with the bridge's tables. */
public final class TestDatabase implements Durably, AutoCloseable {
    private final Jdbi jdbi;
    private final Handle open;

    /** Makes the tables. */
    public TestDatabase() {
        String url = "jdbc:h2:mem:" + UUID.randomUUID();
        this.jdbi = Jdbi.create(url);
        this.open = jdbi.open();
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:db/bridge")
                .load()
                .migrate();
    }

    @Override
    public <T> T read(Function<Handle, T> query) {
        return jdbi.withHandle(query::apply);
    }

    @Override
    public synchronized <T> T write(Function<Handle, T> change) {
        return jdbi.inTransaction(change::apply);
    }

    @Override
    public <T> CompletionStage<T> submit(Function<Handle, T> change) {
        try {
            return CompletableFuture.completedFuture(write(change));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void close() {
        open.close();
    }
}
