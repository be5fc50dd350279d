package org.ratatosk.bridge.alerts;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.Event;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.bridge.cms.Visibility;

/** An event with what it is about, as the site has it now. Immutable. */
sealed interface News permits PostNews, LikeNews, NoticeNews {
    /** What happened. */
    Event event();

    /** What it is about, for those who subscribed to that. */
    List<Topic> topics();

    /** Whether it concerns one who subscribed to a topic of it. May block. */
    boolean concerns(Subscription subscription, Visibility.Look look);

    /** Whether a viewer may hear of it. May block. */
    boolean isFor(Viewer viewer, Visibility.Look look);

    /** The words for a recipient, {@code null} for an address that belongs to nobody. */
    String words(AlertText text, @Nullable String recipient);

    /** Whether an answer to it is a comment. */
    boolean takesComments();

    /** Whether it waits while it is quiet or the recipient is away. */
    default boolean waits() {
        return true;
    }

    /** Whether it lists other alerts. */
    default boolean isGathered() {
        return false;
    }

    /** Whether it is one of those of which one gets so many in an hour at most. */
    boolean counts();

    /** Where it is on the site, or empty text. */
    String link();

    /** Who alone may see it, if it waits for somebody to decide. */
    default Optional<String> onlyFor() {
        return Optional.empty();
    }

    /** The number of what is told. */
    static long number(Event event) {
        return event.comment().orElse(event.post());
    }
}
