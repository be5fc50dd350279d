package org.ratatosk.bridge.store.sql;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The rows of table {@code liked}. */
final class LikeRows {
    void put(Handle handle, long number, String member, boolean likes, Instant now) {
        handle.createUpdate("DELETE FROM liked WHERE number = :number AND member = :member")
                .bind("number", number)
                .bind("member", member)
                .execute();
        if (likes) {
            handle.createUpdate("INSERT INTO liked (number, member, since) VALUES (:number, :member, :since)")
                    .bind("number", number)
                    .bind("member", member)
                    .bind("since", now.toEpochMilli())
                    .execute();
        }
    }

    boolean has(Handle handle, long number, String member) {
        return handle.createQuery("SELECT COUNT(*) FROM liked WHERE number = :number AND member = :member")
                        .bind("number", number)
                        .bind("member", member)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    Map<Long, Integer> count(Handle handle, List<Long> numbers) {
        return handle.createQuery("SELECT number, COUNT(*) AS n FROM liked WHERE number IN (<list>) GROUP BY number")
                .bindList("list", numbers)
                .reduceResultSet(new HashMap<>(), (counts, row, context) -> {
                    counts.put(row.getLong("number"), row.getInt("n"));
                    return counts;
                });
    }

    /** Of a comment, or of a post with the comments under it. */
    void forget(Handle handle, long number) {
        handle.createUpdate("DELETE FROM liked WHERE number = :number"
                        + " OR number IN (SELECT number FROM comment WHERE post = :number)")
                .bind("number", number)
                .execute();
    }

    /** Of the posts of a member with the comments under them. */
    void forgetPosts(Handle handle, String author) {
        handle.createUpdate("DELETE FROM liked WHERE number IN (SELECT number FROM post WHERE author = :author)"
                        + " OR number IN (SELECT number FROM comment WHERE post IN"
                        + " (SELECT number FROM post WHERE author = :author))")
                .bind("author", author)
                .execute();
    }

    /** What a member liked, and that it was told. */
    void forget(Handle handle, String member) {
        handle.createUpdate("DELETE FROM event WHERE kind = 'LIKED' AND actor = :member")
                .bind("member", member)
                .execute();
        handle.createUpdate("DELETE FROM liked WHERE member = :member")
                .bind("member", member)
                .execute();
    }
}
