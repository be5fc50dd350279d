package org.ratatosk.bridge.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.mail.Mailbox;
import org.ratatosk.bridge.mail.MailboxStore;
import org.ratatosk.server.jid.Jid;

/** Where mail of members goes, in SQL. Thread-safe. */
public final class SqlMailboxes implements MailboxStore {
    private static final String COLUMNS =
            "SELECT member, home, address, token, away_since, suspended FROM mail_address ";

    private final Transactions db;

    /** @param db the way to the database */
    public SqlMailboxes(Transactions db) {
        this.db = db;
    }

    /** The last code that was mailed for a member. */
    private record Code(long id, String home, String address, String hash, int wrong, Instant sent, Instant expires) {}

    @Override
    public Optional<Mailbox> of(String member) {
        return db.read(handle -> find(handle, "member", member));
    }

    @Override
    public Optional<Mailbox> byToken(String token) {
        return db.read(handle -> find(handle, "token", token));
    }

    private static Optional<Mailbox> find(Handle handle, String column, String value) {
        return handle.createQuery(COLUMNS + "WHERE " + column + " = :value")
                .bind("value", value)
                .map((row, context) -> mailbox(row))
                .findOne();
    }

    private static Mailbox mailbox(ResultSet row) throws SQLException {
        long away = row.getLong("away_since");
        @Nullable Instant since = row.wasNull() ? null : Instant.ofEpochMilli(away);
        return new Mailbox(
                row.getString("member"),
                Jid.of(row.getString("home")),
                row.getString("address"),
                row.getString("token"),
                since,
                row.getString("suspended"));
    }

    @Override
    public Optional<Waiting> waiting(String member, Instant now) {
        return db.read(handle -> last(handle, member))
                .filter(code -> code.expires().isAfter(now))
                .map(code -> new Waiting(member, Jid.of(code.home()), code.address(), code.sent(), code.expires()));
    }

    private static Optional<Code> last(Handle handle, String member) {
        return handle.createQuery("SELECT id, home, address, code_hash, wrong, sent, expires FROM mail_code"
                        + " WHERE member = :member ORDER BY id DESC FETCH FIRST 1 ROWS ONLY")
                .bind("member", member)
                .map((row, context) -> new Code(
                        row.getLong("id"),
                        row.getString("home"),
                        row.getString("address"),
                        row.getString("code_hash"),
                        row.getInt("wrong"),
                        Instant.ofEpochMilli(row.getLong("sent")),
                        Instant.ofEpochMilli(row.getLong("expires"))))
                .findOne();
    }

    @Override
    public Mailed mailedSince(String member, String address, Instant since) {
        return db.read(handle -> new Mailed(
                count(handle, "member = :what", member, since),
                count(handle, "LOWER(address) = :what", address.toLowerCase(Locale.ROOT), since)));
    }

    private static int count(Handle handle, String where, String what, Instant since) {
        return handle.createQuery("SELECT COUNT(*) FROM mail_code WHERE " + where + " AND sent > :since")
                .bind("what", what)
                .bind("since", since.toEpochMilli())
                .mapTo(Integer.class)
                .one();
    }

    @Override
    public Optional<Instant> lockedUntil(String member, int tries, Instant now) {
        return db.read(handle -> last(handle, member))
                .filter(code -> code.wrong() >= tries && code.expires().isAfter(now))
                .map(Code::expires);
    }

    @Override
    public void putCode(Waiting code, String hash) {
        db.write(handle -> handle.createUpdate(
                        "INSERT INTO mail_code (member, home, address, code_hash, wrong, sent, expires)"
                                + " VALUES (:member, :home, :address, :hash, 0, :sent, :expires)")
                .bind("member", code.member())
                .bind("home", code.home().toString())
                .bind("address", code.address())
                .bind("hash", hash)
                .bind("sent", code.sent().toEpochMilli())
                .bind("expires", code.expires().toEpochMilli())
                .execute());
    }

