package org.ratatosk.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ratatosk.bridge.alerts.Manner;
import org.ratatosk.bridge.alerts.Manners;

/** {@link Manners} in memory. Thread-safe. */
final class MemoryManners implements Manners {
    private final Map<String, Manner> set = new ConcurrentHashMap<>();

    @Override
    public Manner of(String member) {
        return set.getOrDefault(member, Manner.PLAIN);
    }

    @Override
    public void put(String member, Manner manner) {
        set.put(member, manner);
    }

    @Override
    public void forget(String member) {
        set.remove(member);
    }
}
