package org.ratatosk.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.ratatosk.server.admin.Peers;

/** Servers of other domains that are a list, for tests of the pages. Thread-safe. */
final class MemoryPeers implements Peers {
    final List<Peer> peers = new ArrayList<>();
    final List<Step> steps = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final Map<String, Rule> rules = new TreeMap<>();
    boolean enabled = true;

    @Override
    public synchronized boolean enabled() {
        return enabled;
    }

    @Override
    public synchronized List<Peer> all() {
        return List.copyOf(peers);
    }

    @Override
    public synchronized void close(String domain) {
        told.add("close " + domain);
        peers.removeIf(peer -> peer.domain().equals(domain));
    }

    @Override
    public synchronized Map<String, Rule> rules() {
        return Map.copyOf(rules);
    }

    @Override
    public synchronized void rule(String domain, Optional<Rule> rule) {
        if (domain.equals("full.example")) {
            throw new IllegalArgumentException("There are too many rules");
        }
        rule.ifPresentOrElse(one -> rules.put(domain, one), () -> rules.remove(domain));
    }

    @Override
    public synchronized CompletionStage<Void> test(String local, String domain, Consumer<Step> watcher) {
        told.add("test " + local + " " + domain);
        steps.forEach(watcher);
        return CompletableFuture.completedFuture(null);
    }
}
