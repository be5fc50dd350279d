package org.ratatosk.bridge.store.sql;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.ratatosk.bridge.alerts.Notice;
import org.ratatosk.bridge.alerts.NoticeStore;
import org.ratatosk.bridge.alerts.Target;
import org.ratatosk.bridge.cms.Event;

/** {@link NoticeStore} in the tables of V10. Thread-safe. */
public final class SqlNotices implements NoticeStore {
    private static final int AT_ONCE = 500;
    private final Transactions db;

    /** On this database. */
    public SqlNotices(Transactions db) {
        this.db = db;
    }

    @Override
    public long add(Notice notice, String key, Instant now) {
        return db.write(handle -> add(handle, notice, key, now));
    }

    static long add(Handle handle, Notice notice, String key, Instant now) {
        Optional<Long> known = handle.createQuery("SELECT number FROM notice WHERE request_key = :key")
                .bind("key", key)
                .mapTo(Long.class)
                .findOne();
        if (known.isPresent()) {
            return known.get();
        }
        long number = SqlContents.nextNumber(handle);
        handle.createUpdate(
                        "INSERT INTO notice (number, request_key, target, recipient, about, title, body, link, action, created)"
                                + " VALUES (:number, :key, :target, :recipient, :about, :title, :text, :link, :action, :now)")
                .bind("number", number)
                .bind("key", key)
                .bind("target", notice.target().name())
                .bind("recipient", notice.recipient())
                .bind("about", notice.about())
                .bind("title", notice.title())
                .bind("text", notice.text())
                .bind("link", notice.link())
                .bind("action", notice.action())
                .bind("now", now.toEpochMilli())
                .execute();
        SqlEventLog.append(
                handle, new Event(event(number), Event.Type.NOTICE, number, OptionalLong.empty(), notice.about(), now));
        return number;
    }

    /** The id of a notice's event. */
    static String event(long number) {
        return "notice-" + number;
    }

    @Override
    public Optional<Notice> notice(long number) {
        return db.read(handle -> handle.createQuery(
                        "SELECT number, target, recipient, about, title, body, link, action, created"
                                + " FROM notice WHERE number = :number")
                .bind("number", number)
                .map((row, context) -> notice(row))
                .findOne());
    }

    private static Notice notice(ResultSet row) throws SQLException {
        return new Notice(
                row.getLong("number"),
                Target.valueOf(row.getString("target")),
                row.getString("recipient"),
                row.getString("about"),
                row.getString("title"),
                row.getString("body"),
                row.getString("link"),
                row.getString("action"),
                Instant.ofEpochMilli(row.getLong("created")));
    }

    @Override
    public void later(FriendNews news) {
        db.write(handle -> {
            Optional<String> waits = handle.createQuery(
                            "SELECT target FROM friend_news WHERE actor = :actor AND recipient = :recipient")
                    .bind("actor", news.actor())
                    .bind("recipient", news.recipient())
                    .mapTo(String.class)
                    .findOne();
            if (waits.isEmpty()) {
                handle.createUpdate("INSERT INTO friend_news (actor, recipient, target, due)"
                                + " VALUES (:actor, :recipient, :target, :due)")
                        .bind("actor", news.actor())
                        .bind("recipient", news.recipient())
                        .bind("target", news.target().name())
                        .bind("due", news.due().toEpochMilli())
                        .execute();
            } else if (!waits.get().equals(news.target().name())) {
                takeAway(handle, news);
            }
            return true;
        });
    }

    private static void takeAway(Handle handle, FriendNews news) {
        handle.createUpdate("DELETE FROM friend_news WHERE actor = :actor AND recipient = :recipient")
                .bind("actor", news.actor())
                .bind("recipient", news.recipient())
                .execute();
    }

    @Override
    public int ripen(Instant now) {
        boolean any = nextDue().filter(due -> !due.isAfter(now)).isPresent();
        return !any
                ? 0
                : db.write(handle -> {
                    List<FriendNews> due = list(handle, "WHERE due <= " + now.toEpochMilli(), AT_ONCE);
                    for (FriendNews news : due) {
                        String key = "friend-"
                                + UUID.nameUUIDFromBytes(news.toString().getBytes(StandardCharsets.UTF_8));
                        add(handle, Notice.ofFriends(news.target(), news.actor(), news.recipient()), key, now);
                        takeAway(handle, news);
                    }
                    return due.size();
                });
    }

    @Override
    public Optional<Instant> nextDue() {
        return db.read(handle -> list(handle, "", 1)).stream()
                .map(FriendNews::due)
                .findFirst();
    }

    private static List<FriendNews> list(Handle handle, String where, int limit) {
        return handle.createQuery("SELECT actor, recipient, target, due FROM friend_news " + where
                        + " ORDER BY due FETCH FIRST :limit ROWS ONLY")
                .bind("limit", limit)
                .map((row, context) -> new FriendNews(
                        row.getString("actor"),
                        row.getString("recipient"),
                        Target.valueOf(row.getString("target")),
                        Instant.ofEpochMilli(row.getLong("due"))))
                .list();
    }

    @Override
    public void forget(String member) {
        db.write(handle -> handle.createUpdate("DELETE FROM friend_news WHERE actor = :member OR recipient = :member")
                        .bind("member", member)
                        .execute()
                + handle.createUpdate("DELETE FROM notice WHERE recipient = :member OR about = :member")
                        .bind("member", member)
                        .execute());
    }
}
