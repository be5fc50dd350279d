package org.ratatosk.server.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Something of which there is only so much, and of which each who holds some can have only a share. Thread-safe, and calls nothing. */
public final class Quota {
    /** In place of a holder: there is no more for anybody. */
    public static final String ALL = "";

    private final long total;
    private final long share;
    private final Map<String, Long> held = new HashMap<>();

    /**
     * @param total how much there is
     * @param share how much of it one holder can have
     */
    public Quota(long total, long share) {
        this.total = total;
        this.share = share;
    }

    /**
     * Takes some, which counts for each of the holders; it has to be given back for the same ones.
     *
     * @return empty if it was taken; if not, the holder whose share it would exceed, or {@link #ALL}
     */
    public synchronized Optional<String> take(List<String> holders, long amount) {
        if (held(ALL) + amount > total) {
            return Optional.of(ALL);
        }
        Optional<String> greedy =
                holders.stream().filter(holder -> held(holder) + amount > share).findFirst();
        if (greedy.isEmpty()) {
            held.merge(ALL, amount, Long::sum);
            holders.forEach(holder -> held.merge(holder, amount, Long::sum));
        }
        return greedy;
    }

    /** Gives back what was taken. */
    public synchronized void give(List<String> holders, long amount) {
        give(ALL, amount);
        holders.forEach(holder -> give(holder, amount));
    }

    private void give(String holder, long amount) {
        held.computeIfPresent(holder, (key, count) -> count == amount ? null : count - amount);
    }

    /** How much somebody holds, or {@link #ALL} together. */
    public synchronized long held(String holder) {
        return held.getOrDefault(holder, 0L);
    }
}
