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

    /** Changes the state of a comment; nothing if there is none of that number. */
    Optional<Comment> moderate(long number, Comment.State state, Instant now);

    /** Removes a member's posts with all under them and the settings; comments elsewhere stay without the name. */
    @Override
    void forget(String member);
}
