package org.ratatosk.bridge.store.sql;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.ratatosk.bridge.cms.Profile;
import org.ratatosk.bridge.cms.Profiles;

/** What the site says of its members, in SQL. Thread-safe. */
public final class SqlProfiles implements Profiles.Kept {
    private final Transactions db;

    /** On this database. */
    public SqlProfiles(Transactions db) {
        this.db = db;
    }

    @Override
    public void put(String member, Profile said, Instant now) {
        db.write(handle -> {
            int changed = put(
                    handle,
                    "UPDATE member_profile SET shown = COALESCE(:shown, shown), page = COALESCE(:page, page),"
                            + " picture = COALESCE(:picture, picture), version = version + 1, tries = 0, due = :due"
                            + " WHERE member = :member",
                    member,
                    said,
                    now);
            return changed > 0
                    ? changed
                    : put(
                            handle,
                            "INSERT INTO member_profile (member, shown, page, picture, version, tries, due)"
                                    + " VALUES (:member, :shown, :page, :picture, 1, 0, :due)",
                            member,
                            said,
                            now);
        });
    }

    private static int put(Handle handle, String sql, String member, Profile said, Instant now) {
        return handle.createUpdate(sql)
                .bind("member", member)
                .bind("shown", said.shown())
                .bind("page", said.page())
                .bind("picture", said.picture())
                .bind("due", now.toEpochMilli())
                .execute();
    }

    @Override
    public void wake(String member, Instant now) {
        db.write(handle -> handle.createUpdate(
                        "UPDATE member_profile SET version = version + 1, tries = 0, due = :due WHERE member = :member")
                .bind("member", member)
                .bind("due", now.toEpochMilli())
                .execute());
    }

    @Override
    public List<Saying> due(Instant now, int limit) {
        return db.read(handle -> handle.createQuery("SELECT member, shown, page, picture, version, tries"
                        + " FROM member_profile WHERE due <= :now ORDER BY due FETCH FIRST :limit ROWS ONLY")
                .bind("now", now.toEpochMilli())
                .bind("limit", limit)
                .map((row, context) -> new Saying(
                        row.getString("member"),
                        new Profile(row.getString("shown"), row.getString("page"), row.getString("picture")),
                        row.getLong("version"),
                        row.getInt("tries")))
                .list());
    }

    @Override
    public void settled(Saying saying, boolean late, Optional<Instant> again) {
        db.write(handle -> handle.createUpdate("UPDATE member_profile SET tries = :tries, due = :due"
                        + " WHERE member = :member AND version = :version")
                .bind("tries", late ? saying.tries() + 1 : 0)
                .bind("due", again.map(Instant::toEpochMilli).orElse(null))
                .bind("member", saying.member())
                .bind("version", saying.version())
                .execute());
    }

    @Override
    public void pictureIsGiven(String member) {
        db.write(handle -> handle.createUpdate(
                        "UPDATE member_profile SET picture = NULL, version = version + 1 WHERE member = :member")
                .bind("member", member)
                .execute());
    }

    @Override
    public void rename(String member, String to) {
        db.write(handle -> {
            remove(handle, to);
            return handle.createUpdate("UPDATE member_profile SET member = :to WHERE member = :member")
                    .bind("member", member)
                    .bind("to", to)
                    .execute();
        });
    }

    @Override
    public void remove(String member) {
        db.write(handle -> remove(handle, member));
    }

    private static int remove(Handle handle, String member) {
        return handle.createUpdate("DELETE FROM member_profile WHERE member = :member")
                .bind("member", member)
                .execute();
    }
}
