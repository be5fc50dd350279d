package org.ratatosk.bridge.store.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Contents;
import org.ratatosk.bridge.cms.Event;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.bridge.cms.MemberStore;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.cms.Sight;

/** Posts, comments and what members have set, in the database; what writes them extends it. Thread-safe. */
abstract class SqlContents implements Contents, MemberStore {
    /** Where a member's name stands; the new one has no settings of its own yet. */
    private static final List<String> RENAMED = List.of(
            "DELETE FROM member WHERE name = :to AND :name <> :to",
            "UPDATE member SET name = :to WHERE name = :name",
            "UPDATE post SET author = :to WHERE author = :name",
            "UPDATE comment SET author = :to WHERE author = :name AND author_is_member",
            "DELETE FROM liked WHERE member = :to AND :name <> :to",
            "UPDATE liked SET member = :to WHERE member = :name",
            "UPDATE identity SET member = :to WHERE member = :name",
            "DELETE FROM alert_manner WHERE member = :to AND :name <> :to",
            "UPDATE alert_manner SET member = :to WHERE member = :name",
            "DELETE FROM presence_choice WHERE member = :to AND :name <> :to",
            "UPDATE presence_choice SET member = :to WHERE member = :name",
            "DELETE FROM buddy WHERE (owner = :to OR other = :to) AND :name <> :to",
            "UPDATE buddy SET owner = :to, due = TRUE WHERE owner = :name",
            "UPDATE buddy SET other = :to, due = TRUE WHERE other = :name");

    final Transactions db;
    final PostRows posts;
    final CommentRows comments;
    final LikeRows likes;

    SqlContents(Transactions db, Links links) {
        this.db = db;
        this.posts = new PostRows(links);
        this.comments = new CommentRows(links);
        this.likes = new LikeRows();
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
    public OptionalLong made(String key) {
        return db.read(handle -> {
            Optional<Long> number = posts.byKey(handle, key)
                    .map(Post::number)
                    .or(() -> comments.byKey(handle, key).map(Comment::number));
            return number.isPresent() ? OptionalLong.of(number.get()) : OptionalLong.empty();
        });
    }

    @Override
    public Map<Long, Integer> countLikes(List<Long> numbers) {
        return numbers.isEmpty() ? Map.of() : db.read(handle -> likes.count(handle, numbers));
    }

    /** Keeps that a member likes a post or a comment that is there, or does so no more. */
    public void like(long number, String member, boolean liked, Instant now) {
        db.write(handle -> {
            boolean there = posts.byNumber(handle, number).isPresent()
                    || comments.byNumber(handle, number).isPresent();
            return like(handle, number, member, liked && there, true, now);
        });
    }

    /**
     * The same within a transaction.
     *
     * @param told whether to tell it
     * @return whether that is news
     */
    boolean like(Handle handle, long number, String member, boolean liked, boolean told, Instant now) {
        if (likes.has(handle, number, member) == liked) {
            return false;
        }
        likes.put(handle, number, member, liked, now);
        String id = "like-" + number + "-" + UUID.nameUUIDFromBytes(member.getBytes(UTF_8));
        if (!liked) {
            SqlEventLog.remove(handle, id);
        } else if (told) {
            Optional<Comment> comment = comments.byNumber(handle, number);
            OptionalLong about = comment.isPresent() ? OptionalLong.of(number) : OptionalLong.empty();
            long post = comment.map(Comment::post).orElse(number);
            SqlEventLog.append(handle, new Event(id, Event.Type.LIKED, post, about, member, now));
        }
        return true;
    }

    /** Tells that a post was published, if nobody could see it before and somebody can now, and nobody was told or is just being told. */
    static void opened(Handle handle, Post was, PostDraft draft, Instant now) {
        if (was.security() != Security.PRIVATE || draft.security() == Security.PRIVATE) {
            return;
        }
        int told = handle.createQuery("SELECT COUNT(*) FROM event WHERE id = :id AND"
                        + " (position > (SELECT position FROM alert_reader WHERE id = 1)"
                        + " OR EXISTS (SELECT 1 FROM fan_out WHERE fan_out.event = event.id)"
                        + " OR EXISTS (SELECT 1 FROM alert WHERE alert.event = event.id AND state <> 'DROPPED'))")
                .bind("id", "post-" + was.number())
                .mapTo(Integer.class)
                .one();
        if (told == 0) {
            String id = "post-" + was.number() + "-opened";
            SqlEventLog.append(
                    handle,
                    new Event(id, Event.Type.POST_PUBLISHED, was.number(), OptionalLong.empty(), was.author(), now));
        }
    }

    /** Removes a post with all under it, or a comment. */
    void remove(Handle handle, long number) {
        likes.forget(handle, number);
        for (String sql : List.of(
                "DELETE FROM event WHERE comment = :number OR (post = :number AND NOT EXISTS"
                        + " (SELECT 1 FROM comment WHERE number = :number))",
                "DELETE FROM comment WHERE number = :number",
                "DELETE FROM post WHERE number = :number")) {
            handle.createUpdate(sql).bind("number", number).execute();
        }
    }

    /** Changes the state of a comment, and tells if it is shown now; nothing if there is none of that number. */
    public Optional<Comment> moderate(long number, Comment.State state, Instant now) {
        return db.write(handle -> {
            comments.setState(handle, number, state);
            Optional<Comment> changed = comments.byNumber(handle, number);
            changed.filter(comment -> state == Comment.State.SHOWN)
                    .ifPresent(comment -> announce(handle, comment, now));
            return changed;
        });
    }

    /** Appends the event that a post was published, if it was not told before. */
    static void published(Handle handle, long number, String author, Instant now) {
        SqlEventLog.append(
                handle,
                new Event("post-" + number, Event.Type.POST_PUBLISHED, number, OptionalLong.empty(), author, now));
    }

    /** Appends the event that a comment is shown, or waits, if it was not told before. */
    static void announce(Handle handle, Comment comment, Instant now) {
        boolean shown = comment.state() == Comment.State.SHOWN;
        Event event = new Event(
                "comment-" + comment.number() + (shown ? "" : "-held"),
                shown ? Event.Type.COMMENT_SHOWN : Event.Type.COMMENT_HELD,
                comment.post(),
                OptionalLong.of(comment.number()),
                comment.author(),
                now);
        SqlEventLog.append(handle, event);
    }

    static long nextNumber(Handle handle) {
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
    public void rename(String member, String to, String incarnation) {
        db.write(handle -> {
            for (String sql : RENAMED) {
                handle.createUpdate(sql).bind("name", member).bind("to", to).execute();
            }
            return handle.createUpdate("UPDATE member SET incarnation = :incarnation WHERE name = :to")
                    .bind("incarnation", incarnation)
                    .bind("to", to)
                    .execute();
        });
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
}
