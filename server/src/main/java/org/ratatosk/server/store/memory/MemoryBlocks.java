package org.ratatosk.server.store.memory;

import java.util.HashSet;
import java.util.Set;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.BlockStore;

/** Block lists in memory. Confined to the store's lock. */
final class MemoryBlocks implements BlockStore {
    private final UndoMap<Jid, Set<Jid>> lists;

    MemoryBlocks(Undo undo) {
        this.lists = new UndoMap<>(undo);
    }

    @Override
    public Set<Jid> blocked(Jid owner) {
        return lists.find(owner).orElse(Set.of());
    }

    @Override
    public void add(Jid owner, Set<Jid> addresses) {
        Set<Jid> changed = new HashSet<>(blocked(owner));
        changed.addAll(addresses);
        lists.put(owner, Set.copyOf(changed));
    }

    @Override
    public void remove(Jid owner, Set<Jid> addresses) {
        Set<Jid> changed = new HashSet<>(blocked(owner));
        changed.removeAll(addresses);
        lists.put(owner, Set.copyOf(changed));
    }

    void clear(Jid owner) {
        lists.remove(owner);
    }
}
