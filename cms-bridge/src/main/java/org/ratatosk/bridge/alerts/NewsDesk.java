package org.ratatosk.bridge.alerts;

import java.util.Optional;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.Event;
import org.ratatosk.bridge.store.EventLog;

/**
 * Finds what events are about. Thread-safe; blocks on the CMS and the database.
 *
 * @param cms has posts and comments
 * @param log has what happened
 * @param notices has what the site tells besides
 */
record NewsDesk(CmsAdapter cms, EventLog log, NoticeStore notices) {
    /** The news of an event; nothing if what it is about is gone, or is what was told no longer. */
    Optional<News> of(Event event) {
        return switch (event.type()) {
            case NOTICE -> notices.notice(event.post()).map(notice -> new NoticeNews(event, notice));
            case LIKED -> LikeNews.of(event, cms);
            case POST_PUBLISHED, COMMENT_SHOWN, COMMENT_HELD -> PostNews.of(event, cms, log);
        };
    }

    /** The same, by the event's id. */
    Optional<News> of(String event) {
        return log.find(event).flatMap(entry -> of(entry.event()));
    }
}
