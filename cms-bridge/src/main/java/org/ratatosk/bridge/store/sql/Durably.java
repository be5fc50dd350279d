package org.ratatosk.bridge.store.sql;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The way to the database for those that must not wait for a write, too. Thread-safe. */
public interface Durably extends Transactions {
    /**
     * Writes, all or none, after whatever was handed in before; never blocks. The function may be run more than once. The stage
     * completes when what was written is durable.
     */
    <T> CompletionStage<T> submit(Function<Handle, T> change);
}
