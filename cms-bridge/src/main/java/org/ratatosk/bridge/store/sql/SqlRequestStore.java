package org.ratatosk.bridge.store.sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.ratatosk.bridge.bot.RequestStore;
import org.ratatosk.server.jid.Jid;

/** Requests in the database. Thread-safe. */
public final class SqlRequestStore implements RequestStore {
    private static final int BATCH = 500;
    private static final int LONGEST_ANSWER = 20_000;

    private final Transactions db;

    /** @param db the way to the database */
    public SqlRequestStore(Transactions db) {
        this.db = db;
    }

    @Override
    public Seen begin(Jid sender, String id, String words, String freshKey, Instant now, Instant notBefore) {
        return db.write(handle -> {
            Optional<Seen> known = find(handle, sender, id, words, notBefore);
            if (known.isPresent()) {
                return known.get();
            }
            handle.createUpdate("DELETE FROM request WHERE sender = :sender AND message_id = :id AND words = :words")
                    .bind("sender", sender.toString())
                    .bind("id", hash(id))
                    .bind("words", words)
                    .execute();
            handle.createUpdate("INSERT INTO request (request_key, sender, message_id, words, came)"
                            + " VALUES (:key, :sender, :id, :words, :came)")
                    .bind("key", freshKey)
                    .bind("sender", sender.toString())
                    .bind("id", hash(id))
                    .bind("words", words)
                    .bind("came", now.toEpochMilli())
                    .execute();
            return new Seen(freshKey, null);
        });
    }

    private static Optional<Seen> find(Handle handle, Jid sender, String id, String words, Instant notBefore) {
        return handle.createQuery("SELECT request_key, answer FROM request"
                        + " WHERE sender = :sender AND message_id = :id AND words = :words AND came >= :from")
                .bind("sender", sender.toString())
                .bind("id", hash(id))
                .bind("words", words)
                .bind("from", notBefore.toEpochMilli())
                .map((row, context) -> seen(row))
                .findOne();
    }

    private static Seen seen(ResultSet row) throws SQLException {
        return new Seen(row.getString("request_key"), row.getString("answer"));
    }

    @Override
    public void finish(String key, String answer) {
        String kept = answer.length() <= LONGEST_ANSWER ? answer : answer.substring(0, LONGEST_ANSWER);
        db.write(handle -> handle.createUpdate("UPDATE request SET answer = :answer WHERE request_key = :key")
                .bind("answer", kept)
                .bind("key", key)
                .execute());
    }

    @Override
    public void name(Jid sender, Set<String> ids, String key) {
        db.write(handle -> {
            for (String id : ids) {
                unname(handle, sender, id);
                handle.createUpdate("INSERT INTO message_made (sender, message_id, request_key)"
                                + " VALUES (:sender, :id, :key)")
                        .bind("sender", sender.toString())
                        .bind("id", hash(id))
                        .bind("key", key)
                        .execute();
            }
            return ids.size();
        });
    }

    @Override
    public Optional<String> named(Jid sender, String id) {
        return db.read(handle -> handle.createQuery(
                        "SELECT request_key FROM message_made WHERE sender = :sender AND message_id = :id")
                .bind("sender", sender.toString())
                .bind("id", hash(id))
                .mapTo(String.class)
                .findOne());
    }

    @Override
    public void unname(Jid sender, Set<String> ids) {
        if (ids.stream().anyMatch(id -> named(sender, id).isPresent())) {
            db.write(handle -> {
                ids.forEach(id -> unname(handle, sender, id));
                return ids.size();
            });
        }
    }

    private static void unname(Handle handle, Jid sender, String id) {
        handle.createUpdate("DELETE FROM message_made WHERE sender = :sender AND message_id = :id")
                .bind("sender", sender.toString())
                .bind("id", hash(id))
                .execute();
    }

    @Override
    public void forget(Jid sender) {
        db.write(handle -> {
            for (String table : List.of("request", "message_made")) {
                handle.createUpdate("DELETE FROM " + table + " WHERE sender = :sender")
                        .bind("sender", sender.toString())
                        .execute();
            }
            return true;
        });
    }

    @Override
    public void forgetBefore(Instant time) {
        int removed;
        do {
            removed = db.write(
                    handle -> handle.createUpdate("DELETE FROM request WHERE request_key IN (SELECT request_key"
                                    + " FROM request WHERE came < :time ORDER BY came FETCH FIRST :limit ROWS ONLY)")
                            .bind("time", time.toEpochMilli())
                            .bind("limit", BATCH)
                            .execute());
        } while (removed == BATCH);
    }

    private static String hash(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
