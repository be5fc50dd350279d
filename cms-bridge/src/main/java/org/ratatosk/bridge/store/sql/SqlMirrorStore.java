package org.ratatosk.bridge.store.sql;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.CommentDraft;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.remote.Change;
import org.ratatosk.bridge.remote.Made;
import org.ratatosk.bridge.remote.MirrorStore;
import org.ratatosk.bridge.remote.RemoteCms;
import org.ratatosk.bridge.store.sql.MirroredRows.Kind;
import org.ratatosk.bridge.store.sql.MirroredRows.Known;

/** The mirror of a CMS in the database. Thread-safe. */
public final class SqlMirrorStore extends SqlContents implements MirrorStore {
    private final MirroredRows mirrored = new MirroredRows();
    private final Arrivals arrivals;

    /** @param links where posts and comments stand whose CMS says no link */
    public SqlMirrorStore(Transactions db, Links links) {
        super(db, links);
        this.arrivals = new Arrivals(this, mirrored);
    }

    @Override
    public Optional<Post> madePost(String key) {
        return db.read(handle -> posts.byKey(handle, key));
    }

    @Override
    public Optional<Comment> madeComment(String key) {
        return db.read(handle -> comments.byKey(handle, key));
    }

    @Override
    public Optional<String> postId(long number) {
        return db.read(handle -> mirrored.id(handle, Kind.POST, number));
    }

    @Override
    public Optional<String> commentId(long number) {
        return db.read(handle -> mirrored.id(handle, Kind.COMMENT, number));
    }

    @Override
    public Post made(PostDraft draft, String key, Made made, Instant now) {
        return db.write(handle -> {
            Optional<Known> known = mirrored.find(handle, Kind.POST, made.id());
            OptionalLong heard = known.map(Known::number).orElse(OptionalLong.empty());
            if (known.isPresent() && heard.isEmpty()) {
                throw new CmsException("The post was made, and taken away on the website at once.", false);
            }
            if (heard.isPresent()) {
                key(handle, "post", heard.getAsLong(), key);
                return posts.byNumber(handle, heard.getAsLong()).orElseThrow();
            }
            long number = nextNumber(handle);
            posts.insert(handle, number, made.held() ? hidden(draft) : draft, key, now);
            link(handle, "post", number, made.link());
            mirrored.put(handle, Kind.POST, made.id(), number, made.at());
            if (!made.held()) {
                published(handle, number, draft.author(), now);
            }
            return posts.byNumber(handle, number).orElseThrow();
        });
    }

    /** What a moderator has to look at first is for its author alone until the CMS tells that it is shown. */
    private static PostDraft hidden(PostDraft draft) {
        return new PostDraft(draft.author(), draft.title(), draft.text(), Security.PRIVATE, draft.tags(), draft.mood());
    }

    @Override
    public Comment made(CommentDraft draft, String key, Made made, Instant now) {
        return db.write(handle -> {
            Optional<Known> known = mirrored.find(handle, Kind.COMMENT, made.id());
            OptionalLong heard = known.map(Known::number).orElse(OptionalLong.empty());
            if ((known.isPresent() && heard.isEmpty())
                    || posts.byNumber(handle, draft.post()).isEmpty()) {
                throw new CmsException("The comment was made, and taken away on the website at once.", false);
            }
            if (heard.isPresent()) {
                key(handle, "comment", heard.getAsLong(), key);
                return comments.byNumber(handle, heard.getAsLong()).orElseThrow();
            }
            long number = nextNumber(handle);
            comments.insert(handle, number, inState(draft, made.held()), key, now);
            link(handle, "comment", number, made.link());
            mirrored.put(handle, Kind.COMMENT, made.id(), number, made.at());
            Comment comment = comments.byNumber(handle, number).orElseThrow();
            announce(handle, comment, now);
            return comment;
        });
    }

    @Override
    public Optional<Post> edited(long number, PostDraft draft, Made made, Instant now) {
        return db.write(handle -> {
            Optional<Post> was = posts.byNumber(handle, number);
            was.ifPresent(post -> {
                PostDraft kept = made.held() ? hidden(draft) : draft;
                posts.update(handle, number, kept);
                mirrored.put(handle, Kind.POST, made.id(), number, made.at());
                opened(handle, post, kept, now);
            });
            return posts.byNumber(handle, number);
        });
    }

