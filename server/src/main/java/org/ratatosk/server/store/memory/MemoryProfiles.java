package org.ratatosk.server.store.memory;

import java.util.Optional;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.ProfileStore;
import org.ratatosk.server.xml.Element;

/** What is told of accounts, in memory. Confined to the store's lock. */
final class MemoryProfiles implements ProfileStore {
    private final UndoMap<Jid, Element> cards;
    private final UndoMap<Jid, OfSite> said;

    MemoryProfiles(Undo undo) {
        this.cards = new UndoMap<>(undo);
        this.said = new UndoMap<>(undo);
    }

    @Override
    public Optional<Element> card(Jid owner) {
        return cards.find(owner);
    }

    @Override
    public void putCard(Jid owner, Element card) {
        cards.put(owner, card);
    }

    @Override
    public OfSite ofSite(Jid owner) {
        return said.find(owner).orElse(OfSite.NOTHING);
    }

    @Override
    public void putOfSite(Jid owner, OfSite anew) {
        said.put(owner, anew);
    }

    void clear(Jid owner) {
        cards.remove(owner);
        said.remove(owner);
    }
}
