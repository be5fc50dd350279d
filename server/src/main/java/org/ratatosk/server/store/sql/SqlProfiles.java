package org.ratatosk.server.store.sql;

import java.util.Optional;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.ProfileStore;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.XmlReader;
import org.ratatosk.server.xml.XmlWriter;

/** What is told of accounts, in a database. Confined to one read or write. */
final class SqlProfiles implements ProfileStore {
    private final Rows rows;

    SqlProfiles(Rows rows) {
        this.rows = rows;
    }

    @Override
    public Optional<Element> card(Jid owner) {
        return rows.query("SELECT owner, card FROM profile WHERE owner = ? AND card IS NOT NULL", owner.toString())
                .map(rows.unreadable().orNothing("profile", "owner", row -> XmlReader.parse(row.getString("card"))))
                .findOne()
                .flatMap(card -> card);
    }

    @Override
    public void putCard(Jid owner, Element card) {
        make(owner);
        rows.change("UPDATE profile SET card = ? WHERE owner = ?", XmlWriter.toXml(card), owner.toString());
    }

    @Override
    public OfSite ofSite(Jid owner) {
        return rows.query(
                        "SELECT site, site_name, site_url, site_picture FROM profile WHERE owner = ?", owner.toString())
                .map((row, context) -> new OfSite(
                        row.getString("site"),
                        row.getString("site_name"),
                        row.getString("site_url"),
                        row.getBoolean("site_picture")))
                .findOne()
                .orElse(OfSite.NOTHING);
    }

    @Override
    public void putOfSite(Jid owner, OfSite said) {
        make(owner);
        rows.change(
                "UPDATE profile SET site = ?, site_name = ?, site_url = ?, site_picture = ? WHERE owner = ?",
                said.site(),
                said.name(),
                said.url(),
                said.picture(),
                owner.toString());
    }

    private void make(Jid owner) {
        if (rows.number("SELECT COUNT(*) FROM profile WHERE owner = ?", owner.toString()) == 0) {
            rows.change(
                    "INSERT INTO profile (owner, site, site_name, site_url, site_picture) VALUES (?, '', '', '', FALSE)",
                    owner.toString());
        }
    }
}
