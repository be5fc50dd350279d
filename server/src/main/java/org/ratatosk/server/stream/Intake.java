package org.ratatosk.server.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ratatosk.server.config.Limits;

/**
 * The stanzas of a client that are being worked on: how many there are, whether more may come, and how many have been handled
 * as stream management counts it (XEP-0198 section 4). Thread-safe.
 */
final class Intake {
    private static final long MODULUS = 1L << 32;

    private final Limits limits;
    private final Runnable changed;
    private int stanzas;
    private long bytes;
    private boolean full;
    private boolean counting;
    private long received;
    private long handled;
    private long promised = -1;
    private boolean over;
    private List<CompletableFuture<Void>> waiting = new ArrayList<>();

    /**
     * @param limits says how much may be worked on
     * @param changed called without a lock when {@link #isFull()} may have changed or {@link #isPromiseDue()} is so
     */
    Intake(Limits limits, Runnable changed) {
        this.limits = limits;
        this.changed = changed;
    }

    /** A stanza came; the result is to be run once it is accepted, in the order of stanzas. */
    synchronized Runnable enter(int weight) {
        stanzas++;
        bytes += weight;
        full |= stanzas >= limits.stanzasInFlight() || bytes >= limits.bytesInFlight();
        boolean counted = counting;
        if (counted) {
            received++;
        }
        AtomicBoolean once = new AtomicBoolean();
        return () -> {
            if (once.compareAndSet(false, true)) {
                accepted(weight, counted);
            }
        };
    }

    private void accepted(int weight, boolean counted) {
        List<CompletableFuture<Void>> idle = List.of();
        boolean tell;
        synchronized (this) {
            boolean wasFull = full;
            stanzas--;
            bytes -= weight;
            full &= stanzas > limits.stanzasInFlight() / 2 || bytes > limits.bytesInFlight() / 2;
            if (counted && !over) {
                handled++;
            }
            if (stanzas == 0 && !waiting.isEmpty()) {
                idle = waiting;
                waiting = new ArrayList<>();
            }
            tell = wasFull != full || isPromiseDue();
        }
        if (tell) {
            changed.run();
        }
        idle.forEach(future -> future.complete(null));
    }

    /** Whether reading should stop; it should until half of what is allowed is done. */
    synchronized boolean isFull() {
        return full;
    }

    /** Begins to count. */
    synchronized void count() {
        counting = true;
    }

    /** Nothing counts as handled any more: the session is over. */
    synchronized void end() {
        over = true;
    }

    /** How many stanzas have been handled, modulo 2^32. */
    synchronized long handled() {
        return handled % MODULUS;
    }

    /** The client wants to know how much has been handled: it will be told again when all that it sent until now has been. */
    synchronized void promise() {
        promised = handled < received ? received : -1;
    }

    /** Whether the client is to be told now. */
    synchronized boolean isPromiseDue() {
        return promised >= 0 && handled >= promised;
    }

    /** The client has been told. */
    synchronized void promiseKept() {
        promised = -1;
    }

    /** Whether nothing is worked on. */
    synchronized boolean isEmpty() {
        return stanzas == 0;
    }

    /** Completes when nothing is worked on. */
    synchronized CompletionStage<Void> idle() {
        if (stanzas == 0) {
            return CompletableFuture.completedStage(null);
        }
        CompletableFuture<Void> future = new CompletableFuture<>();
        waiting.add(future);
        return future;
    }
}
