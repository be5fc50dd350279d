package org.ratatosk.server.store.memory;

import java.util.Optional;
import org.ratatosk.server.store.LinkStore;

/** One-time links in memory. Confined to the store's lock. */
final class MemoryLinks implements LinkStore {
    private final UndoMap<String, Link> links;

    MemoryLinks(Undo undo) {
        this.links = new UndoMap<>(undo);
    }

    @Override
    public void put(Link link) {
        links.put(link.secretHash(), link);
    }

    @Override
    public Optional<Link> find(String secretHash) {
        return links.find(secretHash);
    }

    @Override
    public boolean take(String secretHash) {
        boolean there = links.has(secretHash);
        if (there) {
            links.remove(secretHash);
        }
        return there;
    }

    @Override
    public void removeAll(String purpose, String subject) {
        links.removeIf(link -> link.purpose().equals(purpose) && link.subject().equals(subject));
    }

    @Override
    public void removeAll(String subject) {
        links.removeIf(link -> link.subject().equals(subject));
    }
}
