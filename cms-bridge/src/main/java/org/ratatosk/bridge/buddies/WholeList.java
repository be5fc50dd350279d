package org.ratatosk.bridge.buddies;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.remote.Change;
import org.ratatosk.bridge.remote.RemoteCms.Changes;

/**
 * Reads the site's whole list, page by page, when there was none before and once a day, so that whatever was missed is made good. It is
 * done quietly: nobody is told of what is found. Confined to the thread of the sync.
 */
final class WholeList {
    private static final Duration EVERY = Duration.ofDays(1);

    private final BuddyStore store;
    private final Function<String, Optional<Changes>> pages;
    private final Runnable beginning;
    private final InstantSource clock;
    private @Nullable Instant asked;

    /**
     * @param pages a page by where the one before ended; nothing if the site keeps no buddies
     * @param beginning is run before the first list is taken
     */
    WholeList(BuddyStore store, Function<String, Optional<Changes>> pages, Runnable beginning, InstantSource clock) {
        this.store = store;
        this.pages = pages;
        this.beginning = beginning;
        this.clock = clock;
    }

    /** Reads it if that is due. */
    void read() {
        Instant now = clock.instant();
        Optional<Instant> last = Optional.ofNullable(asked).or(store::finished);
        if (last.filter(time -> now.isBefore(time.plus(EVERY))).isPresent()) {
            return;
        }
        Optional<Changes> page = pages.apply("");
        if (page.isPresent()) {
            if (store.finished().isEmpty()) {
                beginning.run();
            }
            take(page.get(), now);
        }
        asked = now;
    }

    private void take(Changes first, Instant begun) {
        Changes page = first;
        keep(page);
        while (page.more()) {
            String from = page.next();
            page = pages.apply(from)
                    .orElseThrow(() -> new CmsException("The website's list of buddies ends in its middle.", true));
            if (page.more() && page.next().equals(from)) {
                throw new CmsException("The website's list of buddies has no end.", true);
            }
            keep(page);
        }
        store.finish(begun);
    }

    private void keep(Changes page) {
        List<Change.Tied> ties = page.list().stream()
                .filter(Change.Tied.class::isInstance)
                .map(Change.Tied.class::cast)
                .toList();
        store.read(ties, clock.instant());
    }
}
