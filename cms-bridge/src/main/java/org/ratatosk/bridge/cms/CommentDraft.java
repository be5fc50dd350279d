package org.ratatosk.bridge.cms;

import java.util.OptionalLong;

/**
 * What is to become a comment. Immutable.
 *
 * @param post the post's number
 * @param parent the number of the comment that it answers, if any
 * @param author a member's name, or the address of somebody who is no member
 * @param authorIsMember whether {@code author} is a member's name
 * @param text not blank
 * @param held whether somebody has to approve it first
 */
public record CommentDraft(
        long post, OptionalLong parent, String author, boolean authorIsMember, String text, boolean held) {}
