package org.ratatosk.server.store.sql;

import java.util.HashSet;
import java.util.Set;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.BlockStore;

/** Block lists in a database. Confined to one read or write. */
final class SqlBlocks implements BlockStore {
    private final Rows rows;

    SqlBlocks(Rows rows) {
        this.rows = rows;
    }

    @Override
    public Set<Jid> blocked(Jid owner) {
        return new HashSet<>(rows.query("SELECT address FROM blocked WHERE owner = ?", owner.toString())
                .map((row, context) -> Jid.of(row.getString("address")))
                .list());
    }

    @Override
    public void add(Jid owner, Set<Jid> addresses) {
        remove(owner, addresses);
        for (Jid address : addresses) {
            rows.change("INSERT INTO blocked (owner, address) VALUES (?, ?)", owner.toString(), address.toString());
        }
    }

    @Override
    public void remove(Jid owner, Set<Jid> addresses) {
        for (Jid address : addresses) {
            rows.change("DELETE FROM blocked WHERE owner = ? AND address = ?", owner.toString(), address.toString());
        }
    }
}
