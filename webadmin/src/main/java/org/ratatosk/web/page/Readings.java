package org.ratatosk.web.page;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.ratatosk.bridge.Bridge;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.server.admin.Admin;

/** Remembers the server's numbers of the last half hour, for the pictures on the dashboard. Thread-safe. */
public final class Readings {
    private static final int KEPT = 180;
    private final Admin admin;
    private final Bridge bridge;
    private final InstantSource clock;
    private final Deque<Reading> readings = new ArrayDeque<>();

    /** The numbers at a time. */
    record Reading(Instant at, int sessions, long stanzasIn, long stanzasOut, int waiting) {}

    /** Reads these. */
    public Readings(Admin admin, Bridge bridge, InstantSource clock) {
        this.admin = admin;
        this.bridge = bridge;
        this.clock = clock;
    }

    /** Takes a reading; to be called every ten seconds. */
    public void take() {
        Admin.Stats stats = admin.stats();
        int waiting = bridge.alertCounts().getOrDefault(Alert.State.WAITING, 0);
        Reading reading =
                new Reading(clock.instant(), stats.sessions(), stats.stanzasIn(), stats.stanzasOut(), waiting);
        synchronized (readings) {
            readings.addLast(reading);
            if (readings.size() > KEPT) {
                readings.removeFirst();
            }
        }
    }

    /** Stanzas per second, taken and given, between one reading and the next. */
    List<Double> stanzaRates() {
        List<Double> rates = new ArrayList<>();
        Iterator<Reading> all = all().iterator();
        Reading before = all.hasNext() ? all.next() : null;
        while (before != null && all.hasNext()) {
            Reading now = all.next();
            double seconds = Duration.between(before.at(), now.at()).toMillis() / 1000.0;
            long moved = now.stanzasIn() - before.stanzasIn() + now.stanzasOut() - before.stanzasOut();
            rates.add(seconds > 0 ? Math.max(0, moved) / seconds : 0);
            before = now;
        }
        return List.copyOf(rates);
    }

    /** Clients logged in. */
    List<Double> sessions() {
        return values(Reading::sessions);
    }

    /** Alerts that wait. */
    List<Double> waiting() {
        return values(Reading::waiting);
    }

    private List<Double> values(ToDoubleFunction<Reading> what) {
        return all().stream().map(what::applyAsDouble).toList();
    }

    private List<Reading> all() {
        synchronized (readings) {
            return List.copyOf(readings);
        }
    }
}
