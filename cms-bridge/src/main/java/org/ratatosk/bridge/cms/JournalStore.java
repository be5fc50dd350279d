package org.ratatosk.bridge.cms;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the own journal keeps. Each write is one transaction, durable when the call returns, and appends the event that tells of
 * it. A key that was used before changes nothing and gives what it made then. Blocks on the database. Thread-safe.
 */
public interface JournalStore {
    /**
     * What a member has set.
     *
     * @param displayName how the member is shown
     * @param defaultSecurity for posts that say nothing of it
     * @param alertsOn whether the member wants alerts at all
     * @param incarnation of the account that set it
     */
    record Settings(String displayName, Security defaultSecurity, boolean alertsOn, String incarnation) {}

    /** What a member has set, if anything. */
    Optional<Settings> settings(String member);

    /** Keeps what a member has set. */
    void putSettings(String member, Settings settings);

    /** Adds a post. */
    Post publish(PostDraft draft, String key, Instant now);

    /** Adds a comment. */
    Comment comment(CommentDraft draft, String key, Instant now);

    /** Changes the state of a comment; nothing if there is none of that number. */
    Optional<Comment> moderate(long number, Comment.State state, Instant now);

    /** A post. */
    Optional<Post> post(long number);

    /** A comment. */
    Optional<Comment> findComment(long number);

    /** Comments under a post that are in one of some states, in order of numbers, without the first {@code offset} of them. */
    List<Comment> comments(long post, Set<Comment.State> states, int offset, int limit);

    /** How many comments under a post, in one of some states, have a lower number than this. */
    int commentsBefore(long post, Set<Comment.State> states, long number);

    /** Comments that are held under any post of a member, in order of numbers, without the first {@code offset} of them. */
    List<Comment> heldComments(String author, int offset, int limit);

    /** How many comments in a state stand under each of some posts; posts without any are left out. */
    Map<Long, Integer> countComments(List<Long> posts, Comment.State state);

    /** A member's posts before a number, as far as a sight goes, newest first. */
    List<Post> postsOf(String member, Sight sight, long before, int limit);

    /** Posts before a number, as far as a sight goes, newest first. */
    List<Post> latest(Sight sight, long before, int limit);

    /** Removes a member's posts with all under them and the settings; comments elsewhere stay without the name. */
    void forget(String member);
}
