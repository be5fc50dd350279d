package org.ratatosk.bridge.cms;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Posts and comments by number, as they are kept. Blocks on the database. Thread-safe. */
public interface Contents {
    /** A post by number, whoever may see it. */
    Optional<Post> post(long number);

    /** A comment by number, whoever may see it. */
    Optional<Comment> findComment(long number);

    /** The number of the post or comment that a request of a key has made, while that is there. */
    OptionalLong made(String key);

    /** How many members like each of some posts and comments; what nobody likes is left out. */
    Map<Long, Integer> countLikes(List<Long> numbers);

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
