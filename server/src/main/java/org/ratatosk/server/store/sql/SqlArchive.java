package org.ratatosk.server.store.sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.ArchiveStore;
import org.ratatosk.server.store.ArchivedMessage;
import org.ratatosk.server.xml.XmlReader;
import org.ratatosk.server.xml.XmlWriter;

/** Archives in a database; {@code seq} is the order of appending. Confined to one read or write. */
final class SqlArchive implements ArchiveStore {
    private static final int LONGEST_KEY = 500;
    private static final String COLUMNS =
            "SELECT a.owner, a.id, a.peer, a.stored_at, a.message, a.message_key, a.seq, u.seq AS mark ";
    private static final String WITH_MARK =
            COLUMNS + "FROM archive a LEFT JOIN undelivered u ON u.owner = a.owner AND u.seq = a.seq WHERE ";
    private static final String MARKED = COLUMNS + "FROM undelivered u JOIN archive a ON a.seq = u.seq"
            + " WHERE u.owner = ? AND u.seq > COALESCE((SELECT b.seq FROM archive b WHERE b.owner = ? AND b.id = ?), -1)"
            + " ORDER BY u.owner, u.seq FETCH FIRST ? ROWS ONLY";

    private final Rows rows;

    private record Row(long seq, ArchivedMessage message) {}

    /** A condition with its parameters. */
    private record Where(String sql, List<Object> parameters) {
        static Where of(Jid owner, Filter filter) {
            Where where = new Where("a.owner = ?", List.of(owner.toString()));
            Jid with = filter.with();
            if (with != null) {
                where = where.and("a.peer = ?", with.bare().toString());
                if (with.isFull()) {
                    where = where.and("a.peer_resource = ?", with.resource().orElseThrow());
                }
            }
            if (filter.start() != null) {
                where = where.and("a.stored_at >= ?", Rows.micros(filter.start()));
            }
            return filter.end() == null ? where : where.and("a.stored_at <= ?", Rows.micros(filter.end()));
        }

        Where and(String condition, Object parameter) {
            List<Object> more = new ArrayList<>(parameters);
            more.add(parameter);
            return new Where(sql + " AND " + condition, more);
        }
    }

    SqlArchive(Rows rows) {
        this.rows = rows;
    }

    @Override
    public boolean append(ArchivedMessage message) {
        String owner = message.owner().toString();
        @Nullable String key = keyColumn(message.key());
        if (key != null
                && rows.number("SELECT COUNT(*) FROM archive WHERE owner = ? AND message_key = ?", owner, key) > 0) {
            return false;
        }
        rows.change(
                "INSERT INTO archive (owner, id, peer, peer_resource, stored_at, message_key, message)"
                        + " VALUES (?, ?, ?, ?, ?, NULLIF(?, ''), ?)",
                owner,
                message.id(),
                message.with().toString(),
                message.peer().resource().orElse(""),
                Rows.micros(message.at()),
                Objects.requireNonNullElse(key, ""),
                XmlWriter.toXml(message.message()));
        if (message.undelivered()) {
            rows.change(
                    "INSERT INTO undelivered (owner, seq) SELECT owner, seq FROM archive WHERE owner = ? AND id = ?",
                    owner,
                    message.id());
        }
        return true;
    }

