package org.ratatosk.server.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.RosterItem;
import org.ratatosk.server.store.RosterItem.Subscription;
import org.ratatosk.server.store.RosterStore;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.XmlReader;
import org.ratatosk.server.xml.XmlWriter;

/** Rosters in a database. Confined to one read or write. */
final class SqlRosters implements RosterStore {
    private static final String SELECT =
            "SELECT contact, name, group_names, subscription, ask, approved, origin, version,"
                    + " removed FROM roster_item WHERE owner = ? ";

    private final Rows rows;

    SqlRosters(Rows rows) {
        this.rows = rows;
    }

    @Override
    public List<RosterItem> items(Jid owner) {
        return rows.query(SELECT + "AND removed = FALSE ORDER BY contact", owner.toString())
                .map((row, context) -> change(row).item())
                .list();
    }

    private static Change change(ResultSet row) throws SQLException {
        RosterItem item = new RosterItem(
                Jid.of(row.getString("contact")),
                row.getString("name"),
                Rows.split(row.getString("group_names")),
                Subscription.valueOf(row.getString("subscription")),
                row.getBoolean("ask"),
                row.getBoolean("approved"),
                row.getString("origin"));
        return new Change(row.getLong("version"), item, row.getBoolean("removed"));
    }

    @Override
    public long version(Jid owner) {
        return rows.query(
                        "SELECT version FROM roster_item WHERE owner = ?"
                                + " ORDER BY owner DESC, version DESC FETCH FIRST 1 ROWS ONLY",
                        owner.toString())
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    @Override
    public Optional<List<Change>> changesAfter(Jid owner, long version) {
        if (version < version(owner) - TOLD_VERSIONS) {
            return Optional.empty();
        }
        return Optional.of(rows.query(SELECT + "AND version > ? ORDER BY version", owner.toString(), version)
                .map((row, context) -> change(row))
                .list());
    }

    @Override
    public long put(Jid owner, RosterItem item) {
        return keep(owner, item, false);
    }

    @Override
    public long remove(Jid owner, Jid contact) {
        long version = keep(owner, new RosterItem(contact, "", List.of(), Subscription.NONE, false, false, ""), true);
        rows.change(
                "DELETE FROM roster_item WHERE owner = ? AND version <= ? AND removed = TRUE",
                owner.toString(),
                version - TOLD_VERSIONS);
        return version;
    }

    private long keep(Jid owner, RosterItem item, boolean removed) {
        long version = version(owner) + 1;
        Object[] values = {
            item.name(),
            Rows.joined(item.groups()),
            item.subscription().name(),
            item.ask(),
            item.approved(),
            item.origin(),
            version,
            removed,
            owner.toString(),
            item.contact().toString()
        };
        int updated = rows.change(
                "UPDATE roster_item SET name = ?, group_names = ?, subscription = ?, ask = ?, approved = ?, origin = ?,"
                        + " version = ?, removed = ? WHERE owner = ? AND contact = ?",
                values);
        if (updated == 0) {
            rows.change(
                    "INSERT INTO roster_item (name, group_names, subscription, ask, approved, origin, version, removed,"
                            + " owner, contact) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    values);
        }
        return version;
    }

    @Override
    public Map<Jid, Element> pendingIn(Jid owner) {
        Map<Jid, Element> pending = new LinkedHashMap<>();
        rows.query("SELECT seq, sender, stanza FROM roster_request WHERE owner = ? ORDER BY seq", owner.toString())
                .map(rows.unreadable()
                        .orNothing(
                                "roster_request",
                                "seq",
                                row -> Map.entry(
                                        Jid.of(row.getString("sender")), XmlReader.parse(row.getString("stanza")))))
                .list()
                .forEach(read -> read.ifPresent(entry -> pending.put(entry.getKey(), entry.getValue())));
        return pending;
    }

    @Override
    public void putPendingIn(Jid owner, Jid from, Element request) {
        removePendingIn(owner, from);
        rows.change(
                "INSERT INTO roster_request (owner, sender, stanza) VALUES (?, ?, ?)",
                owner.toString(),
                from.toString(),
                XmlWriter.toXml(request));
    }

    @Override
    public void removePendingIn(Jid owner, Jid from) {
        rows.change("DELETE FROM roster_request WHERE owner = ? AND sender = ?", owner.toString(), from.toString());
    }
}