    @Override
    public Optional<Comment> edited(long number, String text, Made made) {
        return db.write(handle -> {
            Optional<Comment> was = comments.byNumber(handle, number);
            was.ifPresent(comment -> {
                comments.setText(handle, number, text);
                if (made.held()) {
                    comments.setState(handle, number, Comment.State.HELD);
                }
                mirrored.put(handle, Kind.COMMENT, made.id(), number, later(handle, made));
            });
            return comments.byNumber(handle, number);
        });
    }

    /** The CMS may tell when a comment was made, not when it was changed. */
    private Instant later(Handle handle, Made made) {
        Instant known = mirrored.find(handle, Kind.COMMENT, made.id())
                .map(Known::changed)
                .orElse(made.at());
        return known.isAfter(made.at()) ? known : made.at();
    }

    @Override
    public void delete(long number) {
        db.write(handle -> {
            mirrored.gone(handle, number);
            remove(handle, number);
            return true;
        });
    }

    private static CommentDraft inState(CommentDraft draft, boolean held) {
        return new CommentDraft(
                draft.post(), draft.parent(), draft.author(), draft.authorIsMember(), draft.text(), held);
    }

    private static void key(Handle handle, String table, long number, String key) {
        handle.createUpdate("UPDATE " + table + " SET request_key = :key WHERE number = :number")
                .bind("key", key)
                .bind("number", number)
                .execute();
    }

    static void link(Handle handle, String table, long number, String link) {
        handle.createUpdate("UPDATE " + table + " SET link = :link WHERE number = :number")
                .bind("link", link.isEmpty() || link.length() > RemoteCms.MAX_LINK ? null : link)
                .bind("number", number)
                .execute();
    }

    @Override
    public int apply(List<Change> changes, Instant now) {
        return db.write(handle -> arrivals.take(handle, changes, true, now));
    }

    @Override
    public void apply(RemoteCms.Changes page, Instant now) {
        db.write(handle -> {
            boolean filled = isFilled(handle);
            arrivals.take(handle, page.list(), filled, now);
            return handle.createUpdate("UPDATE mirror_reader SET position = :position, filled = :filled WHERE id = 1")
                    .bind("position", page.next())
                    .bind("filled", filled || !page.more())
                    .execute();
        });
    }

    @Override
    public Optional<Person> person(String id) {
        return db.read(handle -> mirrored.person(handle, id));
    }

    @Override
    public Optional<String> idOf(String name) {
        return db.read(handle -> mirrored.idOf(handle, name));
    }

    @Override
    public void heard(String id, Person person) {
        db.write(handle -> {
            mirrored.put(handle, id, person);
            return true;
        });
    }

    @Override
    public boolean isFilled() {
        return db.read(SqlMirrorStore::isFilled);
    }

    private static boolean isFilled(Handle handle) {
        return handle.createQuery("SELECT filled FROM mirror_reader WHERE id = 1")
                .mapTo(Boolean.class)
                .one();
    }

    @Override
    public String cursor() {
        return db.read(handle -> handle.createQuery("SELECT position FROM mirror_reader WHERE id = 1")
                .mapTo(String.class)
                .one());
    }

    @Override
    public Optional<String> credential(String member) {
        return db.read(handle -> handle.createQuery("SELECT sealed FROM cms_credential WHERE member = :member")
                .bind("member", member)
                .mapTo(String.class)
                .findOne());
    }

    @Override
    public void putCredential(String member, @Nullable String sealed) {
        db.write(handle -> {
            dropCredential(handle, member);
            return sealed == null
                    ? 0
                    : handle.createUpdate("INSERT INTO cms_credential (member, sealed) VALUES (:member, :sealed)")
                            .bind("member", member)
                            .bind("sealed", sealed)
                            .execute();
        });
    }

    private static void dropCredential(Handle handle, String member) {
        handle.createUpdate("DELETE FROM cms_credential WHERE member = :member")
                .bind("member", member)
                .execute();
    }

    /** What stands on the website stays there; only what was set here goes. */
    @Override
    public void forget(String member) {
        db.write(handle -> {
            likes.forget(handle, member);
            dropCredential(handle, member);
            return handle.createUpdate("DELETE FROM member WHERE name = :name")
                    .bind("name", member)
                    .execute();
        });
    }
}
