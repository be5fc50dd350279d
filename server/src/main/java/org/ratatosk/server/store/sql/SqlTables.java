package org.ratatosk.server.store.sql;

import org.jdbi.v3.core.Handle;
import org.ratatosk.server.store.AccountStore;
import org.ratatosk.server.store.ArchiveStore;
import org.ratatosk.server.store.BlockStore;
import org.ratatosk.server.store.LinkStore;
import org.ratatosk.server.store.PepStore;
import org.ratatosk.server.store.ProfileStore;
import org.ratatosk.server.store.RosterStore;
import org.ratatosk.server.store.Store;

/** The tables as one read or write sees them. Confined to that read or write. */
final class SqlTables implements Store.Tables {
    private final Rows rows;

    SqlTables(Handle handle, boolean writing, Unreadable unreadable) {
        this.rows = new Rows(handle, writing, unreadable);
    }

    @Override
    public AccountStore accounts() {
        return new SqlAccounts(rows);
    }

    @Override
    public RosterStore rosters() {
        return new SqlRosters(rows);
    }

    @Override
    public BlockStore blocks() {
        return new SqlBlocks(rows);
    }

    @Override
    public ArchiveStore archive() {
        return new SqlArchive(rows);
    }

    @Override
    public PepStore pep() {
        return new SqlPep(rows);
    }

    @Override
    public ProfileStore profiles() {
        return new SqlProfiles(rows);
    }

    @Override
    public LinkStore links() {
        return new SqlLinks(rows);
    }
}
