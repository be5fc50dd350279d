package org.ratatosk.bridge.store.sql;

import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The way to the database for threads that may block. Thread-safe. */
public interface Transactions {
    /** Reads. */
    <T> T read(Function<Handle, T> query);

    /** Writes, all or none; what was written is durable when the call returns. */
    <T> T write(Function<Handle, T> change);
}
