package org.ratatosk.bridge.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.CommentDraft;
import org.ratatosk.bridge.cms.Links;

/** The rows of table {@code comment}. Immutable. */
final class CommentRows {
    private static final String COLUMNS =
            "SELECT number, post, parent, author, author_is_member, body, state, published, link FROM comment ";

    private final Links links;

    CommentRows(Links links) {
        this.links = links;
    }

    void insert(Handle handle, long number, CommentDraft draft, String key, Instant now) {
        handle.createUpdate("INSERT INTO comment"
                        + " (number, request_key, post, parent, author, author_is_member, body, state, published)"
                        + " VALUES (:number, :key, :post, :parent, :author, :member, :body, :state, :published)")
                .bind("number", number)
                .bind("key", key)
                .bind("post", draft.post())
                .bind("parent", draft.parent().isPresent() ? draft.parent().getAsLong() : null)
                .bind("author", draft.author())
                .bind("member", draft.authorIsMember())
                .bind("body", draft.text())
                .bind("state", (draft.held() ? Comment.State.HELD : Comment.State.SHOWN).name())
                .bind("published", now.toEpochMilli())
                .execute();
    }

    void setState(Handle handle, long number, Comment.State state) {
        handle.createUpdate("UPDATE comment SET state = :state WHERE number = :number")
                .bind("state", state.name())
                .bind("number", number)
                .execute();
    }

    void setText(Handle handle, long number, String text) {
        handle.createUpdate("UPDATE comment SET body = :body WHERE number = :number")
                .bind("body", text)
                .bind("number", number)
                .execute();
    }

    Optional<Comment> byKey(Handle handle, String key) {
        return handle.createQuery(COLUMNS + "WHERE request_key = :key")
                .bind("key", key)
                .map((row, context) -> comment(row))
                .findOne();
    }

    Optional<Comment> byNumber(Handle handle, long number) {
        return handle.createQuery(COLUMNS + "WHERE number = :number")
                .bind("number", number)
                .map((row, context) -> comment(row))
                .findOne();
    }

    List<Comment> under(Handle handle, long post, Set<Comment.State> states, int offset, int limit) {
        return handle.createQuery(COLUMNS
                        + "WHERE post = :post AND state IN (<states>) ORDER BY number LIMIT :limit OFFSET :offset")
                .bind("post", post)
                .bindList("states", names(states))
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> comment(row))
                .list();
    }

    int before(Handle handle, long post, Set<Comment.State> states, long number) {
        return handle.createQuery(
                        "SELECT COUNT(*) FROM comment WHERE post = :post AND state IN (<states>) AND number < :number")
                .bind("post", post)
                .bindList("states", names(states))
                .bind("number", number)
                .mapTo(Integer.class)
                .one();
    }

    List<Comment> held(Handle handle, String author, int offset, int limit) {
        return handle.createQuery(
                        COLUMNS + "WHERE state = :state AND post IN (SELECT number FROM post WHERE author = :author)"
                                + " ORDER BY number LIMIT :limit OFFSET :offset")
                .bind("state", Comment.State.HELD.name())
                .bind("author", author)
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> comment(row))
                .list();
    }

    private static List<String> names(Set<Comment.State> states) {
        return states.stream().map(Comment.State::name).toList();
    }

    Map<Long, Integer> count(Handle handle, List<Long> posts, Comment.State state) {
        return handle.createQuery(
                        "SELECT post, COUNT(*) AS n FROM comment WHERE post IN (<list>) AND state = :state GROUP BY post")
                .bindList("list", posts)
                .bind("state", state.name())
                .reduceResultSet(new HashMap<>(), (counts, row, context) -> {
                    counts.put(row.getLong("post"), row.getInt("n"));
                    return counts;
                });
    }

    private Comment comment(ResultSet row) throws SQLException {
        long number = row.getLong("number");
        long post = row.getLong("post");
        long parent = row.getLong("parent");
        OptionalLong answered = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(parent);
        return new Comment(
                number,
                post,
                answered,
                row.getString("author"),
                row.getBoolean("author_is_member"),
                row.getString("body"),
                state(row.getString("state")),
                Instant.ofEpochMilli(row.getLong("published")),
                Rows.text(row, "link").orElseGet(() -> links.comment(post, number)));
    }

    /** What is unknown is not shown. */
    private static Comment.State state(String text) {
        for (Comment.State state : Comment.State.values()) {
            if (state.name().equals(text)) {
                return state;
            }
        }
        return Comment.State.HELD;
    }
}
