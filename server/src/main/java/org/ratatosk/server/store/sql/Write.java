package org.ratatosk.server.store.sql;

import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jspecify.annotations.Nullable;

/** One caller's part of a batch and what became of it. Confined to the writer, then to the thread that completes. */
final class Write<T> {
    private final HandleCallback<T, ?> work;
    private final CompletableFuture<T> done = new CompletableFuture<>();
    private @Nullable T result;
    private @Nullable Throwable failure;

    Write(HandleCallback<T, ?> work) {
        this.work = work;
    }

    CompletableFuture<T> done() {
        return done;
    }

    /** Runs the work in the transaction of the handle; may be called again if that transaction comes to nothing. */
    void run(Handle handle) throws Exception {
        result = work.withHandle(handle);
    }

    /** The first reason counts. */
    void fail(Throwable error) {
        if (failure == null) {
            failure = error;
        }
    }

    boolean hasFailed() {
        return failure != null;
    }

    void complete() {
        if (failure != null) {
            done.completeExceptionally(failure);
        } else {
            done.complete(result);
        }
    }
}
