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

    /** Puts a post in the place of what it was; it stays its author's. */
    Post update(long number, PostDraft draft, String key);

    /** Puts the text of a comment in the place of what it was. */
    Comment update(long number, String text, String key);

    /** Takes a post with the comments under it, or a comment, away, as its author. */
    void delete(long number, String key);

    /** Keeps that a member likes a post or a comment, or does so no more. */
    void like(long number, String member, boolean likes, String key);

    /** Decides on a comment. */
    Comment moderate(long number, Comment.State state, String key);
}
