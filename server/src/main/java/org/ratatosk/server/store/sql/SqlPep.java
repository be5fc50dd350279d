package org.ratatosk.server.store.sql;

import java.util.List;
import java.util.Optional;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.PepStore;
import org.ratatosk.server.xml.XmlReader;
import org.ratatosk.server.xml.XmlWriter;

/** Published items in a database. Confined to one read or write. */
final class SqlPep implements PepStore {
    private final Rows rows;

    SqlPep(Rows rows) {
        this.rows = rows;
    }

    @Override
    public List<Node> nodes(Jid owner) {
        return rows.query("SELECT node, access, item FROM pep_node WHERE owner = ? ORDER BY node", owner.toString())
                .map((row, context) ->
                        new Node(row.getString("node"), Access.valueOf(row.getString("access")), row.getString("item")))
                .list();
    }

    @Override
    public Optional<Item> item(Jid owner, String node) {
        return rows.query(
                        "SELECT node, item, published, payload FROM pep_node"
                                + " WHERE owner = ? AND node = ? AND item IS NOT NULL",
                        owner.toString(),
                        node)
                .map(rows.unreadable()
                        .orNothing(
                                "pep_node",
                                "node",
                                row -> new Item(
                                        row.getString("item"),
                                        XmlReader.parse(row.getString("payload")),
                                        Rows.instant(row.getLong("published")))))
                .findOne()
                .flatMap(item -> item);
    }

    @Override
    public void put(Jid owner, String node, Access access) {
        int changed = rows.change(
                "UPDATE pep_node SET access = ? WHERE owner = ? AND node = ?", access.name(), owner.toString(), node);
        if (changed == 0) {
            rows.change(
                    "INSERT INTO pep_node (access, owner, node) VALUES (?, ?, ?)",
                    access.name(),
                    owner.toString(),
                    node);
        }
    }

    @Override
    public void publish(Jid owner, String node, Item item) {
        rows.change(
                "UPDATE pep_node SET item = ?, published = ?, payload = ? WHERE owner = ? AND node = ?",
                item.id(),
                Rows.micros(item.at()),
                XmlWriter.toXml(item.payload()),
                owner.toString(),
                node);
    }

    @Override
    public void retract(Jid owner, String node) {
        rows.change(
                "UPDATE pep_node SET item = NULL, published = NULL, payload = NULL WHERE owner = ? AND node = ?",
                owner.toString(),
                node);
    }

    @Override
    public void delete(Jid owner, String node) {
        rows.change("DELETE FROM pep_node WHERE owner = ? AND node = ?", owner.toString(), node);
    }
}
