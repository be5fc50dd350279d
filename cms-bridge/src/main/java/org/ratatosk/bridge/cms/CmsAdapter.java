package org.ratatosk.bridge.cms;

import java.util.Optional;

/**
 * A content management system. Every call may block and may throw {@link CmsException} with a sentence for a person. What is
 * given a {@code key} takes effect once: the same key again returns what the first call made. Thread-safe.
 */
public interface CmsAdapter extends Contents {
    /** The adapter's name in the configuration, as in {@code journal}. */
    String name();

    /** A member by login name. */
    Optional<Member> member(String name);

    /** Changes what a member has set. */
    void updateMember(Member member);

    /** Publishes a post. */
    Post publish(PostDraft draft, String key);

    /** Adds a comment. */
    Comment comment(CommentDraft draft, String key);

    /** Shows or rejects a held comment. */
    Comment moderate(long number, Comment.State state, String key);
}
