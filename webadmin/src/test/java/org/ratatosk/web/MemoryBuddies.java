package org.ratatosk.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ratatosk.bridge.cms.Buddies;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Tie;

/** Buddies in a map, for tests of the pages. Thread-safe. */
final class MemoryBuddies implements Buddies {
    private final Map<Tie, Tie.State> ties = new LinkedHashMap<>();

    private Tie.State state(Tie.Kind kind, String owner, String other) {
        return ties.getOrDefault(new Tie(kind, owner, other), Tie.State.NO);
    }

    @Override
    public synchronized List<Buddy> of(String login) {
        List<Buddy> found = new ArrayList<>();
        ties.keySet().stream()
                .filter(tie -> tie.owner().equals(login) || tie.other().equals(login))
                .map(tie -> tie.owner().equals(login) ? tie.other() : tie.owner())
                .distinct()
                .forEach(other -> found.add(new Buddy(
                        other,
                        state(Tie.Kind.FOLLOWS, login, other),
                        state(Tie.Kind.FOLLOWS, other, login),
                        state(Tie.Kind.NOTES, login, other) == Tie.State.YES,
                        state(Tie.Kind.BLOCKS, login, other) == Tie.State.YES,
                        "none")));
        return found;
    }

    @Override
    public synchronized void put(String login, String other, Tie.Kind kind, Tie.State state) {
        if (login.equals(other)) {
            throw new CmsException("Nobody is a buddy of their own.", false);
        }
        ties.put(new Tie(kind, login, other), state);
    }

    @Override
    public synchronized void remove(String login, String other) {
        ties.keySet().removeIf(tie -> tie.owner().equals(login) && tie.other().equals(other));
    }
}
