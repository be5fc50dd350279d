package org.ratatosk.bridge.cms;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * An answer to a post or to another comment. Immutable.
 *
 * @param number its number; posts and comments share one row of numbers
 * @param post the post under which it stands
 * @param parent the comment that it answers, if it does not answer the post itself
 * @param author how the author is shown: a member's name, or the address of somebody who is no member
 * @param authorIsMember whether {@code author} is a member's name
 * @param text the text as it was written
 * @param state whether it is shown
 * @param published when
 * @param link its place on the post's page
 */
public record Comment(
        long number,
        long post,
        OptionalLong parent,
        String author,
        boolean authorIsMember,
        String text,
        State state,
        Instant published,
        String link) {
    /** Whether a comment is shown. */
    public enum State {
        SHOWN,
        /** Waits for the post's author or an admin. */
        HELD,
        REJECTED,
        /** Rejected, as what nobody should ever have to see. */
        SPAM
    }
}
