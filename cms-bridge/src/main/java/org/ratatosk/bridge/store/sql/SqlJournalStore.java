package org.ratatosk.bridge.store.sql;

import java.time.Instant;
import java.util.Optional;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.CommentDraft;
import org.ratatosk.bridge.cms.JournalStore;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.PostDraft;

/** The own journal in the database. Thread-safe. */
public final class SqlJournalStore extends SqlContents implements JournalStore {
    private static final String GONE = "deleted";

    /** @param links where posts and comments stand */
    public SqlJournalStore(Transactions db, Links links) {
        super(db, links);
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
            published(handle, number, draft.author(), now);
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
            announce(handle, comment, now);
            return comment;
        });
    }

    @Override
    public Optional<Post> update(long number, PostDraft draft, Instant now) {
        return db.write(handle -> {
            Optional<Post> was = posts.byNumber(handle, number);
            was.ifPresent(post -> {
                posts.update(handle, number, draft);
                opened(handle, post, draft, now);
            });
            return posts.byNumber(handle, number);
        });
    }

    @Override
    public Optional<Comment> update(long number, String text) {
        return db.write(handle -> {
            comments.setText(handle, number, text);
            return comments.byNumber(handle, number);
        });
    }

    @Override
    public void delete(long number) {
        db.write(handle -> {
            remove(handle, number);
            return true;
        });
    }

    @Override
    public void forget(String member) {
        db.write(handle -> {
            likes.forgetPosts(handle, member);
            likes.forget(handle, member);
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
