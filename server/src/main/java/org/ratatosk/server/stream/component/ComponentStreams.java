package org.ratatosk.server.stream.component;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ratatosk.server.config.Limits;
import org.ratatosk.server.config.ServerConfig;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Ids;
import org.ratatosk.server.route.Router;
import org.ratatosk.server.stream.Protocol;
import org.ratatosk.server.stream.Wire;
import org.ratatosk.server.stream.sasl.Throttle;

/** External components (XEP-0114), and what makes their streams. Thread-safe. */
public final class ComponentStreams implements Protocol.Factory {
    private final Limits limits;
    private final InstantSource clock;
    private final Ids ids;
    private final Throttle throttle;
    private final Map<String, Pool> pools;

    /**
     * Gives each configured component its domain; until it connects, what is sent there comes back.
     *
     * @param hooks tell that time passes
     * @param router takes stanzas in both directions
     */
    public ComponentStreams(ServerConfig config, InstantSource clock, SecureRandom random, Hooks hooks, Router router) {
        this.limits = config.limits();
        this.clock = clock;
        this.ids = new Ids(random);
        this.throttle = new Throttle(clock);
        String host = config.domains().get(0);
        this.pools = config.components().domains().entrySet().stream()
                .map(entry -> new Pool(entry.getKey(), entry.getValue(), host, router, clock))
                .collect(Collectors.toUnmodifiableMap(Pool::domain, Function.identity()));
        pools.forEach((domain, pool) -> router.components().attach(Jid.of(null, domain, null), pool));
        hooks.everySecond(now -> pools.values().forEach(pool -> pool.tick(now)));
    }

    @Override
    public Protocol create(Wire wire) {
        return new ComponentStream(this, wire);
    }

    /** How it stands with each, by domain. */
    public List<ComponentState> all() {
        return pools.values().stream()
                .map(Pool::state)
                .sorted(Comparator.comparing(ComponentState::domain))
                .toList();
    }

    /** Ends all connections of a component; what waits for it comes back to its senders, and it may connect anew. */
    public void close(String domain) {
        find(domain).ifPresent(Pool::close);
    }

    Optional<Pool> find(String domain) {
        return Optional.ofNullable(pools.get(domain));
    }

    Limits limits() {
        return limits;
    }

    InstantSource clock() {
        return clock;
    }

    Throttle throttle() {
        return throttle;
    }

    /** A stream id that nobody can guess: a handshake is good for it alone. */
    String newId() {
        return ids.next();
    }
}
