package org.ratatosk.bridge.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.mail.MailStore;
import org.ratatosk.bridge.mail.Mailbox;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.bridge.outbox.AlertStore.Change;
import org.ratatosk.bridge.outbox.DropReason;
import org.ratatosk.server.jid.Jid;

/** The queue of mails in SQL. Thread-safe. */
public final class SqlMails implements MailStore {
    private static final int AT_ONCE = 500;
    /** The mail of what is in none and shall be in none. */
    private static final int NONE = 0;

    /** What alerts have that were handed over, or are held, and that nobody has fetched. */
    private static final String UNFETCHED = "alert.owner = box.member AND alert.address = box.home"
            + " AND alert.created >= box.away_since AND alert.created <= :before"
            + " AND (alert.state = 'SENT' OR (alert.state = 'WAITING' AND alert.next_try IS NULL))"
            + " AND NOT EXISTS (SELECT 1 FROM mail_item WHERE mail_item.member = box.member"
            + " AND mail_item.event = alert.event)";

    private final Transactions db;

    /** @param db the way to the database */
    public SqlMails(Transactions db) {
        this.db = db;
    }

    /** Takes in an alert with which it has come to an end that its member did not hear of, if mail goes there. */
    static void take(Handle handle, Alert alert, Change to) {
        boolean fallen = to.state() == Alert.State.BOUNCED
                || to.state() == Alert.State.DEAD
                || to.reason() == DropReason.SUSPENDED;
        if (fallen && alert.member() != null) {
            insert(handle, alert.member(), alert.event(), alert.id(), false, to.at());
        }
    }

    private static void insert(Handle handle, String member, String event, long alert, boolean away, Instant at) {
        handle.createUpdate("INSERT INTO mail_item (member, event, alert, away, created)"
                        + " SELECT member, :event, :alert, :away, :at FROM mail_address"
                        + " WHERE member = :member AND suspended IS NULL AND NOT EXISTS"
                        + " (SELECT 1 FROM mail_item WHERE member = :member AND event = :event)")
                .bind("member", member)
                .bind("event", event)
                .bind("alert", alert)
                .bind("away", away)
                .bind("at", at.toEpochMilli())
                .execute();
    }

    @Override
    public void takeUnfetched(Instant madeBefore, Predicate<Jid> away, Instant now) {
        String after = "";
        List<Map.Entry<String, Jid>> page;
        do {
            page = waitingFor(madeBefore, after);
            for (Map.Entry<String, Jid> member : page) {
                if (away.test(member.getValue())) {
                    db.write(handle -> takeUnfetched(handle, member.getKey(), madeBefore, now));
                }
                after = member.getKey();
            }
        } while (page.size() == AT_ONCE);
    }

    private List<Map.Entry<String, Jid>> waitingFor(Instant before, String after) {
        return db.read(handle -> handle.createQuery(
                        "SELECT member, home FROM mail_address box WHERE away_since IS NOT NULL"
                                + " AND suspended IS NULL AND member > :after AND EXISTS (SELECT 1 FROM alert WHERE "
                                + UNFETCHED
                                + ") ORDER BY member FETCH FIRST :limit ROWS ONLY")
                .bind("before", before.toEpochMilli())
                .bind("after", after)
                .bind("limit", AT_ONCE)
                .map((row, context) -> Map.entry(row.getString("member"), Jid.of(row.getString("home"))))
                .list());
    }

    private static int takeUnfetched(Handle handle, String member, Instant before, Instant now) {
        return handle.createUpdate("INSERT INTO mail_item (member, event, alert, away, created)"
                        + " SELECT box.member, alert.event, alert.id, TRUE, :now FROM mail_address box JOIN alert ON "
                        + UNFETCHED
                        + " WHERE box.member = :member ORDER BY alert.id FETCH FIRST " + AT_ONCE + " ROWS ONLY")
                .bind("member", member)
                .bind("before", before.toEpochMilli())
                .bind("now", now.toEpochMilli())
                .execute();
    }

