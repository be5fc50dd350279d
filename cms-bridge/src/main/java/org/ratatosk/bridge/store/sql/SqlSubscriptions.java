package org.ratatosk.bridge.store.sql;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Subscription;
import org.ratatosk.bridge.alerts.SubscriptionStore;
import org.ratatosk.bridge.alerts.Target;
import org.ratatosk.bridge.alerts.Target.Argument;
import org.ratatosk.bridge.alerts.Topic;
import org.ratatosk.server.jid.Jid;

/** The subscriptions and the switches of addresses in SQL. Thread-safe. */
public final class SqlSubscriptions implements SubscriptionStore {
    private static final String COLUMNS = "SELECT id, address, member, target, topic, created FROM subscription ";
    private static final String KEY = "address = :address AND target = :target AND topic = :topic";
    private static final String ASKED_FOR = "active AND target NOT IN ("
            + Target.given().stream().map(target -> "'" + target.name() + "'").collect(Collectors.joining(", ")) + ")";
    // What is about a member, and goes with that member.
    private static final String ABOUT = "target IN ("
            + Arrays.stream(Target.values())
                    .filter(target -> target.argument() == Argument.MEMBER || target.argument() == Argument.SELF)
                    .map(target -> "'" + target.name() + "'")
                    .collect(Collectors.joining(", "))
            + ")";

    private final Transactions db;

    /** @param db the way to the database */
    public SqlSubscriptions(Transactions db) {
        this.db = db;
    }

    @Override
    public Added add(Jid address, @Nullable String member, Topic topic, int quota, Instant now) {
        return db.write(handle -> {
            Optional<Boolean> active = active(handle, address, topic);
            if (active.orElse(false)) {
                adopt(handle, address, member);
                return Added.OLD;
            }
            if (!topic.target().isGiven() && count(handle, address, member) >= quota) {
                return Added.FULL;
            }
            if (active.isPresent()) {
                setActive(handle, address, topic, true, now);
            } else {
                insert(handle, address, member, topic, now);
            }
            return Added.NEW;
        });
    }

    private static Optional<Boolean> active(Handle handle, Jid address, Topic topic) {
        return key(handle.createQuery("SELECT active FROM subscription WHERE " + KEY), address, topic)
                .mapTo(Boolean.class)
                .findOne();
    }

    private static Query key(Query query, Jid address, Topic topic) {
        return query.bind("address", address.toString())
                .bind("target", topic.target().name())
                .bind("topic", topic.value());
    }

    private static int count(Handle handle, Jid address, @Nullable String member) {
        String whose = member == null ? "address = :who AND member IS NULL" : "member = :who";
        return handle.createQuery("SELECT COUNT(*) FROM subscription WHERE " + ASKED_FOR + " AND " + whose)
                .bind("who", member == null ? address.toString() : member)
                .mapTo(Integer.class)
                .one();
    }

    private static void insert(Handle handle, Jid address, @Nullable String member, Topic topic, Instant now) {
        handle.createUpdate("INSERT INTO subscription (address, member, target, topic, active, created)"
                        + " VALUES (:address, :member, :target, :topic, TRUE, :now)")
                .bind("address", address.toString())
                .bind("member", member)
                .bind("target", topic.target().name())
                .bind("topic", topic.value())
                .bind("now", now.toEpochMilli())
                .execute();
    }

    private static int setActive(Handle handle, Jid address, Topic topic, boolean active, Instant now) {
        return handle.createUpdate("UPDATE subscription SET active = :active, created = :now WHERE " + KEY
                        + " AND active <> :active")
                .bind("active", active)
                .bind("now", now.toEpochMilli())
                .bind("address", address.toString())
                .bind("target", topic.target().name())
                .bind("topic", topic.value())
                .execute();
    }

    @Override
    public void addGiven(String member, Jid home, Instant now) {
        List<Topic> topics = Topic.givenTo(member);
        boolean kept = db.read(
                handle -> topics.stream().allMatch(t -> active(handle, home, t).isPresent()));
        if (!kept) {
            addGiven(Map.of(member, home), now);
        }
    }

    @Override
    public void addGiven(Map<String, Jid> homes, Instant now) {
        db.write(handle -> {
            homes.forEach((member, home) -> {
                for (Topic topic : Topic.givenTo(member)) {
                    if (active(handle, home, topic).isEmpty()) {
                        insert(handle, home, member, topic, now);
                    }
                }
            });
            return true;
        });
    }

    @Override
    public boolean remove(Jid address, Topic topic, Instant now) {
        return db.write(handle -> remove(handle, address, topic, now));
    }

    private static boolean remove(Handle handle, Jid address, Topic topic, Instant now) {
        if (topic.target().isGiven()) {
            return setActive(handle, address, topic, false, now) > 0;
        }
        return handle.createUpdate("DELETE FROM subscription WHERE " + KEY)
                        .bind("address", address.toString())
                        .bind("target", topic.target().name())
                        .bind("topic", topic.value())
                        .execute()
                > 0;
    }

