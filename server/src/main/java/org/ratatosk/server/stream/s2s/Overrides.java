package org.ratatosk.server.stream.s2s;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.ratatosk.server.config.FederationConfig.Override;
import org.ratatosk.server.dns.Endpoint;
import org.ratatosk.server.dns.Endpoints;
import org.ratatosk.server.dns.NoWayException;

/** The places that the configuration gives for single domains, and DNS for all others. Thread-safe. */
public final class Overrides implements Endpoints {
    private final Map<String, Override> overrides;
    private final Endpoints others;
    private final Executor lookups;

    /**
     * @param overrides by domain
     * @param others finds all other domains
     * @param lookups looks up the addresses of names, which may take a while
     */
    public Overrides(Map<String, Override> overrides, Endpoints others, Executor lookups) {
        this.overrides = Map.copyOf(overrides);
        this.others = others;
        this.lookups = lookups;
    }

    @java.lang.Override
    public CompletionStage<List<Endpoint>> of(String domain) {
        Override place = overrides.get(domain);
        return place == null
                ? others.of(domain)
                : CompletableFuture.supplyAsync(() -> places(place), lookups);
    }

    private static List<Endpoint> places(Override place) {
        try {
            return Stream.of(InetAddress.getAllByName(place.host()))
                    .map(address -> new Endpoint(place.host(), address, place.port(), place.directTls()))
                    .toList();
        } catch (UnknownHostException e) {
            throw NoWayException.forNow("The host " + place.host() + ", named in the configuration, has no address");
        }
    }
}
