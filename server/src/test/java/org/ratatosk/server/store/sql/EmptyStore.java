package org.ratatosk.server.store.sql;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.ratatosk.server.store.Store;

/** A store in a database that is emptied first and, like the reads, left open for the next test. */
record EmptyStore(SqlStore store) implements Store {
    private static final List<String> TABLES = List.of(
            "account",
            "account_password",
            "password_key",
            "roster_item",
            "roster_request",
            "blocked",
            "archive",
            "undelivered",
            "pep_node",
            "profile",
            "one_time_link");

    static EmptyStore in(Database database) {
        database.jdbi().useHandle(handle -> TABLES.forEach(table -> handle.execute("DELETE FROM " + table)));
        return new EmptyStore(new SqlStore(database));
    }

    @Override
    public <T> CompletionStage<T> read(Function<Tables, T> query) {
        return store.read(query);
    }

    @Override
    public CompletionStage<Void> write(List<Consumer<Tables>> writes) {
        return store.write(writes);
    }

    @Override
    public void close() {
        store.close();
    }
}
