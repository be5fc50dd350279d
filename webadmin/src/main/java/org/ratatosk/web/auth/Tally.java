package org.ratatosk.web.auth;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Counts what is under way for each network, with a bound for each; what is at zero is forgotten. Thread-safe. */
public final class Tally {
    private final int most;
    private final ConcurrentMap<String, Integer> counts = new ConcurrentHashMap<>();

    /** @param most how much of one network may be under way at a time */
    public Tally(int most) {
        this.most = most;
    }

    /** Counts one more; false if that is more than there may be. Either way {@link #leave} has to follow. */
    public boolean enter(String network) {
        return counts.merge(network, 1, Integer::sum) <= most;
    }

    /** Counts one less. */
    public void leave(String network) {
        counts.computeIfPresent(network, (key, count) -> count > 1 ? count - 1 : null);
    }
}
