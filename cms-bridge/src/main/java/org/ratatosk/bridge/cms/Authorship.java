package org.ratatosk.bridge.cms;

import java.util.Optional;

/**
 * The one rule on who may change or take away what stands on the site: whoever wrote it. A comment of somebody who is no member is
 * changed only while it waits, since what was approved has to stay what was approved. May block. Thread-safe.
 */
public final class Authorship {
    /**
     * Somebody who may have written something.
     *
     * @param name a member's name, or the address of somebody who is no member
     * @param isMember whether it is a member
     */
    public record Writer(String name, boolean isMember) {}

    private final CmsAdapter cms;

    /** @param cms where posts and comments are */
    public Authorship(CmsAdapter cms) {
        this.cms = cms;
    }

    /** A post that somebody has written. */
    public Optional<Post> post(Writer writer, long number) {
        return writer.isMember()
                ? cms.post(number).filter(post -> post.author().equals(writer.name()))
                : Optional.empty();
    }

    /** A comment that somebody has written, and that was not rejected. */
    public Optional<Comment> comment(Writer writer, long number) {
        return cms.findComment(number)
                .filter(comment ->
                        comment.author().equals(writer.name()) && comment.authorIsMember() == writer.isMember())
                .filter(comment -> comment.state() == Comment.State.SHOWN || comment.state() == Comment.State.HELD);
    }

    /**
     * Puts a text in the place of a comment's.
     *
     * @throws CmsException if it is shown and not a member's
     */
    public Comment change(Comment was, String text, String key) {
        if (!was.authorIsMember() && was.state() != Comment.State.HELD) {
            throw new CmsException(
                    "Comment #" + was.number() + " was approved as it is and cannot be changed any more. \"delete #"
                            + was.number() + "\" takes it away.",
                    false);
        }
        return cms.update(was.number(), text, key);
    }
}
