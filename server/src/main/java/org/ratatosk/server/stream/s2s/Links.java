package org.ratatosk.server.stream.s2s;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.ratatosk.server.config.FederationConfig.Bounds;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Remote.Receipt;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.xml.Element;

/** The links to all domains elsewhere. Thread-safe. */
final class Links {
    private final ConcurrentMap<Pair, Kept> byPair = new ConcurrentHashMap<>();
    private final Bounds bounds;
    private final InstantSource clock;
    private final Pings pings;
    private final Shares shares;
    private final Link.Attempts attempts;
    private final Function<Pair, Optional<ServerConnection>> offered;
    private final Setbacks<Pair> pairSetbacks;
    private final Setbacks<String> domainSetbacks;

    /** A link, and for whom it counts. */
    private record Kept(Link link, List<String> holders) {}

    /** A link that wants a way, and how many searches those have who want it. */
    private record Wanting(Link link, long searches, Instant since) {}

    /** @param offered the way that the other side has opened for a pair, if there is one */
    Links(
            Bounds bounds,
            InstantSource clock,
            Pings pings,
            Shares shares,
            Link.Attempts attempts,
            Function<Pair, Optional<ServerConnection>> offered) {
        this.bounds = bounds;
        this.clock = clock;
        this.pings = pings;
        this.shares = shares;
        this.attempts = attempts;
        this.offered = offered;
        this.pairSetbacks = new Setbacks<>(bounds, clock);
        this.domainSetbacks = new Setbacks<>(bounds, clock);
    }

    /** Sends a stanza that has {@code from} and {@code to}. */
    void send(Element stanza, Receipt receipt) {
        Pair pair = new Pair(domain(stanza, "from"), domain(stanza, "to"));
        while (true) {
            Kept kept = byPair.get(pair);
            if (kept == null) {
                Optional<String> full = make(pair, shares.holders(stanza, pair.remote()));
                if (full.isPresent()) {
                    receipt.refused(StanzaError.of(Condition.RESOURCE_CONSTRAINT, full.get()));
                    return;
                }
            } else if (kept.link().send(stanza, receipt)) {
                return;
            } else {
                remove(kept);
            }
        }
    }

    private static String domain(Element stanza, String attribute) {
        return Jid.of(stanza.attr(attribute).orElseThrow()).domain();
    }

    /** Takes a way that the other side has opened, for a pair that has none yet. That makes no link: a new one asks for such a way. */
    void offer(Pair pair, ServerConnection way) {
        Optional.ofNullable(byPair.get(pair)).ifPresent(kept -> kept.link().ready(way));
    }

    /** A domain has shown that it is there: it pauses no more, and what waits for it looks for a way in the next round. */
    void isThere(String domain) {
        domainSetbacks.over(domain);
    }

    /** A stream came about between the domains of a pair. */
    void works(Pair pair) {
        pairSetbacks.over(pair);
        isThere(pair.remote());
    }

    /** Makes the link of a pair if there is none, over the way that the other side may have opened; if there is no room, says why. */
    private Optional<String> make(Pair pair, List<String> holders) {
        Optional<String> full = enter(pair, holders);
        if (full.isEmpty()) {
            offered.apply(pair).ifPresent(way -> offer(pair, way));
        }
        return full;
    }

    private synchronized Optional<String> enter(Pair pair, List<String> holders) {
        if (byPair.containsKey(pair)) {
            return Optional.empty();
        }
        Optional<String> full = shares.enter(holders);
        if (full.isEmpty()) {
            Link link = new Link(
                    pair,
                    bounds,
                    clock,
                    pings,
                    shares,
                    pairSetbacks.of(pair),
                    domainSetbacks.of(pair.remote()),
                    attempts);
            byPair.put(pair, new Kept(link, holders));
        }
        return full;
    }

    private boolean remove(Kept kept) {
        boolean here = byPair.remove(kept.link().pair(), kept);
        if (here) {
            shares.leave(kept.holders());
        }
        return here;
    }

    /** All links, as they are while this is read. */
    Collection<Link> all() {
        return byPair.values().stream().map(Kept::link).toList();
    }

    /** Time has passed. */
    void tick(Instant now) {
        boolean fewer = false;
        for (Kept kept : byPair.values()) {
            if (!kept.link().tick(now)) {
                fewer |= remove(kept);
            }
        }
        if (fewer) {
            Set<String> domains = new HashSet<>();
            byPair.keySet().forEach(pair -> domains.add(pair.remote()));
            pairSetbacks.keep(byPair.keySet(), pair -> !lastError(pair).isEmpty());
            domainSetbacks.keep(
                    domains, domain -> !domainSetbacks.lastError(domain).isEmpty());
        }
        seek(now);
    }

    /** All that want a way look for one, as far as there are turns: those first for whom the fewest searches are under way. */
    private void seek(Instant now) {
        shares.round();
        all().stream()
                .filter(link -> link.isDue(now))
                .map(this::wanting)
                .sorted(Comparator.comparing(Wanting::searches).thenComparing(Wanting::since))
                .forEach(wanting -> wanting.link().connect(now));
    }

    private Wanting wanting(Link link) {
        long fewest = link.seekers().stream().mapToLong(shares::searches).min().orElse(0);
        return new Wanting(link, fewest, link.wantingSince());
    }

    // for people

    private String lastError(Pair pair) {
        String own = pairSetbacks.lastError(pair);
        return own.isEmpty() ? domainSetbacks.lastError(pair.remote()) : own;
    }

    /** Those that were met in vain, and are not wanted now: why. */
    Map<Pair, String> inVain() {
        Map<Pair, String> errors = new HashMap<>();
        pairSetbacks.past().forEach(pair -> errors.put(pair, lastError(pair)));
        errors.values().removeIf(String::isEmpty);
        return errors;
    }
}
