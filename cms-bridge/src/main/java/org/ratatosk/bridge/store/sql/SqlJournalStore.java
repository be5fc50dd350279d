package org.ratatosk.bridge.store.sql;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.CommentDraft;
import org.ratatosk.bridge.cms.Event;
import org.ratatosk.bridge.cms.JournalStore;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.cms.Sight;

/** The own journal in the database. Thread-safe. */
public final class SqlJournalStore implements JournalStore {
    private static final String GONE = "deleted";

    private final Transactions db;
    private final PostRows posts;
    private final CommentRows comments;

    /** @param links where posts and comments stand */
    public SqlJournalStore(Transactions db, Links links) {
        this.db = db;
        this.posts = new PostRows(links);
        this.comments = new CommentRows(links);
    }

    @Override
    public Optional<Settings> settings(String member) {
        return db.read(handle -> handle.createQuery(
                        "SELECT display_name, default_security, alerts_on, incarnation FROM member WHERE name = :name")
                .bind("name", member)
                .map((row, context) -> new Settings(
                        row.getString("display_name"),
                        PostRows.security(row.getString("default_security")),
                        row.getBoolean("alerts_on"),
                        row.getString("incarnation")))
                .findOne());
    }

    @Override
    public void putSettings(String member, Settings settings) {
        db.write(handle -> {
            handle.createUpdate("DELETE FROM member WHERE name = :name")
                    .bind("name", member)
                    .execute();
            return handle.createUpdate(
                            "INSERT INTO member (name, display_name, default_security, alerts_on, incarnation)"
                                    + " VALUES (:name, :shown, :security, :alerts, :incarnation)")
                    .bind("name", member)
                    .bind("shown", settings.displayName())
                    .bind("security", settings.defaultSecurity().name())
                    .bind("alerts", settings.alertsOn())
                    .bind("incarnation", settings.incarnation())
                    .execute();
        });
    }

    @Override
    public Post publish(PostDraft draft, String key, Instant now) {
        return db.write(handle -> {
            Optional<Post> made = posts.byKey(handle, key);
            if (made.isPresent()) {
                return made.get();
            }
            long number = nextNumber(handle);
            posts.insert(handle, number, draft, key, now);
            SqlEventLog.append(
                    handle,
                    new Event(
                            "post-" + number,
                            Event.Type.POST_PUBLISHED,
                            number,
                            OptionalLong.empty(),
                            draft.author(),
                            now));
            return posts.byNumber(handle, number).orElseThrow();
        });
    }

    @Override
    public Comment comment(CommentDraft draft, String key, Instant now) {
        return db.write(handle -> {
            Optional<Comment> made = comments.byKey(handle, key);
            if (made.isPresent()) {
                return made.get();
            }
            if (posts.byNumber(handle, draft.post()).isEmpty()) {
                throw new CmsException("There is no post #" + draft.post() + ".", false);
            }
            if (draft.parent().isPresent()
                    && comments.byNumber(handle, draft.parent().getAsLong())
                            .filter(parent -> parent.post() == draft.post())
                            .isEmpty()) {
                throw new CmsException(
                        "There is no comment #" + draft.parent().getAsLong() + " under post #" + draft.post() + ".",
                        false);
            }
            long number = nextNumber(handle);
            comments.insert(handle, number, draft, key, now);
            Comment comment = comments.byNumber(handle, number).orElseThrow();
            SqlEventLog.append(handle, event(comment, now));
            return comment;
        });
    }

    @Override
    public Optional<Comment> moderate(long number, Comment.State state, Instant now) {
        return db.write(handle -> {
            comments.setState(handle, number, state);
            Optional<Comment> changed = comments.byNumber(handle, number);
            changed.filter(comment -> state == Comment.State.SHOWN)
                    .ifPresent(comment -> SqlEventLog.append(handle, event(comment, now)));
            return changed;
        });
    }

    private static Event event(Comment comment, Instant now) {
        boolean shown = comment.state() == Comment.State.SHOWN;
        return new Event(
                "comment-" + comment.number() + (shown ? "" : "-held"),
                shown ? Event.Type.COMMENT_SHOWN : Event.Type.COMMENT_HELD,
                comment.post(),
                OptionalLong.of(comment.number()),
                comment.author(),
                now);
    }

    private static long nextNumber(Handle handle) {
        handle.createUpdate("UPDATE number_row SET last_number = last_number + 1 WHERE id = 1")
                .execute();
        return handle.createQuery("SELECT last_number FROM number_row WHERE id = 1")
                .mapTo(Long.class)
                .one();
    }

    @Override
    public Optional<Post> post(long number) {
        return db.read(handle -> posts.byNumber(handle, number));
    }

    @Override
    public Optional<Comment> findComment(long number) {
        return db.read(handle -> comments.byNumber(handle, number));
    }

    @Override
    public List<Comment> comments(long post, Set<Comment.State> states, int offset, int limit) {
        return states.isEmpty() ? List.of() : db.read(handle -> comments.under(handle, post, states, offset, limit));
    }

    @Override
    public int commentsBefore(long post, Set<Comment.State> states, long number) {
        return states.isEmpty() ? 0 : db.read(handle -> comments.before(handle, post, states, number));
    }

    @Override
    public List<Comment> heldComments(String author, int offset, int limit) {
        return db.read(handle -> comments.held(handle, author, offset, limit));
    }

    @Override
    public Map<Long, Integer> countComments(List<Long> numbers, Comment.State state) {
        return numbers.isEmpty() ? Map.of() : db.read(handle -> comments.count(handle, numbers, state));
    }

    @Override
    public List<Post> postsOf(String member, Sight sight, long before, int limit) {
        return db.read(handle -> posts.of(handle, member, sight, before, limit));
    }

    @Override
    public List<Post> latest(Sight sight, long before, int limit) {
        return db.read(handle -> posts.latest(handle, sight, before, limit));
    }

    @Override
    public void forget(String member) {
        db.write(handle -> {
            handle.createUpdate("DELETE FROM event WHERE post IN (SELECT number FROM post WHERE author = :name)")
                    .bind("name", member)
                    .execute();
            handle.createUpdate("DELETE FROM post WHERE author = :name")
                    .bind("name", member)
                    .execute();
            handle.createUpdate("UPDATE comment SET author = :gone, author_is_member = FALSE"
                            + " WHERE author = :name AND author_is_member = TRUE")
                    .bind("gone", GONE)
                    .bind("name", member)
                    .execute();
            handle.createUpdate("UPDATE event SET actor = :gone WHERE actor = :name")
                    .bind("gone", GONE)
                    .bind("name", member)
                    .execute();
            return handle.createUpdate("DELETE FROM member WHERE name = :name")
                    .bind("name", member)
                    .execute();
        });
    }
}
