package org.ratatosk.server.net;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.ratatosk.server.config.Limits;
import org.ratatosk.server.config.Network;

/**
 * Who may connect: so many connections from one address, new ones not too fast, and only so many altogether that have not logged
 * in. An IPv6 address counts as its /64 network. Thread-safe.
 */
final class Admission {
    private static final int MAX_REMEMBERED = 100_000;

    private final Limits.Connections bounds;
    private final InstantSource clock;
    private final ConcurrentMap<String, Integer> open = new ConcurrentHashMap<>();
    private final AtomicInteger strangers = new AtomicInteger();
    private final Cache<String, Rate> rates;

    private record Rate(double left, Instant at) {}

    Admission(Limits.Connections bounds, InstantSource clock) {
        this.bounds = bounds;
        this.clock = clock;
        this.rates = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .executor(Runnable::run)
                .build();
    }

    /** A connection that was let in. Thread-safe. */
    final class Pass {
        private final String network;
        private final AtomicBoolean stranger = new AtomicBoolean(true);
        private final AtomicBoolean inside = new AtomicBoolean(true);

        private Pass(String network) {
            this.network = network;
        }

        /** A pass that nobody counts. */
        private Pass() {
            this("");
            stranger.set(false);
            inside.set(false);
        }

        /** The client has logged in. */
        void loggedIn() {
            if (stranger.compareAndSet(true, false)) {
                strangers.decrementAndGet();
            }
        }

        /** The connection is closed. */
        void leave() {
            loggedIn();
            if (inside.compareAndSet(true, false)) {
                open.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    /** Lets a connection in, or not. */
    Optional<Pass> enter(InetAddress address) {
        String network = Network.of(address);
        if (!isSlowEnough(network)) {
            return Optional.empty();
        }
        if (strangers.incrementAndGet() > bounds.beforeLogin()) {
            strangers.decrementAndGet();
            return Optional.empty();
        }
        int count = open.merge(network, 1, Integer::sum);
        Pass pass = new Pass(network);
        if (count > bounds.perAddress()) {
            pass.leave();
            return Optional.empty();
        }
        return Optional.of(pass);
    }

    /** A pass for a connection that this side has asked for, which is bounded elsewhere. */
    Pass unbounded() {
        return new Pass();
    }

    private boolean isSlowEnough(String network) {
        Instant now = clock.instant();
        AtomicBoolean taken = new AtomicBoolean();
        rates.asMap().compute(network, (key, rate) -> {
            double left = rate == null ? bounds.perAddress() : refilled(rate, now);
            taken.set(left >= 1);
            return new Rate(left >= 1 ? left - 1 : left, now);
        });
        return taken.get();
    }

    private double refilled(Rate rate, Instant now) {
        double seconds = Math.max(0, Duration.between(rate.at(), now).toMillis()) / 1000.0;
        return Math.min(bounds.perAddress(), rate.left() + seconds * bounds.perSecond());
    }
}
