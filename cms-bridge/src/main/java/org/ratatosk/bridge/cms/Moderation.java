package org.ratatosk.bridge.cms;

import java.util.Optional;

/** The one rule on who decides about comments: the author of the post that they stand under. May block. Thread-safe. */
public final class Moderation {
    private final CmsAdapter cms;

    /** @param cms where the comments are */
    public Moderation(CmsAdapter cms) {
        this.cms = cms;
    }

    /**
     * Shows a comment, or takes it away.
     *
     * @throws CmsException if there is none of that number under a post of the member's
     */
    public Comment decide(String member, long number, Comment.State state) {
        Comment comment = comment(member, number);
        return comment.state() == state ? comment : cms.moderate(number, state, "moderate-" + number + "-" + state);
    }

    /**
     * A comment on which a member can decide.
     *
     * @throws CmsException if there is none of that number under a post of the member's
     */
    public Comment comment(String member, long number) {
        Optional<Comment> comment = cms.findComment(number);
        return comment.flatMap(c -> cms.post(c.post()))
                .filter(post -> post.author().equals(member))
                .flatMap(post -> comment)
                .orElseThrow(
                        () -> new CmsException("There is no comment #" + number + " under a post of yours.", false));
    }
}
