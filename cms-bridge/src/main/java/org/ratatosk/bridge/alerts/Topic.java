package org.ratatosk.bridge.alerts;

/**
 * Something that subscriptions name, and that an event is about. Immutable.
 *
 * @param target what kind
 * @param value the member's name, the post's number, the tag, or empty; for what is one's own, whose it is
 */
public record Topic(Target target, String value) {
    /** All posts. */
    public static final Topic EVERYTHING = new Topic(Target.EVERYTHING, "");

    /** What the site tells everybody. */
    static final Topic ANNOUNCEMENTS = new Topic(Target.ANNOUNCEMENTS, "");

    /** Posts of a member that have a tag. */
    static Topic tagged(String member, String tag) {
        return new Topic(Target.MEMBER_TAG, member + " " + tag);
    }

    /** What a member hears of without having asked. */
    public static java.util.List<Topic> givenTo(String member) {
        return Target.given().stream()
                .map(target -> new Topic(target, target.isOwn() ? member : ""))
                .toList();
    }

    /** Whether one member hears of this without having asked. */
    boolean isImplied() {
        return target.isGiven() && target.isOwn();
    }
}
