package org.ratatosk.server.stream.s2s;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.ratatosk.server.config.FederationConfig.Bounds;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Remote.Receipt;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.xml.Element;

/** The links to all domains elsewhere. Thread-safe. */
final class Links {
    private static final int MAX = 20_000;

    private final ConcurrentMap<Pair, Link> byPair = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Pauses> byDomain = new ConcurrentHashMap<>();
    private final Bounds bounds;
    private final InstantSource clock;
    private final Pings pings;
    private final Link.Attempts attempts;

    Links(Bounds bounds, InstantSource clock, Pings pings, Link.Attempts attempts) {
        this.bounds = bounds;
        this.clock = clock;
        this.pings = pings;
        this.attempts = attempts;
    }

    /** Sends a stanza that has {@code from} and {@code to}. */
    void send(Element stanza, Receipt receipt) {
        Pair pair = new Pair(domain(stanza, "from"), domain(stanza, "to"));
        if (byPair.size() >= MAX && !byPair.containsKey(pair)) {
            receipt.refused(
                    StanzaError.of(Condition.RESOURCE_CONSTRAINT, "There is no room for one more other server"));
            return;
        }
        Link link = of(pair);
        while (!link.send(stanza, receipt)) {
            byPair.remove(pair, link);
            link = of(pair);
        }
    }

    /** Takes a way that the other side has opened, for a pair that has none yet. */
    void offer(Pair pair, ServerConnection way) {
        Link link = of(pair);
        while (!link.ready(way) && link.isRetired()) {
            byPair.remove(pair, link);
            link = of(pair);
        }
    }

    private static String domain(Element stanza, String attribute) {
        return Jid.of(stanza.attr(attribute).orElseThrow()).domain();
    }

    /** The link of a pair, made now if there is none. */
    Link of(Pair pair) {
        return byPair.computeIfAbsent(
                pair, made -> new Link(made, bounds, clock, pings, pausesOf(made.remote()), attempts));
    }

    private Pauses pausesOf(String domain) {
        return byDomain.computeIfAbsent(domain, made -> new Pauses(bounds.retry(), bounds.longestRetry()));
    }

    /** All links, as they are while this is read. */
    Collection<Link> all() {
        return byPair.values();
    }

    /** Time has passed. */
    void tick(Instant now) {
        boolean fewer = false;
        for (Link link : byPair.values()) {
            if (!link.tick(now)) {
                fewer |= byPair.remove(link.pair(), link);
            }
        }
        if (fewer) {
            Set<String> met = new HashSet<>();
            byPair.keySet().forEach(pair -> met.add(pair.remote()));
            byDomain.keySet().retainAll(met);
        }
    }
}
