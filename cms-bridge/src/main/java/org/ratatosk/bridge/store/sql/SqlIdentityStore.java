package org.ratatosk.bridge.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.bridge.identity.IdentityStore;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Proof;

/** Proved addresses and codes in the database. Thread-safe. */
public final class SqlIdentityStore implements IdentityStore {
    private static final String COLUMNS = "SELECT address, member, rights, proved, domain_proof FROM identity ";

    private final Transactions db;

    /** @param db the way to the database */
    public SqlIdentityStore(Transactions db) {
        this.db = db;
    }

    @Override
    public Optional<Identity> find(Jid address) {
        return db.read(handle -> find(handle, address));
    }

    private static Optional<Identity> find(Handle handle, Jid address) {
        return handle.createQuery(COLUMNS + "WHERE address = :address")
                .bind("address", address.toString())
                .map((row, context) -> identity(row))
                .findOne();
    }

    @Override
    public List<Identity> of(String member) {
        return db.read(handle -> handle.createQuery(COLUMNS + "WHERE member = :member ORDER BY address")
                .bind("member", member)
                .map((row, context) -> identity(row))
                .list());
    }

    @Override
    public List<Identity> search(String part, int offset, int limit) {
        String like = "%"
                + part.toLowerCase(Locale.ROOT)
                        .replace("!", "!!")
                        .replace("%", "!%")
                        .replace("_", "!_") + "%";
        return db.read(handle -> handle.createQuery(COLUMNS
                        + "WHERE LOWER(address) LIKE :part ESCAPE '!' OR LOWER(member) LIKE :part ESCAPE '!'"
                        + " ORDER BY member, address OFFSET :offset ROWS FETCH NEXT :limit ROWS ONLY")
                .bind("part", like)
                .bind("offset", offset)
                .bind("limit", limit)
                .map((row, context) -> identity(row))
                .list());
    }

    @Override
    public boolean setRights(String member, Jid address, Set<Identity.Right> rights) {
        return db.write(handle -> handle.createUpdate(
                                "UPDATE identity SET rights = :rights WHERE address = :address AND member = :member")
                        .bind("rights", text(rights))
                        .bind("address", address.toString())
                        .bind("member", member)
                        .execute()
                > 0);
    }

    @Override
    public boolean remove(String member, Jid address) {
        return db.write(handle -> {
            int removed = handle.createUpdate("DELETE FROM identity WHERE address = :address AND member = :member")
                    .bind("address", address.toString())
                    .bind("member", member)
                    .execute();
            handle.createUpdate("DELETE FROM link_code WHERE address = :address AND member = :member")
                    .bind("address", address.toString())
                    .bind("member", member)
                    .execute();
            return removed > 0;
        });
    }

    @Override
    public void removeAll(String member) {
        db.write(handle -> {
            handle.createUpdate("DELETE FROM identity WHERE member = :member")
                    .bind("member", member)
                    .execute();
            return handle.createUpdate("DELETE FROM link_code WHERE member = :member")
                    .bind("member", member)
                    .execute();
        });
    }

    @Override
    public void putCode(Waiting code, String hash) {
        db.write(handle -> {
            handle.createUpdate("DELETE FROM link_code WHERE member = :member AND address = :address")
                    .bind("member", code.member())
                    .bind("address", code.address().toString())
                    .execute();
            return handle.createUpdate("INSERT INTO link_code (member, address, code_hash, expires)"
                            + " VALUES (:member, :address, :hash, :expires)")
                    .bind("member", code.member())
                    .bind("address", code.address().toString())
                    .bind("hash", hash)
                    .bind("expires", code.expires().toEpochMilli())
                    .execute();
        });
    }

    @Override
    public List<Waiting> waiting(String member, Instant now) {
        return db.read(handle -> handle.createQuery(
                        "SELECT address, expires FROM link_code WHERE member = :member AND expires > :now ORDER BY address")
                .bind("member", member)
                .bind("now", now.toEpochMilli())
                .map((row, context) -> new Waiting(
                        member, Jid.of(row.getString("address")), Instant.ofEpochMilli(row.getLong("expires"))))
                .list());
    }

    @Override
    public Optional<Instant> lockedUntil(Jid address, Lock lock, Instant now) {
        return db.read(handle -> Tries.of(handle, address, lock, now).lockedUntil(lock));
    }

    @Override
    public Verdict prove(Jid address, Proof proof, String hash, Lock lock, Instant now) {
        return db.write(handle -> ProofOfAddress.run(handle, address, proof, hash, lock, now, find(handle, address)));
    }

    @Override
    public void forgetBefore(Instant time) {
        db.write(handle -> {
            handle.createUpdate("DELETE FROM link_code WHERE expires < :time")
                    .bind("time", time.toEpochMilli())
                    .execute();
            return handle.createUpdate("DELETE FROM link_try WHERE since < :time")
                    .bind("time", time.toEpochMilli())
                    .execute();
        });
    }

    private static Identity identity(ResultSet row) throws SQLException {
        return new Identity(
                Jid.of(row.getString("address")),
                row.getString("member"),
                rights(row.getString("rights")),
                Instant.ofEpochMilli(row.getLong("proved")),
                proof(row.getString("domain_proof")));
    }

    /** What is unknown to this version is taken for the strongest. */
    private static Proof proof(String name) {
        return Arrays.stream(Proof.values())
                .filter(proof -> proof.name().equals(name))
                .findFirst()
                .orElse(Proof.HOSTED);
    }

    static String text(Set<Identity.Right> rights) {
        return rights.stream().map(Enum::name).sorted().collect(Collectors.joining(","));
    }

    /** A right that is unknown to this version is none. */
    private static Set<Identity.Right> rights(String text) {
        Set<Identity.Right> rights = EnumSet.noneOf(Identity.Right.class);
        List<String> words = Arrays.asList(text.split(",", -1));
        for (Identity.Right right : Identity.Right.values()) {
            if (words.contains(right.name())) {
                rights.add(right);
            }
        }
        return java.util.Collections.unmodifiableSet(rights);
    }
}
