package org.ratatosk.server.admin;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.ratatosk.server.config.FederationConfig.Security;
import org.ratatosk.server.stream.s2s.Federation;
import org.ratatosk.server.stream.s2s.PeerState;

/** {@link Peers} of the server's own streams with others. Thread-safe. */
public final class FederationPeers implements Peers {
    private final boolean enabled;
    private final Federation federation;

    /** @param enabled whether the server meets others at all */
    public FederationPeers(boolean enabled, Federation federation) {
        this.enabled = enabled;
        this.federation = federation;
    }

    @Override
    public boolean enabled() {
        return enabled;
    }

    @Override
    public List<Peer> all() {
        return federation.peers().stream()
                .map(FederationPeers::peer)
                .sorted(Comparator.comparing(Peer::domain)
                        .thenComparing(Peer::local)
                        .thenComparing(Peer::direction)
                        .thenComparing(Peer::address))
                .toList();
    }

    private static Peer peer(PeerState state) {
        boolean incoming = state.direction() == PeerState.Direction.INCOMING;
        return new Peer(
                state.local(),
                state.domain(),
                state.bidirectional() ? Direction.BOTH : incoming ? Direction.IN : Direction.OUT,
                state.address(),
                state.tls(),
                state.proof(),
                state.certificateNames(),
                state.certificateExpires(),
                state.waiting(),
                state.lastError(),
                state.since());
    }

    @Override
    public void close(String domain) {
        federation.close(domain);
    }

    @Override
    public Map<String, Rule> rules() {
        Map<String, Rule> rules = new TreeMap<>();
        federation
                .rules()
                .forEach((domain, security) -> rules.put(
                        domain,
                        switch (security) {
                            case SECURE -> Rule.CERTIFICATE;
                            case DIALBACK -> Rule.DIALBACK;
                            case PLAINTEXT -> Rule.PLAINTEXT;
                            case BLOCKED -> Rule.BLOCKED;
                        }));
        return Collections.unmodifiableMap(rules);
    }

    @Override
    public void rule(String domain, Optional<Rule> rule) {
        federation.rule(domain, rule.map(one -> switch (one) {
            case CERTIFICATE -> Security.SECURE;
            case DIALBACK -> Security.DIALBACK;
            case BLOCKED -> Security.BLOCKED;
            case PLAINTEXT -> throw new IllegalArgumentException("Only the configuration can do without TLS");
        }));
    }

    @Override
    public CompletionStage<Void> test(String local, String domain, Consumer<Step> watcher) {
        if (!enabled) {
            watcher.accept(new Step("policy", false, "this server meets no others"));
            return CompletableFuture.completedStage(null);
        }
        return federation.test(
                local,
                domain,
                step -> watcher.accept(
                        new Step(step.kind().name().toLowerCase(Locale.ROOT), step.done(), step.words())));
    }
}
