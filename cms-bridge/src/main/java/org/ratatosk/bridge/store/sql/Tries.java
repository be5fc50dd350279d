package org.ratatosk.bridge.store.sql;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.ratatosk.bridge.identity.IdentityStore.Lock;
import org.ratatosk.server.jid.Jid;

/**
 * The wrong codes that an address has sent in the current window. Immutable.
 *
 * @param wrong how many
 * @param since when the first came
 */
record Tries(int wrong, Instant since) {
    static Tries of(Handle handle, Jid address, Lock lock, Instant now) {
        return handle.createQuery("SELECT wrong, since FROM link_try WHERE address = :address AND since > :from")
                .bind("address", address.toString())
                .bind("from", now.minus(lock.window()).toEpochMilli())
                .map((row, context) -> new Tries(row.getInt("wrong"), Instant.ofEpochMilli(row.getLong("since"))))
                .findOne()
                .orElseGet(() -> new Tries(0, now));
    }

    Optional<Instant> lockedUntil(Lock lock) {
        return wrong >= lock.tries() ? Optional.of(since.plus(lock.window())) : Optional.empty();
    }

    Tries another() {
        return new Tries(wrong + 1, since);
    }

    void keep(Handle handle, Jid address) {
        forget(handle, address);
        handle.createUpdate("INSERT INTO link_try (address, wrong, since) VALUES (:address, :wrong, :since)")
                .bind("address", address.toString())
                .bind("wrong", wrong)
                .bind("since", since.toEpochMilli())
                .execute();
    }

    static void forget(Handle handle, Jid address) {
        handle.createUpdate("DELETE FROM link_try WHERE address = :address")
                .bind("address", address.toString())
                .execute();
    }
}
