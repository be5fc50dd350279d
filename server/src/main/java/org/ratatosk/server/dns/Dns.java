package org.ratatosk.server.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.dnssec.ValidatingResolver;

/** The DNS as seen from here: UDP, then TCP where an answer is too long for it; answers are kept as long as they say. Thread-safe. */
public final class Dns {
    /** The keys with which the root of the DNS is signed, as published by IANA. */
    public static final List<String> ROOT_ANCHORS = List.of(
            ". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D",
            ". IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16");

    private static final int TRIES = 2;

    private final Lookups plain;
    private final Lookups proved;

    /**
     * @param resolvers whom to ask; empty for those of this machine's settings
     * @param anchors the keys that DNSSEC begins with, as DS or DNSKEY records in text: {@link #ROOT_ANCHORS}
     * @param patience how long one question may take
     * @param clock for what is kept, and for the dates of signatures
     * @param executor does the work that answers make; not an event loop
     * @throws IllegalArgumentException if the anchors cannot be read
     */
    public Dns(
            List<InetSocketAddress> resolvers,
            List<String> anchors,
            Duration patience,
            InstantSource clock,
            Executor executor) {
        List<InetSocketAddress> asked = resolvers.isEmpty() ? machines() : resolvers;
        this.plain = new Lookups(resolver(asked, patience), clock, executor);
        this.proved = new Lookups(
                validating(resolver(asked, patience), anchors, clock.withZone(ZoneOffset.UTC)), clock, executor);
    }

    private static List<InetSocketAddress> machines() {
        return ResolverConfig.getCurrentConfig().servers();
    }

    private static Resolver resolver(List<InetSocketAddress> addresses, Duration patience) {
        ExtendedResolver resolver =
                new ExtendedResolver(addresses.stream().map(SimpleResolver::new).toArray(Resolver[]::new));
        for (Resolver each : resolver.getResolvers()) {
            each.setTimeout(patience.dividedBy(TRIES));
        }
        resolver.setRetries(TRIES);
        resolver.setTimeout(patience);
        return resolver;
    }

    private static Resolver validating(Resolver resolver, List<String> anchors, Clock clock) {
        ValidatingResolver validating = new ValidatingResolver(resolver, clock);
        byte[] text = (String.join("\n", anchors) + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            validating.loadTrustAnchors(new ByteArrayInputStream(text));
        } catch (IOException e) {
            throw new IllegalArgumentException("The trust anchors of DNSSEC cannot be read: " + e.getMessage(), e);
        }
        return validating;
    }

    /** What the DNS says; the stage fails with a {@link NoWayException} if it says nothing. */
    CompletionStage<Answer> ask(String name, int type) {
        return ask(plain, name, type);
    }

    /** The same, with a judgement whether DNSSEC proves it; what is signed wrongly fails. */
    CompletionStage<Answer> askSecurely(String name, int type) {
        return ask(proved, name, type);
    }

    private static CompletionStage<Answer> ask(Lookups lookups, String name, int type) {
        try {
            return lookups.ask(Name.fromString(name, Name.root), type);
        } catch (TextParseException e) {
            return CompletableFuture.failedFuture(NoWayException.forGood(name + " is too long for the DNS"));
        }
    }
}
