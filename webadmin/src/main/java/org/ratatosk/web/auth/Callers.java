package org.ratatosk.web.auth;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When programs of the site last came with a signature that is right, and why the last one without was refused: what those want to know who connect a
 * site. Kept as long as the server runs; not more than there are keys. Thread-safe.
 */
public final class Callers {
    private final Map<String, Instant> came = new ConcurrentHashMap<>();
    private volatile Optional<Refused> refused = Optional.empty();

    /**
     * One who was refused.
     *
     * @param why in words for the owner
     * @param at when
     */
    public record Refused(String why, Instant at) {}

    /** Somebody has come with a key. */
    public void came(String key, Instant at) {
        came.put(key, at);
    }

    /** Somebody was refused. */
    public void refused(String why, Instant at) {
        refused = Optional.of(new Refused(why, at));
    }

    /** When somebody last came with a key. */
    public Optional<Instant> last(String key) {
        return Optional.ofNullable(came.get(key));
    }

    /** The last one who was refused. */
    public Optional<Refused> lastRefused() {
        return refused;
    }
}
