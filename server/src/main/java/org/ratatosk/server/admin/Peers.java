package org.ratatosk.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The servers of other domains, as the outside sees and handles them. Thread-safe. */
public interface Peers {
    /** Who has connected, and which way stanzas go. */
    enum Direction {
        /** The other server connected, and sends. */
        IN,
        /** This server connected, and sends. */
        OUT,
        /** Both send over one connection (XEP-0288). */
        BOTH
    }

    /**
     * How it stands with another domain: a stream, or a wish for one. Immutable.
     *
     * @param local the own domain; empty while it is not known
     * @param domain the other one; empty while it is not known
     * @param direction which way stanzas go
     * @param address where the other server is; empty without a stream
     * @param tls version and cipher; empty without
     * @param proof how the domain was proved, as in {@code PKIX} or {@code dialback}; empty if it is not
     * @param certificateNames the names in the certificate that the other server has shown
     * @param certificateExpires when that ends, or {@code null} if none was shown
     * @param waiting stanzas that have not got there
     * @param lastError why the last attempt failed; empty if it did not
     * @param since when the stream began, or {@code null} without one
     */
    record Peer(
            String local,
            String domain,
            Direction direction,
            String address,
            String tls,
            String proof,
            List<String> certificateNames,
            @Nullable Instant certificateExpires,
            int waiting,
            String lastError,
            @Nullable Instant since) {
        /** Copies the names. */
        public Peer {
            certificateNames = List.copyOf(certificateNames);
        }
    }

    /**
     * A step on the way to another domain. Immutable.
     *
     * @param name of the step in a word
     * @param done whether it went well
     * @param words what was found
     */
    record Step(String name, boolean done, String words) {
        /** What to do, for a person; empty if it went well. */
        public String advice() {
            if (done) {
                return "";
            }
            return switch (name) {
                case "policy" ->
                    "If that is not meant, change s2s.enabled, s2s.only or s2s.domains, or the rule for it in the console.";
                case "dns" ->
                    "Look whether the name is right. If it is, whoever looks after it has to mend its records;"
                            + " s2s.override can say until then where it is.";
                case "resolver" ->
                    "It is the DNS server that this server asks: look whether it runs and answers this machine. s2s.resolver names"
                            + " it, or else this machine's own settings. Only SERVFAIL can come from the domain's own DNS servers.";
                case "address" ->
                    "In a closed network set s2s.allow-private = on, or say by s2s.override where it is. Else whoever looks after"
                            + " it has to mend its records.";
                case "connect" ->
                    "Their server may be down, or a firewall, there or here, lets nobody through to that port.";
                case "tls" -> "Their server has to offer TLS 1.2 or newer.";
                case "certificate" ->
                    "This server refuses it. Whoever looks after it has to get one that is believed. For this domain alone dialback can be enough:"
                            + " by s2s.domains, or by a rule in the console.";
                case "stream" ->
                    "If they refuse this server or do not find it, \"check\" and the console's First steps say what is"
                            + " missing; their log may say more.";
                case "ping" -> "The stream is there, but nothing comes back. Try again later.";
                default -> "Try again later.";
            };
        }
    }

    /** What a domain has to prove. */
    enum Rule {
        /** A certificate for the domain. */
        CERTIFICATE,
        /** A certificate, or dialback over TLS: whoever controls the domain's DNS and the way there can pretend to be it. */
        DIALBACK,
        /** The same, without TLS where the other side has none; only the configuration can say this. */
        PLAINTEXT,
        /** Nothing is taken from it or from its subdomains, or sent there. */
        BLOCKED
    }

    /** What domains have to prove by order of an admin, in place of what the configuration says; by domain. */
    Map<String, Rule> rules();

    /**
     * Sets what a domain has to prove, for good, and closes its streams and those of its subdomains. May block.
     *
     * @param rule any but {@link Rule#PLAINTEXT}; empty to have the configuration hold again
     * @throws IllegalArgumentException with a sentence for a person if that is not possible
     */
    void rule(String domain, Optional<Rule> rule);

    /** Whether this server meets others at all. */
    boolean enabled();

    /** All streams, and domains that there is none with though one is wanted; by domain. */
    List<Peer> all();

    /** Closes all streams with a domain; what waits for it comes back to its senders. */
    void close(String domain);

    /**
     * Tries to reach a domain step by step over a stream of its own, then asks it to answer.
     *
     * @param local the own domain that asks
     * @param domain the other one
     * @param watcher is told each step as it ends, on any thread
     * @return completes when the last step has ended, well or not
     */
    CompletionStage<Void> test(String local, String domain, Consumer<Step> watcher);
}
