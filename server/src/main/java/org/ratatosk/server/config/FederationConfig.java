package org.ratatosk.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How this server meets the servers of other domains. Immutable.
 *
 * @param enabled whether it does at all
 * @param starttls where they connect and then turn on TLS
 * @param directTls where they connect with TLS from the first byte (XEP-0368)
 * @param security what domains have to prove that are not named in {@code domains}
 * @param domains what single domains have to prove; what is blocked there is blocked with its subdomains
 * @param only if it is not empty, these domains and their subdomains are the only ones that are met
 * @param overrides where the servers of single domains are, in place of what DNS says
 * @param resolver the DNS server to ask, or {@code null} for that of the machine
 * @param allowPrivate whether DNS may lead to loopback, private and similar addresses
 * @param proofs what is believed
 * @param bounds how much and how long
 */
public record FederationConfig(
        boolean enabled,
        List<ListenAddress> starttls,
        List<ListenAddress> directTls,
        Security security,
        Map<String, Security> domains,
        List<String> only,
        Map<String, Place> overrides,
        @Nullable ListenAddress resolver,
        boolean allowPrivate,
        Proofs proofs,
        Bounds bounds) {

    /** What a domain has to prove, and how. */
    public enum Security {
        /** A certificate for the domain, whoever connects (XEP-0178). */
        SECURE,
        /** Dialback over TLS (XEP-0220): whoever controls the domain's DNS and the way there can pretend to be it. */
        DIALBACK,
        /** Dialback, without TLS where the other side has none: everybody on the way can read and change what is sent. */
        PLAINTEXT,
        /** Nothing is taken from it or sent to it. */
        BLOCKED
    }

    /**
     * Where the server of a domain is, in place of what DNS says.
     *
     * @param host a name or an address
     * @param port its port
     * @param directTls whether TLS begins with the first byte
     */
    public record Place(String host, int port, boolean directTls) {}

    /**
     * What is believed of other servers.
     *
     * @param authorities a file of authorities in PEM form that are believed besides those that Java knows, or {@code null}
     * @param dane whether what a domain signs in the DNS proves its certificate (RFC 7673)
     * @param posh whether what a domain publishes on its website proves its certificate (RFC 7711)
     */
    public record Proofs(@Nullable Path authorities, boolean dane, boolean posh) {
        /** As in the shipped {@code etc/ratatosk.conf}. */
        public static final Proofs DEFAULTS = new Proofs(null, true, true);
    }

    /**
     * The bounds of what goes to other servers.
     *
     * @param waitingStanzas to one domain that it has not got yet; further ones come back
     * @param waitingBytes to one domain that it has not got yet; further ones come back
     * @param allWaitingBytes to all domains together; one domain with all below it, and one account here, can have a sixteenth, or as
     *     much as one domain if that is more
     * @param waitingTime how long a stanza waits for a way to its domain before it comes back
     * @param connectTime how long one address may take to answer
     * @param idleTime after which a stream that nothing goes through is closed
     * @param retry the pause after the first failure to reach a domain; it doubles with each further one
     * @param longestRetry the longest such pause
     * @param stanzaBytes of one stanza that another server sends
     */
    public record Bounds(
            int waitingStanzas,
            int waitingBytes,
            int allWaitingBytes,
            Duration waitingTime,
            Duration connectTime,
            Duration idleTime,
            Duration retry,
            Duration longestRetry,
            int stanzaBytes) {
        /** As in the shipped {@code etc/ratatosk.conf}. */
        public static final Bounds DEFAULTS = new Bounds(
                1000,
                4 * 1024 * 1024,
                64 * 1024 * 1024,
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                512 * 1024);
    }

    /** Copies the lists and maps. */
    public FederationConfig {
        starttls = List.copyOf(starttls);
        directTls = List.copyOf(directTls);
        domains = Map.copyOf(domains);
        only = List.copyOf(only);
        overrides = Map.copyOf(overrides);
    }

    /** No other server is met. */
    public static FederationConfig off() {
        return new FederationConfig(
                false,
                List.of(),
                List.of(),
                Security.SECURE,
                Map.of(),
                List.of(),
                Map.of(),
                null,
                false,
                Proofs.DEFAULTS,
                Bounds.DEFAULTS);
    }

    /** What a domain has to prove. */
    public Security securityOf(String domain) {
        if (!only.isEmpty() && lookUp(domain, only::contains).isEmpty()) {
            return Security.BLOCKED;
        }
        if (lookUp(domain, name -> domains.get(name) == Security.BLOCKED).isPresent() && !domains.containsKey(domain)) {
            return Security.BLOCKED;
        }
        return domains.getOrDefault(domain, security == Security.PLAINTEXT ? Security.DIALBACK : security);
    }

    /** The first of a domain and those above it that is wanted. */
    private static Optional<String> lookUp(String domain, Predicate<String> wanted) {
        String name = domain;
        while (!wanted.test(name)) {
            int dot = name.indexOf('.');
            if (dot < 0) {
                return Optional.empty();
            }
            name = name.substring(dot + 1);
        }
        return Optional.of(name);
    }
}
