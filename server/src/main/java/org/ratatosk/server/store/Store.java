package org.ratatosk.server.store;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Everything that the server keeps. Reads and writes are functions of {@link Tables}; they run on threads of the store,
 * never on the caller's. Thread-safe.
 */
public interface Store extends AutoCloseable {
    /** The tables inside one read or one write. Confined to that function: not to be kept. */
    interface Tables {
        /** Accounts and their keys. */
        AccountStore accounts();

        /** Contacts and pending subscription requests. */
        RosterStore rosters();

        /** Blocked addresses. */
        BlockStore blocks();

        /** Messages, and the mark of those not yet delivered. */
        ArchiveStore archive();

        /** What accounts publish. */
        PepStore pep();

        /** What is told of accounts. */
        ProfileStore profiles();

        /** One-time links. */
        LinkStore links();
    }

    /**
     * Reads. The stage fails with the exception that the function threw.
     */
    <T> CompletionStage<T> read(Function<Tables, T> query);

    /**
     * Writes in order, all or none, together with what other callers write at the time. The stage completes when everything
     * is durable: it survives the death of the process and the loss of power. If the shared batch fails, each caller's writes
     * are tried alone, and only the guilty ones fail. Writes are made durable, and stages completed, in the order of calls.
     * The stage fails with {@link StoreFullException} when the disk is full, and with {@link NotDurableException} when it does
     * not take what is written in a way that lasts; only then something that failed may be there nevertheless.
     */
    CompletionStage<Void> write(List<Consumer<Tables>> writes);

    @Override
    void close();
}
