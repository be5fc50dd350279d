package org.ratatosk.web.page;

import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Subscription;
import org.ratatosk.bridge.cms.Links;

/** Subscriptions in words. Immutable. */
final class Wishes {
    private Wishes() {}

    /** What one hears of. */
    static String words(Subscription one) {
        return switch (one.target()) {
            case MEMBER -> "Posts of " + one.value();
            case POST -> "Comments under #" + one.value();
            case TAG -> "Posts tagged " + one.value();
            case EVERYTHING -> "All posts";
            case OWN_POSTS -> "Comments on your posts";
            case OWN_COMMENTS -> "Replies to your comments";
        };
    }

    /** Where that is on the site, if it is one page. */
    static @Nullable String link(Subscription one) {
        return switch (one.target()) {
            case MEMBER -> Links.journalPath(one.value());
            case POST -> Numbers.positive(one.value()).isPresent() ? "/posts/" + one.value() : null;
            default -> null;
        };
    }
}
