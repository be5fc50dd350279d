package org.ratatosk.bridge.bot;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ratatosk.server.jid.Jid;

/** Counts what each sender had in the last hour, for the latest few thousand senders. Thread-safe. */
final class PerHour {
    private static final int SENDERS = 10_000;
    private static final Duration HOUR = Duration.ofHours(1);

    private final InstantSource clock;
    private final int most;
    private final Map<Jid, Deque<Instant>> given = new LinkedHashMap<>(16, 0.75f, true);

    PerHour(InstantSource clock, int most) {
        this.clock = clock;
        this.most = most;
    }

    /** Whether one more may be given to a sender; if so, it is counted. */
    synchronized boolean take(Jid sender) {
        Instant now = clock.instant();
        Deque<Instant> times = given.computeIfAbsent(sender, s -> new ArrayDeque<>());
        while (!times.isEmpty() && !times.element().plus(HOUR).isAfter(now)) {
            times.remove();
        }
        if (given.size() > SENDERS) {
            given.remove(given.keySet().iterator().next());
        }
        if (times.size() >= most) {
            return false;
        }
        times.add(now);
        return true;
    }
}
