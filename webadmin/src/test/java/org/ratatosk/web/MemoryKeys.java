package org.ratatosk.web;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.remote.SiteKey;
import org.ratatosk.bridge.remote.SiteKeys;

/** Keys in a map. Thread-safe. */
final class MemoryKeys implements SiteKeys {
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, SiteKey> keys = new LinkedHashMap<>();

    @Override
    public synchronized List<Entry> all() {
        return List.copyOf(entries.values());
    }

    @Override
    public synchronized Optional<Granted> find(String id) {
        return Optional.ofNullable(keys.get(id))
                .map(key -> new Granted(key, entries.get(id).scopes()));
    }

    @Override
    public synchronized SiteKey make(String name, Set<Scope> scopes) {
        if (name.isBlank() || scopes.isEmpty()) {
            throw new CmsException("Say what may be done with the key.", false);
        }
        SiteKey key = SiteKey.fresh("k" + (keys.size() + 1), random);
        keys.put(key.id(), key);
        entries.put(key.id(), new Entry(key.id(), name, scopes, Instant.EPOCH));
        return key;
    }

    @Override
    public synchronized void revoke(String id) {
        keys.remove(id);
        entries.remove(id);
    }

    /** A key that may do nothing. */
    synchronized SiteKey powerless() {
        SiteKey key = SiteKey.fresh("none", random);
        keys.put(key.id(), key);
        entries.put(key.id(), new Entry(key.id(), "none", Set.of(), Instant.EPOCH));
        return key;
    }
}
