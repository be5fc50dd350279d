package org.ratatosk.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.remote.SiteKey;
import org.ratatosk.web.page.Lookout;

/** Finds what a test has put in. Thread-safe. */
final class MemoryLookout implements Lookout {
    final List<Finding> domains = new ArrayList<>();
    final List<Finding> certificates = new ArrayList<>();
    final List<Duration> patiences = new ArrayList<>();
    final List<String> asked = new ArrayList<>();
    Instant at = Instant.EPOCH;
    Finding answer = new Finding(Finding.Mark.GOOD, "The website answers.", "");

    @Nullable
    Website website;

    /** Whether anything was looked at yet. */
    boolean looked = true;

    @Override
    public synchronized Optional<World> world(Duration patience) {
        patiences.add(patience);
        return looked ? Optional.of(new World(domains, certificates, at)) : Optional.empty();
    }

    @Override
    public synchronized Optional<Website> website() {
        return Optional.ofNullable(website);
    }

    @Override
    public synchronized Finding ask(String url, SiteKey key) {
        asked.add(url + " " + key.id());
        return answer;
    }

    @Override
    public String settings() {
        return "/etc/ratatosk/ratatosk.conf";
    }
}
