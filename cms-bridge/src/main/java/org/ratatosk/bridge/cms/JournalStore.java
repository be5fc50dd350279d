package org.ratatosk.bridge.cms;

import java.time.Instant;
import java.util.Optional;

/**
 * What the own journal keeps. Each write is one transaction, durable when the call returns, and appends the event that tells of
 * it. A key that was used before changes nothing and gives what it made then. Blocks on the database. Thread-safe.
 */
public interface JournalStore extends Contents, MemberStore {
    /** Adds a post. */
    Post publish(PostDraft draft, String key, Instant now);

    /** Adds a comment. */
    Comment comment(CommentDraft draft, String key, Instant now);

    /** Puts a post in the place of what it was; nothing if there is none of that number. */
    Optional<Post> update(long number, PostDraft draft, Instant now);

    /** Puts the text of a comment in the place of what it was; nothing if there is none of that number. */
    Optional<Comment> update(long number, String text);

    /** Removes a post with the comments under it, or a comment. */
    void delete(long number);

    /** Keeps that a member likes a post or a comment, or does so no more. */
    void like(long number, String member, boolean likes, Instant now);

    /** Changes the state of a comment; nothing if there is none of that number. */
    Optional<Comment> moderate(long number, Comment.State state, Instant now);

    /** Removes a member's posts with all under them and the settings; comments elsewhere stay without the name. */
    @Override
    void forget(String member);
}
