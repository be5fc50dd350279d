package org.ratatosk.bridge.cms;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A content management system. Every call may block and may throw {@link CmsException} with a sentence for a person. What is
 * given a {@code key} takes effect once: the same key again returns what the first call made. Thread-safe.
 */
public interface CmsAdapter {
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

    /** A post by number, whoever may see it. */
    Optional<Post> post(long number);

    /** A comment by number, whoever may see it. */
    Optional<Comment> findComment(long number);

    /** Comments under a post that are in one of some states, in order of numbers, without the first {@code offset} of them. */
    List<Comment> comments(long post, Set<Comment.State> states, int offset, int limit);

    /** How many comments under a post, in one of some states, have a lower number than this. */
    int commentsBefore(long post, Set<Comment.State> states, long number);

    /** Comments that are held under any post of a member, in order of numbers, without the first {@code offset} of them. */
    List<Comment> heldComments(String author, int offset, int limit);

    /** How many comments in a state stand under each of some posts; posts without any are left out. */
    Map<Long, Integer> countComments(List<Long> posts, Comment.State state);

    /** Posts of a member, newest first, before a number ({@code Long.MAX_VALUE} for the newest), as far as a sight goes. */
    List<Post> postsOf(String member, Sight sight, long before, int limit);

    /** Posts of everybody, newest first, before a number, as far as a sight goes. */
    List<Post> latest(Sight sight, long before, int limit);
}