    @Override
    public List<String> ready(Instant cameBefore, Instant lastBefore, String after, int limit) {
        return db.read(handle -> handle.createQuery("SELECT member FROM mail_address box WHERE suspended IS NULL"
                        + " AND member > :after AND (last_mail IS NULL OR last_mail <= :last)"
                        + " AND EXISTS (SELECT 1 FROM mail_item WHERE mail_item.member = box.member"
                        + " AND mail_item.mail IS NULL AND mail_item.created <= :came)"
                        + " AND NOT EXISTS (SELECT 1 FROM mail WHERE mail.member = box.member AND mail.state = 'WAITING')"
                        + " ORDER BY member FETCH FIRST :limit ROWS ONLY")
                .bind("after", after)
                .bind("last", lastBefore.toEpochMilli())
                .bind("came", cameBefore.toEpochMilli())
                .bind("limit", limit)
                .mapTo(String.class)
                .list());
    }

    @Override
    public void open(String member, String messageId, int most, Instant now) {
        db.write(handle -> {
            List<String> events = handle.createQuery(
                            "SELECT event FROM mail_item WHERE member = :member AND mail IS NULL"
                                    + " ORDER BY created, alert FETCH FIRST :most ROWS ONLY")
                    .bind("member", member)
                    .bind("most", most)
                    .mapTo(String.class)
                    .list();
            if (events.isEmpty()) {
                return 0;
            }
            long mail = handle.createUpdate(
                            "INSERT INTO mail (member, message_id, state, tries, next_try, created, changed)"
                                    + " VALUES (:member, :id, 'WAITING', 0, :now, :now, :now)")
                    .bind("member", member)
                    .bind("id", messageId)
                    .bind("now", now.toEpochMilli())
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(Long.class)
                    .one();
            return handle.createUpdate(
                            "UPDATE mail_item SET mail = :mail WHERE member = :member AND event IN (<events>)")
                    .bind("mail", mail)
                    .bind("member", member)
                    .bindList("events", events)
                    .execute();
        });
    }

    @Override
    public List<Queued> due(Instant now, int limit) {
        return db.read(handle -> handle.createQuery("SELECT id, member, message_id, tries, created FROM mail"
                        + " WHERE next_try <= :now ORDER BY next_try, id FETCH FIRST :limit ROWS ONLY")
                .bind("now", now.toEpochMilli())
                .bind("limit", limit)
                .map((row, context) -> new Queued(
                        row.getLong("id"),
                        row.getString("member"),
                        row.getString("message_id"),
                        row.getInt("tries"),
                        Instant.ofEpochMilli(row.getLong("created"))))
                .list());
    }

    @Override
    public List<Item> items(long mail) {
        return db.read(handle -> items(handle, mail));
    }

    private static List<Item> items(Handle handle, long mail) {
        return handle.createQuery("SELECT member, event, alert, away FROM mail_item WHERE mail = :mail"
                        + " ORDER BY created, alert")
                .bind("mail", mail)
                .map((row, context) -> new Item(
                        row.getString("member"), row.getString("event"), row.getLong("alert"), row.getBoolean("away")))
                .list();
    }

    @Override
    public void leaveOut(Item item) {
        String sql = item.away() ? "UPDATE mail_item SET mail = " + NONE : "DELETE FROM mail_item";
        db.write(handle -> handle.createUpdate(sql + " WHERE member = :member AND event = :event")
                .bind("member", item.member())
                .bind("event", item.event())
                .execute());
    }

    @Override
    public void putBack(List<Item> items) {
        if (!items.isEmpty()) {
            db.write(handle -> handle.createUpdate(
                            "UPDATE mail_item SET mail = NULL WHERE member = :member AND event IN (<events>)")
                    .bind("member", items.get(0).member())
                    .bindList("events", items.stream().map(Item::event).toList())
                    .execute());
        }
    }

    @Override
    public void cancel(Queued mail) {
        db.write(handle -> cancel(handle, mail.id()));
    }

    private static int cancel(Handle handle, long mail) {
        removeItems(handle, mail);
        return handle.createUpdate("DELETE FROM mail WHERE id = :id")
                .bind("id", mail)
                .execute();
    }

    private static void removeItems(Handle handle, long mail) {
        handle.createUpdate("DELETE FROM mail_item WHERE mail = :mail")
                .bind("mail", mail)
                .execute();
    }

    @Override
    public void sent(Queued mail, Instant now) {
        db.write(handle -> {
            for (Item item : items(handle, mail.id())) {
                SqlAlerts.apply(handle, item.alert(), Set.of(Alert.State.WAITING), was -> toldByMail(was, now));
            }
            change(handle, mail, State.SENT, mail.tries() + 1, null, null, now);
            return handle.createUpdate("UPDATE mail_address SET last_mail = :now WHERE member = :member")
                    .bind("now", now.toEpochMilli())
                    .bind("member", mail.member())
                    .execute();
        });
    }

