package org.ratatosk.bridge.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.cms.Sight;
import org.ratatosk.bridge.cms.Tags;

/** The rows of table {@code post}. Immutable. */
final class PostRows {
    private static final String COLUMNS =
            "SELECT number, author, title, body, security, tags, mood, published, link FROM post ";

    private final Links links;

    PostRows(Links links) {
        this.links = links;
    }

    void insert(Handle handle, long number, PostDraft draft, String key, Instant now) {
        handle.createUpdate(
                        "INSERT INTO post (number, request_key, author, title, body, security, tags, mood, published)"
                                + " VALUES (:number, :key, :author, :title, :body, :security, :tags, :mood, :published)")
                .bind("number", number)
                .bind("key", key)
                .bind("author", draft.author())
                .bind("title", draft.title())
                .bind("body", draft.text())
                .bind("security", draft.security().name())
                .bind("tags", String.join(",", draft.tags()))
                .bind("mood", draft.mood())
                .bind("published", now.toEpochMilli())
                .execute();
    }

    /** Puts something else in the place of what a post was. */
    void update(Handle handle, long number, PostDraft draft) {
        handle.createUpdate("UPDATE post SET author = :author, title = :title, body = :body, security = :security,"
                        + " tags = :tags, mood = :mood WHERE number = :number")
                .bind("number", number)
                .bind("author", draft.author())
                .bind("title", draft.title())
                .bind("body", draft.text())
                .bind("security", draft.security().name())
                .bind("tags", String.join(",", draft.tags()))
                .bind("mood", draft.mood())
                .execute();
    }

    Optional<Post> byKey(Handle handle, String key) {
        return handle.createQuery(COLUMNS + "WHERE request_key = :key")
                .bind("key", key)
                .map((row, context) -> post(row))
                .findOne();
    }

    Optional<Post> byNumber(Handle handle, long number) {
        return handle.createQuery(COLUMNS + "WHERE number = :number")
                .bind("number", number)
                .map((row, context) -> post(row))
                .findOne();
    }

    List<Post> of(Handle handle, String author, Sight sight, long before, int limit) {
        Query query =
                before(handle, "author = :author AND ", sight, before, limit).bind("author", author);
        return query.map((row, context) -> post(row)).list();
    }

    List<Post> latest(Handle handle, Sight sight, long before, int limit) {
        return before(handle, "", sight, before, limit)
                .map((row, context) -> post(row))
                .list();
    }

    private static Query before(Handle handle, String whose, Sight sight, long before, int limit) {
        @Nullable String viewer = sight.viewer();
        String strangers = sight.strangers().isEmpty() ? "" : " AND author NOT IN (<strangers>)";
        String open = viewer == null
                ? "security = 'PUBLIC'"
                : "(security = 'PUBLIC' OR author = :viewer OR (security = 'FRIENDS'" + strangers + "))";
        Query query = handle.createQuery(COLUMNS + "WHERE " + whose + open
                        + " AND number < :before ORDER BY number DESC FETCH FIRST :limit ROWS ONLY")
                .bind("before", before)
                .bind("limit", limit);
        if (viewer == null) {
            return query;
        }
        query.bind("viewer", viewer);
        return strangers.isEmpty() ? query : query.bindList("strangers", List.copyOf(sight.strangers()));
    }

    private Post post(ResultSet row) throws SQLException {
        long number = row.getLong("number");
        return new Post(
                number,
                row.getString("author"),
                row.getString("title"),
                row.getString("body"),
                security(row.getString("security")),
                Tags.list(row.getString("tags")),
                row.getString("mood"),
                Instant.ofEpochMilli(row.getLong("published")),
                Rows.text(row, "link").orElseGet(() -> links.post(number)));
    }

    /** What is unknown means private. */
    static Security security(String text) {
        for (Security security : Security.values()) {
            if (security.name().equals(text)) {
                return security;
            }
        }
        return Security.PRIVATE;
    }
}
