package org.ratatosk.benchmarks;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Waits until something has come to each of some sessions, a given number of times. What comes to one more often than that does not
 * stand for what another one did not get. Confined to the event loop, but for {@link #done}.
 */
final class Arrivals {
    private final CompletableFuture<Long> done = new CompletableFuture<>();
    private int missing;

    /**
     * Once to each.
     *
     * @param mark bytes by which it is known
     */
    Arrivals(List<Session> sessions, byte[] mark) {
        this(sessions, mark, 1, 0);
    }

    /**
     * Several times to each.
     *
     * @param times how often it comes to each
     * @param more to as many of the first it comes once more
     */
    Arrivals(List<Session> sessions, byte[] mark, int times, int more) {
        for (int i = 0; i < sessions.size(); i++) {
            expect(sessions.get(i), mark, times + (i < more ? 1 : 0));
        }
        if (missing == 0) {
            done.complete(System.nanoTime());
        }
    }

    private void expect(Session session, byte[] mark, int times) {
        missing += times;
        int[] open = {times};
        session.listener((one, bytes, from, to) -> {
            if (open[0] > 0 && Bytes.find(bytes, from, to, mark) >= 0) {
                open[0]--;
                arrived();
            }
        });
    }

    private void arrived() {
        if (--missing == 0) {
            done.complete(System.nanoTime());
        }
    }

    /** Ends with the time, in nanoseconds, at which the last one came. From any thread. */
    CompletableFuture<Long> done() {
        return done;
    }

    /** How many have not come. */
    int missing() {
        return missing;
    }
}
