package org.ratatosk.bridge.alerts;

import java.util.List;
import java.util.Optional;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Event;
import org.ratatosk.bridge.cms.Post;

/**
 * An event with what it is about, as the site has it now. Immutable.
 *
 * @param event what happened
 * @param post the post
 * @param comment the comment, if it is about one
 * @param parent the comment that this one answers, if it answers one
 */
record News(Event event, Post post, Optional<Comment> comment, Optional<Comment> parent) {
    /** Finds what an event is about; nothing if that is gone, or if a held comment is held no longer. */
    static Optional<News> of(Event event, CmsAdapter cms) {
        Optional<Post> post = cms.post(event.post());
        if (post.isEmpty()) {
            return Optional.empty();
        }
        if (event.comment().isEmpty()) {
            return Optional.of(new News(event, post.get(), Optional.empty(), Optional.empty()));
        }
        Comment.State state = event.type() == Event.Type.COMMENT_HELD ? Comment.State.HELD : Comment.State.SHOWN;
        Optional<Comment> comment = cms.findComment(event.comment().getAsLong()).filter(c -> c.state() == state);
        return comment.map(found -> new News(event, post.get(), comment, parent(found, cms)));
    }

    private static Optional<Comment> parent(Comment comment, CmsAdapter cms) {
        return comment.parent().isPresent() ? cms.findComment(comment.parent().getAsLong()) : Optional.empty();
    }

    /** The number of what it tells of. */
    static long number(Event event) {
        return event.comment().orElse(event.post());
    }

    List<Topic> topics() {
        return Topic.of(event, post, comment, parent);
    }
}
