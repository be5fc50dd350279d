package org.ratatosk.bridge.cms;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * Something that happened on the site, as the event log keeps it. Immutable.
 *
 * @param id unique; the same event that comes twice has the same id
 * @param type what happened
 * @param post the post that it is about
 * @param comment the comment that it is about, if any
 * @param actor who did it: a member's name or an address
 * @param at when
 */
public record Event(String id, Type type, long post, OptionalLong comment, String actor, Instant at) {
    /** What can happen. */
    public enum Type {
        POST_PUBLISHED,
        COMMENT_SHOWN,
        COMMENT_HELD,
        /** A member likes the post or the comment; the event goes when that is taken back. */
        LIKED,
        /** The site tells something itself; {@code post} is the number of the notice. */
        NOTICE
    }
}
