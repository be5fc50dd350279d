package org.ratatosk.bridge.store.sql;

import java.util.Optional;
import org.ratatosk.bridge.cms.Presences;
import org.ratatosk.bridge.cms.Presences.Shown;

/** To whom members show their presence on the site, in SQL. Thread-safe. */
public final class SqlChoices implements Presences.Choices {
    private final Transactions db;

    /** On this database. */
    public SqlChoices(Transactions db) {
        this.db = db;
    }

    @Override
    public Optional<Shown> of(String member) {
        return db.read(handle -> handle.createQuery("SELECT shown FROM presence_choice WHERE member = :member")
                .bind("member", member)
                .mapTo(String.class)
                .findOne()
                .map(Shown::valueOf));
    }

    @Override
    public void put(String member, Shown shown) {
        db.write(handle -> {
            int changed = handle.createUpdate("DELETE FROM presence_choice WHERE member = :member")
                    .bind("member", member)
                    .execute();
            return shown == Shown.NOBODY
                    ? changed
                    : handle.createUpdate("INSERT INTO presence_choice (member, shown) VALUES (:member, :shown)")
                            .bind("member", member)
                            .bind("shown", shown.name())
                            .execute();
        });
    }
}
