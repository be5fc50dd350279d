package org.ratatosk.server.store.memory;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.store.NotDurableException;
import org.ratatosk.server.store.Store;
import org.ratatosk.server.store.StoreFullException;

/**
 * A store in memory, for tests: nothing in it survives {@link #close()}. Reads and writes run one after the other in the
 * order of calls, and their stages complete in that order. Thread-safe.
 */
public final class MemoryStore implements Store {
    private final Object lock = new Object();
    private final MemoryTables tables = new MemoryTables();
    private final Executor executor;
    private final @Nullable ExecutorService owned;
    private volatile boolean full;
    private volatile boolean unsafe;
    private volatile boolean unreadable;

    /** A store with a thread of its own, as {@link Store} promises it. */
    public MemoryStore() {
        this.owned = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "memory-store");
            thread.setDaemon(true);
            return thread;
        });
        this.executor = owned;
    }

    /**
     * A store that runs its work where a test wants it: {@code Runnable::run} for at once, on the caller's thread, or a queue
     * that the test empties when it is time. The executor must keep the order.
     */
    public MemoryStore(Executor executor) {
        this.owned = null;
        this.executor = executor;
    }

    /** Whether writes fail from now on as if the disk were full. */
    public void full(boolean isFull) {
        this.full = isFull;
    }

    /** Whether writes fail from now on as if the disk refused to keep them: they are there nevertheless. */
    public void unsafe(boolean isUnsafe) {
        this.unsafe = isUnsafe;
    }

    /** Whether reads fail from now on as if the disk were broken. */
    public void unreadable(boolean isUnreadable) {
        this.unreadable = isUnreadable;
    }

    @Override
    public <T> CompletionStage<T> read(Function<Tables, T> query) {
        return run(() -> {
            if (unreadable) {
                throw new IllegalStateException("The test says that nothing can be read");
            }
            return query.apply(tables);
        });
    }

    @Override
    public CompletionStage<Void> write(List<Consumer<Tables>> writes) {
        List<Consumer<Tables>> copy = List.copyOf(writes);
        return run(() -> {
            apply(copy);
            return null;
        });
    }

    private void apply(List<Consumer<Tables>> writes) {
        if (full) {
            throw new StoreFullException(new IllegalStateException("The test says that the disk is full"));
        }
        Undo undo = tables.undo();
        undo.begin();
        try {
            writes.forEach(write -> write.accept(tables));
            undo.end();
        } catch (RuntimeException | Error e) {
            undo.rollback();
            throw e;
        }
        if (unsafe) {
            throw new NotDurableException(new IllegalStateException("The test says that the disk fails"));
        }
    }

    private <T> CompletionStage<T> run(Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        executor.execute(() -> {
            T result;
            try {
                synchronized (lock) {
                    result = work.get();
                }
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
                return;
            }
            done.complete(result);
        });
        return done;
    }

    @Override
    public void close() {
        if (owned != null) {
            owned.shutdown();
        }
    }
}