    /** One that is held is told now; one that somebody has asked to be tried again is tried. */
    private static Change toldByMail(Alert was, Instant now) {
        return was.nextTry() == null
                ? new Change(
                        Alert.State.DROPPED,
                        was.tries(),
                        null,
                        "It went by e-mail, as nobody had fetched it for a day",
                        DropReason.MAILED,
                        now)
                : new Change(was.state(), was.tries(), was.nextTry(), was.error(), null, was.changed());
    }

    @Override
    public void later(Queued mail, int tries, Instant next, String error, Instant now) {
        db.write(handle -> change(handle, mail, State.WAITING, tries, next, error, now));
    }

    @Override
    public void giveUp(Queued mail, int tries, String error, Instant now) {
        db.write(handle -> change(handle, mail, State.GIVEN_UP, tries, null, error, now));
    }

    @Override
    public void refused(Queued mail, Mailbox box, String error, Instant now) {
        db.write(handle -> {
            change(handle, mail, State.REFUSED, mail.tries() + 1, null, error, now);
            handle.createUpdate("DELETE FROM mail_item WHERE member = :member AND mail IS NULL")
                    .bind("member", mail.member())
                    .execute();
            return handle.createUpdate("UPDATE mail_address SET suspended = :error, told = FALSE WHERE token = :token")
                    .bind("error", Rows.error(error))
                    .bind("token", box.token())
                    .execute();
        });
    }

    private static int change(
            Handle handle,
            Queued mail,
            State state,
            int tries,
            @Nullable Instant next,
            @Nullable String error,
            Instant now) {
        return handle.createUpdate("UPDATE mail SET state = :state, tries = :tries, next_try = :next, error = :error,"
                        + " changed = :now WHERE id = :id")
                .bind("state", state.name())
                .bind("tries", tries)
                .bind("next", Rows.millis(next))
                .bind("error", Rows.error(error))
                .bind("now", now.toEpochMilli())
                .bind("id", mail.id())
                .execute();
    }

    @Override
    public Optional<Told> told(String member, String event) {
        return db.read(handle -> handle.createQuery("SELECT mail.state, mail.changed, mail.error, mail_item.created"
                        + " FROM mail_item LEFT JOIN mail ON mail.id = mail_item.mail"
                        + " WHERE mail_item.member = :member AND mail_item.event = :event"
                        + " AND (mail_item.mail IS NULL OR mail_item.mail <> " + NONE + ")")
                .bind("member", member)
                .bind("event", event)
                .map((row, context) -> told(row))
                .findOne());
    }

    private static Told told(ResultSet row) throws SQLException {
        @Nullable String state = row.getString("state");
        return state == null
                ? new Told(null, Instant.ofEpochMilli(row.getLong("created")), null)
                : new Told(State.valueOf(state), Instant.ofEpochMilli(row.getLong("changed")), row.getString("error"));
    }

    /** Removes what has not gone to a member yet. */
    static void removeWaiting(Handle handle, String member) {
        handle.createUpdate("DELETE FROM mail_item WHERE member = :member AND (mail IS NULL"
                        + " OR mail IN (SELECT id FROM mail WHERE member = :member AND state = 'WAITING'))")
                .bind("member", member)
                .execute();
        handle.createUpdate("DELETE FROM mail WHERE member = :member AND state = 'WAITING'")
                .bind("member", member)
                .execute();
    }

    /** Removes all that went or was to go to a member. */
    static void removeAll(Handle handle, String member) {
        for (String table : List.of("mail_item", "mail")) {
            handle.createUpdate("DELETE FROM " + table + " WHERE member = :member")
                    .bind("member", member)
                    .execute();
        }
    }

    @Override
    public void clean() {
        db.write(handle -> handle.createUpdate(
                                "DELETE FROM mail_item WHERE NOT EXISTS (SELECT 1 FROM alert WHERE alert.id = mail_item.alert)")
                        .execute()
                + handle.createUpdate("DELETE FROM mail WHERE state <> 'WAITING'"
                                + " AND NOT EXISTS (SELECT 1 FROM mail_item WHERE mail_item.mail = mail.id)")
                        .execute());
    }
}
