package org.ratatosk.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ratatosk.bridge.cms.Presences;

/** {@link Presences} in memory. Thread-safe. */
final class MemoryPresences implements Presences {
    final Map<String, String> shows = new ConcurrentHashMap<>();
    private final Map<String, Shown> chosen = new ConcurrentHashMap<>();

    @Override
    public Shown choice(String member) {
        return chosen.getOrDefault(member, Shown.NOBODY);
    }

    @Override
    public void choose(String member, Shown shown) {
        chosen.put(member, shown);
    }

    @Override
    public void forget(String member) {
        chosen.remove(member);
    }

    @Override
    public String seen(String member, Shown to) {
        return choice(member).includes(to) ? shows.getOrDefault(member, "offline") : UNKNOWN;
    }
}
