package org.ratatosk.bridge.bot;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.ratatosk.server.jid.Jid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks of one key in order, those of different keys side by side, on a bounded number of threads. After each task the
 * next key has its turn. Thread-safe.
 */
public final class SerialPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SerialPool.class);
    private static final int WAITING_IN_ALL = 10_000;

    private final Map<Jid, Queue<Runnable>> waiting = new HashMap<>();
    private final ThreadPoolExecutor threads;
    private final int perKey;
    private int inAll;

    /**
     * @param name of its threads
     * @param size how many threads at most
     * @param perKey how many tasks of one key may wait, the running one included
     */
    public SerialPool(String name, int size, int perKey) {
        this.perKey = perKey;
        this.threads = new ThreadPoolExecutor(size, size, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Runs a task after the others of its key; {@code false} if too many wait or the pool is closed. */
    public boolean submit(Jid key, Runnable task) {
        synchronized (waiting) {
            Queue<Runnable> queue = waiting.get(key);
            if (inAll >= WAITING_IN_ALL || (queue != null && queue.size() >= perKey)) {
                return false;
            }
            if (queue != null) {
                queue.add(task);
            } else if (!start(key)) {
                return false;
            } else {
                waiting.put(key, new ArrayDeque<>(java.util.List.of(task)));
            }
            inAll++;
            return true;
        }
    }

    /** Whether it takes nothing any more. */
    public boolean isClosed() {
        return threads.isShutdown();
    }

    private boolean start(Jid key) {
        try {
            threads.execute(() -> runOne(key));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void runOne(Jid key) {
        Runnable task;
        synchronized (waiting) {
            task = java.util.Objects.requireNonNull(waiting.get(key)).element();
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A task failed", e);
        } finally {
            next(key);
        }
    }

    private void next(Jid key) {
        synchronized (waiting) {
            Queue<Runnable> queue = java.util.Objects.requireNonNull(waiting.get(key));
            queue.remove();
            inAll--;
            if (queue.isEmpty() || !start(key)) {
                inAll -= queue.size();
                waiting.remove(key);
            }
        }
    }

    /** Takes no more, and waits a few seconds for what runs; what has not begun is left. */
    @Override
    public void close() {
        synchronized (waiting) {
            threads.shutdown();
            threads.getQueue().clear();
        }
        try {
            if (!threads.awaitTermination(3, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            threads.shutdownNow();
        }
    }
}
