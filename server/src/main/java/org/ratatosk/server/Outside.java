package org.ratatosk.server;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.config.FederationConfig;
import org.ratatosk.server.config.ListenAddress;
import org.ratatosk.server.dns.AddressFilter;
import org.ratatosk.server.dns.Delegation;
import org.ratatosk.server.dns.Delegations;
import org.ratatosk.server.dns.Detour;
import org.ratatosk.server.dns.Dns;
import org.ratatosk.server.dns.Endpoints;
import org.ratatosk.server.dns.Hosts;
import org.ratatosk.server.dns.NoWayException;
import org.ratatosk.server.dns.SignedDelegations;
import org.ratatosk.server.dns.SrvEndpoints;
import org.ratatosk.server.net.HttpsReader;
import org.ratatosk.server.net.Loops;
import org.ratatosk.server.tls.Fingerprints;
import org.ratatosk.server.tls.Judge;
import org.ratatosk.server.tls.Judgement;
import org.ratatosk.server.tls.PeerJudge;
import org.ratatosk.server.tls.Posh;
import org.ratatosk.server.tls.TrustAnchors;

/**
 * What finds other servers and judges them. Immutable.
 *
 * @param endpoints finds them
 * @param judge judges their certificates
 */
public record Outside(Endpoints endpoints, Judge judge) {
    /** Nobody is found, nobody is believed. */
    public static final Outside NONE = new Outside(
            domain -> CompletableFuture.failedStage(NoWayException.forGood("This server looks for no others")),
            (chain, domain, peer) -> CompletableFuture.completedStage(Judgement.no("This server believes nobody")));

    private static final Duration QUESTION = Duration.ofSeconds(5);
    private static final Duration DOMAIN = Duration.ofSeconds(15);

    /** Makes it once the threads are there. */
    @FunctionalInterface
    public interface Factory {
        /**
         * Makes it.
         *
         * @param cpu does arithmetic
         * @param loops carry sockets
         */
        Outside make(Executor cpu, Loops loops);
    }

    /** The DNS and the authorities that a configuration names. */
    static Factory of(FederationConfig config, SecureRandom random) {
        return config.enabled() ? (cpu, loops) -> of(config, random, cpu, loops) : (cpu, loops) -> NONE;
    }

    private static Outside of(FederationConfig config, SecureRandom random, Executor cpu, Loops loops) {
        InstantSource clock = InstantSource.system(); // the world's records and certificates go by the real time
        Dns dns = new Dns(resolvers(config.resolver()), Dns.ROOT_ANCHORS, QUESTION, clock, cpu);
        AddressFilter filter = config.allowPrivate() ? AddressFilter.open() : AddressFilter.closed();
        Map<String, List<Detour>> detours = config.overrides().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(detour(entry.getValue()))));
        Endpoints endpoints = new SrvEndpoints(dns, filter, detours, random, DOMAIN);
        TrustAnchors anchors = TrustAnchors.of(config.proofs());
        Delegations delegations = config.proofs().dane()
                ? new SignedDelegations(dns, DOMAIN)
                : domain -> CompletableFuture.completedStage(Delegation.NONE);
        Fingerprints fingerprints = config.proofs().posh()
                ? new Posh(
                        new HttpsReader(
                                new Hosts(dns, filter), anchors.client(random), DOMAIN, loops, cpu, HttpsReader.PORT),
                        clock)
                : Fingerprints.none();
        return new Outside(endpoints, new PeerJudge(anchors, delegations, fingerprints, cpu, clock));
    }

    private static List<InetSocketAddress> resolvers(@Nullable ListenAddress resolver) {
        return resolver == null ? List.of() : List.of(resolver.socketAddress());
    }

    private static Detour detour(FederationConfig.Place place) {
        return new Detour(place.host(), place.port(), place.directTls());
    }
}
