package org.ratatosk.bridge.alerts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.Event;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.bridge.cms.Visibility;

/**
 * What the site tells besides posts and comments. Immutable.
 *
 * @param event that it is told
 * @param notice what
 */
record NoticeNews(Event event, Notice notice) implements News {
    @Override
    public List<Topic> topics() {
        @Nullable String recipient = notice.recipient();
        if (notice.isList()) {
            return List.of(); // its alert is made with it
        }
        return List.of(new Topic(notice.target(), recipient == null ? "" : recipient));
    }

    @Override
    public boolean concerns(Subscription subscription, Visibility.Look look) {
        return true;
    }

    @Override
    public boolean isFor(Viewer viewer, Visibility.Look look) {
        @Nullable String recipient = notice.recipient();
        return viewer.member().isPresent()
                && (recipient == null || viewer.member().get().equals(recipient));
    }

    @Override
    public String words(AlertText text, @Nullable String recipient) {
        return text.body(notice);
    }

    @Override
    public boolean takesComments() {
        return false;
    }

    /** A list comes when waiting is over. */
    @Override
    public boolean waits() {
        return !isGathered();
    }

    @Override
    public boolean isGathered() {
        return notice.isList();
    }

    /** An announcement of the site is nobody's flood. */
    @Override
    public boolean counts() {
        return notice.target() != Target.ANNOUNCEMENTS;
    }

    @Override
    public String link() {
        return notice.link();
    }
}
