package org.ratatosk.server.store.memory;

import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Store;

/** All tables in memory. Confined to the store's lock. */
final class MemoryTables implements Store.Tables {
    private final Undo undo = new Undo();
    private final MemoryAccounts accounts = new MemoryAccounts(undo, this);
    private final MemoryRosters rosters = new MemoryRosters(undo);
    private final MemoryBlocks blocks = new MemoryBlocks(undo);
    private final MemoryArchive archive = new MemoryArchive(undo);
    private final MemoryPep pep = new MemoryPep(undo);
    private final MemoryProfiles profiles = new MemoryProfiles(undo);
    private final MemoryLinks links = new MemoryLinks(undo);

    Undo undo() {
        return undo;
    }

    /** Takes away what hangs on an account, but for its links. */
    void clear(Jid owner) {
        rosters.clear(owner);
        blocks.clear(owner);
        archive.clear(owner);
        pep.clear(owner);
        profiles.clear(owner);
    }

    @Override
    public MemoryAccounts accounts() {
        return accounts;
    }

    @Override
    public MemoryRosters rosters() {
        return rosters;
    }

    @Override
    public MemoryBlocks blocks() {
        return blocks;
    }

    @Override
    public MemoryArchive archive() {
        return archive;
    }

    @Override
    public MemoryPep pep() {
        return pep;
    }

    @Override
    public MemoryProfiles profiles() {
        return profiles;
    }

    @Override
    public MemoryLinks links() {
        return links;
    }
}
