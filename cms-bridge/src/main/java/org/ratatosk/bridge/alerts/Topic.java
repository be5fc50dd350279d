package org.ratatosk.bridge.alerts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ratatosk.bridge.alerts.Subscription.Target;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Event;
import org.ratatosk.bridge.cms.Post;

/**
 * Something that subscriptions name, and that an event is about. Immutable.
 *
 * @param target what kind
 * @param value the member's name, the post's number, the tag, or empty; for {@link Target#OWN_POSTS} and
 *     {@link Target#OWN_COMMENTS} whose posts and comments they are
 */
public record Topic(Target target, String value) {
    /** All posts. */
    public static final Topic EVERYTHING = new Topic(Target.EVERYTHING, "");

    /** Whether members hear of this without having asked. */
    boolean isImplied() {
        return target == Target.OWN_POSTS || target == Target.OWN_COMMENTS;
    }

    /**
     * What an event is about, always in the same order. A held comment is news for the post's author alone.
     *
     * @param comment the comment that the event is about, if it is about one
     * @param parent the comment that it answers, if it answers one
     */
    static List<Topic> of(Event event, Post post, Optional<Comment> comment, Optional<Comment> parent) {
        List<Topic> topics = new ArrayList<>();
        if (comment.isEmpty()) {
            topics.add(EVERYTHING);
            topics.add(new Topic(Target.MEMBER, post.author()));
            post.tags().stream().sorted().forEach(tag -> topics.add(new Topic(Target.TAG, tag)));
            return topics;
        }
        topics.add(new Topic(Target.OWN_POSTS, post.author()));
        if (event.type() == Event.Type.COMMENT_SHOWN) {
            parent.filter(Comment::authorIsMember)
                    .ifPresent(answered -> topics.add(new Topic(Target.OWN_COMMENTS, answered.author())));
            topics.add(new Topic(Target.POST, Long.toString(post.number())));
        }
        return topics;
    }
}
