package org.ratatosk.server.store.sql;

import java.util.Optional;
import org.ratatosk.server.store.LinkStore;

/** One-time links in a database. Confined to one read or write. */
final class SqlLinks implements LinkStore {
    private final Rows rows;

    SqlLinks(Rows rows) {
        this.rows = rows;
    }

    @Override
    public void put(Link link) {
        take(link.secretHash());
        rows.change(
                "INSERT INTO one_time_link (secret_hash, purpose, subject, expires) VALUES (?, ?, ?, ?)",
                link.secretHash(),
                link.purpose(),
                link.subject(),
                Rows.micros(link.expires()));
    }

    @Override
    public Optional<Link> find(String secretHash) {
        return rows.query("SELECT purpose, subject, expires FROM one_time_link WHERE secret_hash = ?", secretHash)
                .map((row, context) -> new Link(
                        secretHash,
                        row.getString("purpose"),
                        row.getString("subject"),
                        Rows.instant(row.getLong("expires"))))
                .findOne();
    }

    @Override
    public boolean take(String secretHash) {
        return rows.change("DELETE FROM one_time_link WHERE secret_hash = ?", secretHash) > 0;
    }

    @Override
    public void removeAll(String subject) {
        rows.change("DELETE FROM one_time_link WHERE subject = ?", subject);
    }

    @Override
    public void removeAll(String purpose, String subject) {
        rows.change("DELETE FROM one_time_link WHERE purpose = ? AND subject = ?", purpose, subject);
    }
}
