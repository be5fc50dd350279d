package org.ratatosk.bridge.alerts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ratatosk.bridge.alerts.Subscription.Target;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Event;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.store.EventLog;

/**
 * An event with what it is about, as the site has it now. Immutable.
 *
 * @param event what happened
 * @param post the post
 * @param comment the comment, if it is about one
 * @param parent the comment that this one answers, if it answers one
 * @param heldBefore whether the comment was held first: then the post's author, who decided on it, knows of it
 */
record News(Event event, Post post, Optional<Comment> comment, Optional<Comment> parent, boolean heldBefore) {
    /** Finds what an event is about; nothing if that is gone, or if a held comment is held no longer. */
    static Optional<News> of(Event event, CmsAdapter cms, EventLog log) {
        Optional<Post> post = cms.post(event.post());
        if (post.isEmpty()) {
            return Optional.empty();
        }
        if (event.comment().isEmpty()) {
            return Optional.of(new News(event, post.get(), Optional.empty(), Optional.empty(), false));
        }
        Comment.State state = event.type() == Event.Type.COMMENT_HELD ? Comment.State.HELD : Comment.State.SHOWN;
        Optional<Comment> comment = cms.findComment(event.comment().getAsLong()).filter(c -> c.state() == state);
        return comment.map(found -> new News(event, post.get(), comment, parent(found, cms), heldBefore(event, log)));
    }

    private static boolean heldBefore(Event event, EventLog log) {
        return event.type() == Event.Type.COMMENT_SHOWN
                && log.about(number(event)).stream().anyMatch(e -> e.event().type() == Event.Type.COMMENT_HELD);
    }

    private static Optional<Comment> parent(Comment comment, CmsAdapter cms) {
        return comment.parent().isPresent() ? cms.findComment(comment.parent().getAsLong()) : Optional.empty();
    }

    /** The number of what it tells of. */
    static long number(Event event) {
        return event.comment().orElse(event.post());
    }

    /** What it is about, always in the same order. A held comment is news for the post's author alone. */
    List<Topic> topics() {
        List<Topic> topics = new ArrayList<>();
        if (comment.isEmpty()) {
            topics.add(Topic.EVERYTHING);
            topics.add(new Topic(Target.MEMBER, post.author()));
            post.tags().stream().sorted().forEach(tag -> topics.add(new Topic(Target.TAG, tag)));
            return topics;
        }
        if (!heldBefore) {
            topics.add(new Topic(Target.OWN_POSTS, post.author()));
        }
        if (event.type() == Event.Type.COMMENT_SHOWN) {
            parent.filter(Comment::authorIsMember)
                    .ifPresent(answered -> topics.add(new Topic(Target.OWN_COMMENTS, answered.author())));
            topics.add(new Topic(Target.POST, Long.toString(post.number())));
        }
        return topics;
    }
}
