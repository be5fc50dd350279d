package org.ratatosk.bridge.store.sql;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.bridge.identity.IdentityStore.Lock;
import org.ratatosk.bridge.identity.IdentityStore.Verdict;
import org.ratatosk.bridge.identity.IdentityStore.Verdict.Kind;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Proof;

/** What happens, in one transaction, when a code comes from an address. */
final class ProofOfAddress {
    /** A code that was found for the address. */
    private record Found(String member, Instant expires) {}

    private ProofOfAddress() {}

    static Verdict run(
            Handle handle, Jid address, Proof proof, String hash, Lock lock, Instant now, Optional<Identity> owner) {
        Tries tries = Tries.of(handle, address, lock, now);
        Optional<Instant> locked = tries.lockedUntil(lock);
        if (locked.isPresent()) {
            return new Verdict(Kind.LOCKED, null, 0, locked.get());
        }
        Optional<Found> found = code(handle, address, hash);
        if (found.isEmpty()) {
            return owner.isPresent() && isProof(handle, address, hash)
                    ? new Verdict(Kind.PROVED, owner.get(), 0, now)
                    : wrong(handle, address, tries.another(), lock);
        }
        if (!found.get().expires().isAfter(now)) {
            return new Verdict(Kind.EXPIRED, null, 0, now);
        }
        if (owner.isPresent() && !owner.get().member().equals(found.get().member())) {
            return new Verdict(Kind.TAKEN, owner.get(), 0, now);
        }
        return new Verdict(Kind.PROVED, keep(handle, address, proof, found.get().member(), hash, now), 0, now);
    }

    private static Optional<Found> code(Handle handle, Jid address, String hash) {
        return handle.createQuery(
                        "SELECT member, expires FROM link_code WHERE address = :address AND code_hash = :hash")
                .bind("address", address.toString())
                .bind("hash", hash)
                .map((row, context) -> new Found(row.getString("member"), Instant.ofEpochMilli(row.getLong("expires"))))
                .findOne();
    }

    /** The same code again, as when the message came twice. */
    private static boolean isProof(Handle handle, Jid address, String hash) {
        return handle.createQuery("SELECT COUNT(*) FROM identity WHERE address = :address AND proof = :hash")
                        .bind("address", address.toString())
                        .bind("hash", hash)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    private static Verdict wrong(Handle handle, Jid address, Tries tries, Lock lock) {
        tries.keep(handle, address);
        Optional<Instant> locked = tries.lockedUntil(lock);
        if (locked.isEmpty()) {
            return new Verdict(Kind.WRONG, null, lock.tries() - tries.wrong(), tries.since());
        }
        removeCodes(handle, address);
        return new Verdict(Kind.LOCKED, null, 0, locked.get());
    }

    private static Identity keep(Handle handle, Jid address, Proof proof, String member, String hash, Instant now) {
        Set<Identity.Right> all = Set.copyOf(EnumSet.allOf(Identity.Right.class));
        handle.createUpdate("DELETE FROM identity WHERE address = :address")
                .bind("address", address.toString())
                .execute();
        handle.createUpdate("INSERT INTO identity (address, member, rights, proof, proved, domain_proof)"
                        + " VALUES (:address, :member, :rights, :proof, :proved, :domain)")
                .bind("address", address.toString())
                .bind("member", member)
                .bind("rights", SqlIdentityStore.text(all))
                .bind("proof", hash)
                .bind("proved", now.toEpochMilli())
                .bind("domain", proof.name())
                .execute();
        removeCodes(handle, address);
        Tries.forget(handle, address);
        return new Identity(address, member, all, now, proof);
    }

    private static void removeCodes(Handle handle, Jid address) {
        handle.createUpdate("DELETE FROM link_code WHERE address = :address")
                .bind("address", address.toString())
                .execute();
    }
}