    @Override
    public boolean remove(String member, long id, Instant now) {
        return db.write(handle -> handle.createQuery(COLUMNS + "WHERE id = :id AND member = :member AND active")
                .bind("id", id)
                .bind("member", member)
                .map((row, context) -> remove(
                        handle,
                        Jid.of(row.getString("address")),
                        new Topic(Target.valueOf(row.getString("target")), row.getString("topic")),
                        now))
                .findOne()
                .orElse(false));
    }

    @Override
    public Optional<Subscription> find(Jid address, Topic topic) {
        return db.read(handle -> key(handle.createQuery(COLUMNS + "WHERE active AND " + KEY), address, topic)
                .map((row, context) -> Rows.subscription(row))
                .findOne());
    }

    @Override
    public boolean wasRemoved(Jid address, Topic topic) {
        return db.read(handle -> !active(handle, address, topic).orElse(true));
    }

    @Override
    public List<Subscription> ofMember(String member) {
        return list("WHERE active AND member = :who ORDER BY id", query -> query.bind("who", member));
    }

    @Override
    public List<Subscription> at(Jid address) {
        return list("WHERE active AND address = :who ORDER BY id", query -> query.bind("who", address.toString()));
    }

    @Override
    public List<Subscription> search(String part, int offset, int limit) {
        return list(
                "WHERE active AND (POSITION(:part IN address) > 0 OR POSITION(:part IN member) > 0)"
                        + " ORDER BY id LIMIT :limit OFFSET :offset",
                query -> query.bind("part", part).bind("limit", limit).bind("offset", offset));
    }

    @Override
    public List<Subscription> to(Topic topic, long after, int limit) {
        return list(
                "WHERE active AND target = :target AND topic = :topic AND id > :after ORDER BY id LIMIT :limit",
                query -> query.bind("target", topic.target().name())
                        .bind("topic", topic.value())
                        .bind("after", after)
                        .bind("limit", limit));
    }

    private List<Subscription> list(String rest, Function<Query, Query> bind) {
        return db.read(handle -> bind.apply(handle.createQuery(COLUMNS + rest))
                .map((row, context) -> Rows.subscription(row))
                .list());
    }

    @Override
    public void adopt(Jid address, String member) {
        db.write(handle -> adopt(handle, address, member));
    }

    private static int adopt(Handle handle, Jid address, @Nullable String member) {
        return handle.createUpdate(
                        "UPDATE subscription SET member = :member WHERE address = :address AND member IS NULL")
                .bind("member", member)
                .bind("address", address.toString())
                .execute();
    }

    @Override
    public void forgetAddress(Jid address) {
        db.write(handle -> forget(handle, address));
    }

    private static int forget(Handle handle, Jid address) {
        int switches = handle.createUpdate("DELETE FROM alert_switch WHERE address = :address")
                .bind("address", address.toString())
                .execute();
        return switches
                + handle.createUpdate("DELETE FROM subscription WHERE address = :address")
                        .bind("address", address.toString())
                        .execute();
    }

    @Override
    public void forgetMember(String member, List<Jid> addresses) {
        db.write(handle -> {
            List<String> mine = handle.createQuery("SELECT DISTINCT address FROM subscription WHERE member = :member")
                    .bind("member", member)
                    .mapTo(String.class)
                    .list();
            List<Jid> all = new ArrayList<>(addresses);
            mine.forEach(address -> all.add(Jid.of(address)));
            all.forEach(address -> forget(handle, address));
            return handle.createUpdate("DELETE FROM subscription WHERE (topic = :member AND " + ABOUT
                            + ") OR (target = 'MEMBER_TAG' AND POSITION(:tagged IN topic) = 1)")
                    .bind("member", member)
                    .bind("tagged", member + " ")
                    .execute();
        });
    }

    @Override
    public Optional<Instant> offSince(Jid address) {
        return db.read(handle -> offSince(handle, address)).map(Instant::ofEpochMilli);
    }

    private static Optional<Long> offSince(Handle handle, Jid address) {
        return handle.createQuery("SELECT off_since FROM alert_switch WHERE address = :address")
                .bind("address", address.toString())
                .mapTo(Long.class)
                .findOne();
    }

    @Override
    public boolean setOff(Jid address, boolean off, Instant now) {
        return db.write(handle -> {
            if (offSince(handle, address).isPresent() == off) {
                return false;
            }
            String sql = off
                    ? "INSERT INTO alert_switch (address, off_since) VALUES (:address, :now)"
                    : "DELETE FROM alert_switch WHERE address = :address AND :now IS NOT NULL";
            return handle.createUpdate(sql)
                            .bind("address", address.toString())
                            .bind("now", now.toEpochMilli())
                            .execute()
                    == 1;
        });
    }
}
