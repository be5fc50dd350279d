package org.ratatosk.bridge.alerts;

import org.ratatosk.bridge.alerts.Subscription.Target;

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
}