    /** The key as it is kept: a long one, which an index could not hold, by its hash. */
    private static @Nullable String keyColumn(String key) {
        if (key.length() <= LONGEST_KEY) {
            return key.isEmpty() ? null : key;
        }
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return "sha-256 " + HexFormat.of().formatHex(sha.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean contains(Jid owner, String id) {
        return seqOf(owner, id).isPresent();
    }

    @Override
    public List<ArchivedMessage> find(Jid owner, Collection<String> ids) {
        return ids.stream()
                .distinct()
                .flatMap(id -> list(WITH_MARK + "a.owner = ? AND a.id = ?", owner.toString(), id).stream())
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingLong(Row::seq))
                .map(Row::message)
                .toList();
    }

    private OptionalLong seqOf(Jid owner, String id) {
        return rows
                .query("SELECT seq FROM archive WHERE owner = ? AND id = ?", owner.toString(), id)
                .mapTo(Long.class)
                .stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }

    @Override
    public Optional<Page> query(Jid owner, Filter filter) {
        Where all = Where.of(owner, filter);
        OptionalLong after = filter.after() == null ? OptionalLong.of(0) : seqOf(owner, filter.after());
        if (after.isEmpty()) {
            return Optional.empty();
        }
        // a condition on seq, even one that all meet, lets H2 read a page in the order of the index
        Where inside = all.and("a.seq > ?", after.getAsLong());
        if (filter.before() != null) {
            OptionalLong before = seqOf(owner, filter.before());
            if (before.isEmpty()) {
                return Optional.empty();
            }
            inside = inside.and("a.seq < ?", before.getAsLong());
        }
        return Optional.of(page(all, inside, filter));
    }

    private Page page(Where all, Where inside, Filter filter) {
        int max = Math.min(filter.max(), Integer.MAX_VALUE - 1);
        String order = (filter.backwards() ? " ORDER BY a.owner DESC, a.seq DESC" : " ORDER BY a.owner, a.seq")
                + " FETCH FIRST ? ROWS ONLY";
        List<Object> parameters = new ArrayList<>(inside.parameters());
        parameters.add(max + 1);
        List<Optional<Row>> rest = list(WITH_MARK + inside.sql() + order, parameters.toArray());
        boolean complete = rest.size() <= max;
        List<Row> found =
                rest.stream().limit(max).flatMap(Optional::stream).collect(Collectors.toCollection(ArrayList::new));
        if (filter.backwards()) {
            Collections.reverse(found);
        }
        int total = count(all);
        int first =
                found.isEmpty() ? 0 : count(all.and("a.seq < ?", found.get(0).seq()));
        return new Page(found.stream().map(Row::message).toList(), total, first, complete);
    }

    private int count(Where where) {
        return Math.toIntExact(rows.number(
                "SELECT COUNT(*) FROM archive a WHERE " + where.sql(),
                where.parameters().toArray()));
    }

    private List<Optional<Row>> list(String sql, Object... parameters) {
        return rows.query(sql, parameters)
                .map(rows.unreadable().orNothing("archive", "id", row -> new Row(row.getLong("seq"), message(row))))
                .list();
    }

    private static ArchivedMessage message(ResultSet row) throws SQLException {
        return new ArchivedMessage(
                Jid.of(row.getString("owner")),
                row.getString("id"),
                Jid.of(row.getString("peer")),
                Rows.instant(row.getLong("stored_at")),
                XmlReader.parse(row.getString("message")),
                row.getObject("mark") != null,
                Objects.requireNonNullElse(row.getString("message_key"), ""));
    }

    @Override
    public List<ArchivedMessage> undelivered(Jid owner, String after, int limit) {
        return list(MARKED, owner.toString(), owner.toString(), after, limit).stream()
                .flatMap(Optional::stream)
                .map(Row::message)
                .toList();
    }

    @Override
    public int countUndelivered(Jid owner) {
        return Math.toIntExact(rows.number("SELECT COUNT(*) FROM undelivered WHERE owner = ?", owner.toString()));
    }

    @Override
    public long undeliveredBytes(Jid owner) {
        return rows.number(
                "SELECT COALESCE(SUM(OCTET_LENGTH(a.message)), 0) FROM undelivered u JOIN archive a ON a.seq = u.seq"
                        + " WHERE u.owner = ?",
                owner.toString());
    }

    @Override
    public void markDelivered(Jid owner, Collection<String> ids) {
        for (String id : ids) {
            rows.change(
                    "DELETE FROM undelivered WHERE owner = ? AND seq IN"
                            + " (SELECT seq FROM archive WHERE owner = ? AND id = ?)",
                    owner.toString(),
                    owner.toString(),
                    id);
        }
    }
}
