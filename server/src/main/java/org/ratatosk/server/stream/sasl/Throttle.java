package org.ratatosk.server.stream.sasl;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.ratatosk.server.config.Network;

/**
 * Slows down the guessing of passwords. Each pair of account and remote address has a few tries and gets a new one every minute;
 * so has each address for all accounts together, with more of them. An account is never locked for other addresses. An IPv6
 * address counts as its /64 network. What it remembers is bounded. Thread-safe.
 */
public final class Throttle {
    private static final int MAX_REMEMBERED = 100_000;

    /**
     * How many tries there are.
     *
     * @param tries wrong tries in a row that are free
     * @param regain how long it takes to get one more
     */
    public record Allowance(int tries, Duration regain) {}

    /** For an account from one address. */
    public static final Allowance PER_ACCOUNT = new Allowance(5, Duration.ofMinutes(1));

    /** For an address, whatever the account. */
    public static final Allowance PER_ADDRESS = new Allowance(50, Duration.ofSeconds(10));

    private final InstantSource clock;
    private final Allowance perAccount;
    private final Allowance perAddress;
    private final Cache<String, Bucket> buckets;

    /** Tries left, and since when. */
    private record Bucket(double left, Instant at) {}

    /** A throttle with the usual allowances. */
    public Throttle(InstantSource clock) {
        this(clock, PER_ACCOUNT, PER_ADDRESS);
    }

    /** A throttle with given allowances. */
    public Throttle(InstantSource clock, Allowance perAccount, Allowance perAddress) {
        this.clock = clock;
        this.perAccount = perAccount;
        this.perAddress = perAddress;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .executor(Runnable::run)
                .build();
    }

    /** A try that counts as wrong until it is known to be right. */
    public final class Attempt {
        private final String account;
        private final String address;

        private Attempt(String account, String address) {
            this.account = account;
            this.address = address;
        }

        /** The password was right: the account's tries from this address are all there again. */
        public void succeeded() {
            buckets.invalidate(account);
            giveBack(address);
        }

        /** The password was not looked at: as if the try had not been. */
        public void cancelled() {
            giveBack(account);
            giveBack(address);
        }
    }

    /**
     * Counts a try before it is made; nothing if there are none left.
     *
     * @param account whose password is tried, as text; it need not exist
     * @param remoteAddress an IP address without a port
     */
    public Optional<Attempt> attempt(String account, String remoteAddress) {
        String network = Network.of(remoteAddress);
        Attempt attempt = new Attempt(network + ' ' + account, network);
        if (!take(attempt.account, perAccount)) {
            return Optional.empty();
        }
        if (!take(attempt.address, perAddress)) {
            giveBack(attempt.account);
            return Optional.empty();
        }
        return Optional.of(attempt);
    }

    private boolean take(String key, Allowance allowance) {
        boolean[] taken = new boolean[1];
        Instant now = clock.instant();
        buckets.asMap().compute(key, (k, bucket) -> {
            double left = bucket == null ? allowance.tries() : refilled(bucket, allowance, now);
            taken[0] = left >= 1;
            return new Bucket(taken[0] ? left - 1 : left, now);
        });
        return taken[0];
    }

    private static double refilled(Bucket bucket, Allowance allowance, Instant now) {
        double passed = Math.max(0, Duration.between(bucket.at(), now).toMillis());
        return Math.min(
                allowance.tries(), bucket.left() + passed / allowance.regain().toMillis());
    }

    private void giveBack(String key) {
        buckets.asMap().computeIfPresent(key, (k, bucket) -> new Bucket(bucket.left() + 1, bucket.at()));
    }
}
