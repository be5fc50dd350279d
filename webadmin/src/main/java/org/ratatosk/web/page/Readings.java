package org.ratatosk.web.page;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.Bridge;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.server.admin.Admin;
import org.ratatosk.web.auth.Stages;

/**
 * The server's numbers: counted at most once in ten seconds for all who look, and those of the last half hour, for the pictures on the
 * dashboard. Thread-safe.
 */
public final class Readings {
    private static final int KEPT = 180;
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final int DOMAINS = 1000;
    private final Admin admin;
    private final Bridge bridge;
    private final InstantSource clock;
    private final Deque<Reading> readings = new ArrayDeque<>();

    private @Nullable Outbox outbox;
    private final Map<String, Domain> domains = new HashMap<>();

    /**
     * The outbox at a time. Immutable.
     *
     * @param counts how many alerts are in each state
     * @param oldest when the oldest waiting alert was made, or {@code null}
     */
    public record Outbox(
            Instant at,
            Map<Alert.State, Integer> counts,
            @Nullable Instant oldest) {
        /** How many alerts are in a state. */
        public int count(Alert.State state) {
            return counts.getOrDefault(state, 0);
        }
    }

    /** A domain at a time. */
    record Domain(Instant at, int sessions, int accounts) {}

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
        int waiting = outbox().count(Alert.State.WAITING);
        Reading reading =
                new Reading(clock.instant(), stats.sessions(), stats.stanzasIn(), stats.stanzasOut(), waiting);
        synchronized (readings) {
            readings.addLast(reading);
            if (readings.size() > KEPT) {
                readings.removeFirst();
            }
        }
    }

    /** The outbox, as it was at most ten seconds ago. */
    public synchronized Outbox outbox() {
        Outbox known = outbox;
        if (known == null || isOld(known.at())) {
            known = new Outbox(
                    clock.instant(),
                    Map.copyOf(bridge.alertCounts()),
                    bridge.oldestWaiting().orElse(null));
            outbox = known;
        }
        return known;
    }

    /** Has the outbox counted again when it is next asked for: somebody has just changed it and wants to see that. */
    synchronized void forgetOutbox() {
        outbox = null;
    }

    /** A hosted domain, as it was at most ten seconds ago. */
    synchronized Domain domain(String name) {
        Domain known = domains.get(name);
        if (known == null || isOld(known.at())) {
            if (domains.size() >= DOMAINS) {
                domains.clear();
            }
            known = new Domain(
                    clock.instant(), admin.sessions(name).size(), Stages.await(admin.countAccounts(name, "")));
            domains.put(name, known);
        }
        return known;
    }

    private boolean isOld(Instant at) {
        return !clock.instant().isBefore(at.plus(FRESH));
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
