package org.ratatosk.server.store.memory;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.RosterItem;
import org.ratatosk.server.store.RosterItem.Subscription;
import org.ratatosk.server.store.RosterStore;
import org.ratatosk.server.xml.Element;

/** Rosters in memory. Confined to the store's lock. */
final class MemoryRosters implements RosterStore {
    private record Roster(long version, Map<Jid, Change> changes) {
        static final Roster EMPTY = new Roster(0, Map.of());
    }

    private final UndoMap<Jid, Roster> rosters;
    private final UndoMap<Jid, Map<Jid, Element>> pending;

    MemoryRosters(Undo undo) {
        this.rosters = new UndoMap<>(undo);
        this.pending = new UndoMap<>(undo);
    }

    private Roster roster(Jid owner) {
        return rosters.find(owner).orElse(Roster.EMPTY);
    }

    @Override
    public List<RosterItem> items(Jid owner) {
        return roster(owner).changes().values().stream()
                .filter(change -> !change.removed())
                .map(Change::item)
                .sorted(Comparator.comparing(RosterItem::contact))
                .toList();
    }

    @Override
    public long version(Jid owner) {
        return roster(owner).version();
    }

    @Override
    public Optional<List<Change>> changesAfter(Jid owner, long version) {
        Roster roster = roster(owner);
        if (version < roster.version() - TOLD_VERSIONS) {
            return Optional.empty();
        }
        return Optional.of(roster.changes().values().stream()
                .filter(change -> change.version() > version)
                .sorted(Comparator.comparingLong(Change::version))
                .toList());
    }

    @Override
    public long put(Jid owner, RosterItem item) {
        return change(owner, item, false);
    }

    @Override
    public long remove(Jid owner, Jid contact) {
        RosterItem gone = new RosterItem(contact, "", List.of(), Subscription.NONE, false, false, "");
        return change(owner, gone, true);
    }

    private long change(Jid owner, RosterItem item, boolean removed) {
        Roster old = roster(owner);
        long version = old.version() + 1;
        Map<Jid, Change> changes = new LinkedHashMap<>(old.changes());
        changes.put(item.contact(), new Change(version, item, removed));
        changes.values().removeIf(change -> change.removed() && change.version() <= version - TOLD_VERSIONS);
        rosters.put(owner, new Roster(version, changes));
        return version;
    }

    @Override
    public Map<Jid, Element> pendingIn(Jid owner) {
        return Collections.unmodifiableMap(pending.find(owner).orElse(Map.of()));
    }

    @Override
    public void putPendingIn(Jid owner, Jid from, Element request) {
        Map<Jid, Element> changed = new LinkedHashMap<>(pendingIn(owner));
        changed.remove(from);
        changed.put(from, request);
        pending.put(owner, changed);
    }

    @Override
    public void removePendingIn(Jid owner, Jid from) {
        Map<Jid, Element> changed = new LinkedHashMap<>(pendingIn(owner));
        changed.remove(from);
        pending.put(owner, changed);
    }

    void clear(Jid owner) {
        rosters.remove(owner);
        pending.remove(owner);
    }
}