    @Override
    public Verdict prove(String member, String hash, int tries, String token, Instant now) {
        return db.write(handle -> {
            Optional<Code> found =
                    last(handle, member).filter(code -> code.expires().isAfter(now));
            if (found.isEmpty()) {
                return new Verdict(Verdict.Kind.NONE, 0);
            }
            Code code = found.get();
            if (code.wrong() >= tries) {
                return new Verdict(Verdict.Kind.LOCKED, 0);
            }
            if (!code.hash().equals(hash)) {
                int wrong = code.wrong() + 1;
                set(handle, "wrong", wrong, code.id());
                return wrong < tries
                        ? new Verdict(Verdict.Kind.WRONG, tries - wrong)
                        : new Verdict(Verdict.Kind.LOCKED, 0);
            }
            set(handle, "expires", now.toEpochMilli(), code.id());
            keep(handle, member, code, token, now);
            return new Verdict(Verdict.Kind.PROVED, 0);
        });
    }

    private static void set(Handle handle, String column, long value, long id) {
        handle.createUpdate("UPDATE mail_code SET " + column + " = :value WHERE id = :id")
                .bind("value", value)
                .bind("id", id)
                .execute();
    }

    private static void keep(Handle handle, String member, Code code, String token, Instant now) {
        @Nullable
        Long away = find(handle, "member", member)
                .map(box -> Rows.millis(box.awaySince()))
                .orElse(null);
        handle.createUpdate("DELETE FROM mail_address WHERE member = :member")
                .bind("member", member)
                .execute();
        handle.createUpdate("INSERT INTO mail_address (member, home, address, token, proved, away_since, told)"
                        + " VALUES (:member, :home, :address, :token, :now, :away, FALSE)")
                .bind("member", member)
                .bind("home", code.home())
                .bind("address", code.address())
                .bind("token", token)
                .bind("now", now.toEpochMilli())
                .bind("away", away)
                .execute();
    }

    @Override
    public boolean setAway(String member, @Nullable Instant since) {
        return db.write(
                handle -> handle.createUpdate("UPDATE mail_address SET away_since = :since WHERE member = :member")
                                .bind("since", Rows.millis(since))
                                .bind("member", member)
                                .execute()
                        > 0);
    }

    @Override
    public boolean remove(String member) {
        return db.write(handle -> {
            int ended = handle.createUpdate(
                            "UPDATE mail_code SET expires = sent WHERE member = :member AND expires > sent")
                    .bind("member", member)
                    .execute();
            return drop(handle, member) || ended > 0;
        });
    }

    private static boolean drop(Handle handle, String member) {
        SqlMails.removeWaiting(handle, member);
        return handle.createUpdate("DELETE FROM mail_address WHERE member = :member")
                        .bind("member", member)
                        .execute()
                > 0;
    }

    @Override
    public Optional<Mailbox> removeByToken(String token) {
        return db.write(handle -> {
            Optional<Mailbox> found = find(handle, "token", token);
            found.ifPresent(box -> drop(handle, box.member()));
            return found;
        });
    }

    @Override
    public void forget(String member) {
        db.write(handle -> {
            drop(handle, member);
            SqlMails.removeAll(handle, member);
            return handle.createUpdate("DELETE FROM mail_code WHERE member = :member")
                    .bind("member", member)
                    .execute();
        });
    }

    @Override
    public List<Mailbox> untold(int limit) {
        return db.read(handle -> handle.createQuery(COLUMNS
                        + "WHERE suspended IS NOT NULL AND told = FALSE ORDER BY member FETCH FIRST :limit ROWS ONLY")
                .bind("limit", limit)
                .map((row, context) -> mailbox(row))
                .list());
    }

    @Override
    public void told(String member) {
        db.write(handle -> handle.createUpdate("UPDATE mail_address SET told = TRUE WHERE member = :member")
                .bind("member", member)
                .execute());
    }

    @Override
    public void clean(Instant now, Duration ago) {
        db.write(handle -> handle.createUpdate("DELETE FROM mail_code WHERE expires < :time AND sent < :time")
                .bind("time", now.minus(ago).toEpochMilli())
                .execute());
    }
}
