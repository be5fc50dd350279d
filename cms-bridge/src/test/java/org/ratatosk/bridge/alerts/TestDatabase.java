package org.ratatosk.bridge.alerts;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.ratatosk.bridge.store.sql.Durably;

/** The bridge's tables in a database file. Thread-safe. */
public final class TestDatabase implements Durably, AutoCloseable {
    private final Jdbi jdbi;
    private final Handle keep;

    /** Opens the file, or makes it. */
    public TestDatabase(Path folder) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:" + folder.resolve("bridge").toAbsolutePath());
        source.setUser("sa");
        source.setPassword("");
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/bridge")
                .load()
                .migrate();
        jdbi = Jdbi.create(source);
        keep = jdbi.open();
    }

    @Override
    public <T> T read(Function<Handle, T> query) {
        return jdbi.withHandle(query::apply);
    }

    @Override
    public <T> T write(Function<Handle, T> change) {
        return submit(change).toCompletableFuture().join();
    }

    @Override
    public synchronized <T> CompletionStage<T> submit(Function<Handle, T> change) {
        try {
            return CompletableFuture.completedStage(jdbi.inTransaction(change::apply));
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** Returns when everything that was submitted is done. */
    public void settle() {}

    @Override
    public void close() {
        keep.close();
    }
}
