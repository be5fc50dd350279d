package org.ratatosk.server.store.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.ratatosk.server.store.NotDurableException;
import org.ratatosk.server.store.StoreFullException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes what waits, up to a few hundred, runs it in one transaction, makes that durable, and
 * hands it in order to a second thread which completes the callers' futures while the next batch is written. Nothing waits for
 * a timer: a lone write is a batch of one. Thread-safe.
 */
final class Writer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int MAX_BATCH = 256;
    private static final String BEFORE = "before";
    private static final int IDLE_SECONDS = 2;
    private static final int TIDY_EVERY = 16;
    private static final Write<Boolean> END = new Write<>(handle -> true);

    private final Jdbi jdbi;
    private final Backend backend;
    private final BlockingQueue<Write<?>> waiting = new LinkedBlockingQueue<>();
    private final ExecutorService completer = Executors.newSingleThreadExecutor(task -> new Thread(task, "db-done"));
    private final Thread thread = new Thread(this::run, "db-writer");
    private final Object gate = new Object();
    private boolean closed;
    private int batches;
    private boolean untidy;

    /** Whether something may have been written since the disk was forced. Until it can be forced, nothing more is written. */
    private boolean unforced;

    private boolean unsafe;
    private volatile boolean full;

    Writer(Jdbi jdbi, Backend backend) {
        this.jdbi = jdbi;
        this.backend = backend;
        thread.start();
    }

    <T> CompletableFuture<T> submit(HandleCallback<T, ?> work) {
        Write<T> write = new Write<>(work);
        synchronized (gate) {
            if (closed) {
                return CompletableFuture.failedFuture(new IllegalStateException("The database is closed"));
            }
            waiting.add(write);
        }
        return write.done();
    }

    int waiting() {
        return waiting.size();
    }

    boolean isFull() {
        return full;
    }

    private void run() {
        List<Write<?>> batch = new ArrayList<>(MAX_BATCH);
        boolean ended = false;
        while (!ended) {
            batch.clear();
            batch.add(next());
            waiting.drainTo(batch, MAX_BATCH - 1);
            ended = batch.remove(END);
            write(batch);
            List<Write<?>> written = List.copyOf(batch);
            complete(written);
        }
        completer.shutdown();
    }

    private void complete(List<Write<?>> written) {
        try {
            completer.execute(() -> written.forEach(Write::complete));
        } catch (RuntimeException | Error e) {
            LOG.error("No thread could be had for those who wait for a write; the writer's is used", e);
            written.forEach(Write::complete);
        }
    }

    /** Waits for something to write; a pause is used to tidy up after the last batches. */
    private Write<?> next() {
        while (true) {
            try {
                Write<?> next = untidy ? waiting.poll(IDLE_SECONDS, TimeUnit.SECONDS) : waiting.take();
                if (next != null) {
                    return next;
                }
                tidyInAPause();
            } catch (InterruptedException e) {
                // Nobody has a reason to interrupt this thread; what was promised is written before it ends.
                LOG.debug("Interrupted", e);
            }
        }
    }

    private void tidyInAPause() {
        untidy = false;
        if (!backend.isShortOfSpace() && (!unforced || force().isEmpty())) {
            tidy();
        }
    }

    /** Tidies, and leaves nothing of that unforced: the next write may go where the last state that was forced still is. */
    private void tidy() {
        unforced = true;
        try (Handle handle = jdbi.open()) {
            untidy = backend.tidy(handle);
        } catch (RuntimeException | Error e) {
            failAll(List.of(), e);
        }
        force();
    }

    /** Writes a batch. Whatever goes wrong, even an error of the machine, fails the batch, and the writer goes on. */
    private void write(List<Write<?>> batch) {
        if (batch.isEmpty()) {
            return;
        }
        if (backend.isShortOfSpace()) {
            failFull(batch, new IllegalStateException("The disk is almost full"));
            return;
        }
        Optional<Throwable> refusal = unforced ? force() : Optional.empty();
        if (refusal.isEmpty() && commit(batch)) {
            refusal = force();
        }
        if (refusal.isPresent()) {
            failAll(batch, refusal.get());
        } else if (!unforced) {
            full = false;
            untidy = true;
            if (++batches % TIDY_EVERY == 0) {
                tidy();
            }
        }
    }

    /** Commits what does not fail of a batch, in one transaction; whether it did. If not, all of the batch has failed. */
    private boolean commit(List<Write<?>> batch) {
        unforced = true;
        try (Handle handle = jdbi.open()) {
            if (!together(handle, batch)) {
                singly(handle, batch);
            }
            return true;
        } catch (Exception | Error e) {
            failAll(batch, e);
            return false;
        }
    }

    /** Forces to the disk what was committed, in a second attempt if need be; what the disk said if it refused both. */
    private Optional<Throwable> force() {
        Optional<Throwable> refusal = Optional.empty();
        for (int attempt = 0; attempt < 2; attempt++) {
            try (Handle handle = jdbi.open()) {
                backend.sync(handle);
                if (unsafe) {
                    LOG.info("Data can be written to disk safely again");
                }
                unsafe = false;
                unforced = false;
                return Optional.empty();
            } catch (RuntimeException | Error e) {
                backend.recover();
                refusal = Optional.of(e);
            }
        }
        return refusal;
    }

    /** Whether the batch was committed; if not, and there is hope for some of it, nothing of it was. */
    private boolean together(Handle handle, List<Write<?>> batch) throws Exception {
        try {
            handle.begin();
            for (Write<?> write : batch) {
                write.run(handle);
            }
            handle.commit();
            return true;
        } catch (Exception | Error e) {
            handle.rollback();
            if (backend.isFull(e)) {
                throw e;
            }
            if (batch.size() == 1) {
                fail(batch.get(0), e);
                return true;
            }
            return false;
        }
    }

    /** Runs each write of a batch so that it alone is taken back if it fails, and commits the others. */
    private void singly(Handle handle, List<Write<?>> batch) throws Exception {
        handle.begin();
        for (Write<?> write : batch) {
            handle.savepoint(BEFORE);
            try {
                write.run(handle);
                handle.releaseSavepoint(BEFORE);
            } catch (Exception | Error e) {
                if (backend.isFull(e)) {
                    throw e;
                }
                handle.rollbackToSavepoint(BEFORE);
                fail(write, e);
            }
        }
        handle.commit();
    }

    private static void fail(Write<?> write, Throwable e) {
        if (e instanceof Error) {
            LOG.error("A write failed by an error of the machine or a mistake in the server", e);
        }
        write.fail(withoutValues(e));
    }

    /** What the database says of a statement that it refuses can have values in it, which are nothing for the log. */
    private static Throwable withoutValues(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refusal) {
                IllegalStateException told = new IllegalStateException("The database refused a statement: SQL state "
                        + refusal.getSQLState() + ", error " + refusal.getErrorCode());
                told.setStackTrace(e.getStackTrace());
                return told;
            }
        }
        return e;
    }

    private void failAll(List<Write<?>> batch, Throwable e) {
        backend.recover();
        if (backend.isFull(e)) {
            failFull(batch, e);
        } else {
            failUnforced(batch, e);
        }
    }

    private void failUnforced(List<Write<?>> batch, Throwable e) {
        if (!unsafe) {
            unsafe = true;
            LOG.error(
                    "Data could not be written to disk safely: nothing is accepted until it can be. Check the disk", e);
        }
        batch.forEach(write -> write.fail(new NotDurableException(e)));
    }

    private void failFull(List<Write<?>> batch, Throwable e) {
        if (!full) {
            full = true;
            LOG.error("The disk that holds the data is full: nothing can be kept until there is room again");
            LOG.debug("What the database said", e);
        }
        batch.forEach(write -> write.fail(new StoreFullException(e)));
    }

    /** Writes what waits, then ends. */
    @Override
    public void close() {
        synchronized (gate) {
            if (closed) {
                return;
            }
            closed = true;
            waiting.add(END);
        }
        boolean interrupted = false;
        try {
            thread.join();
            completer.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
