package org.ratatosk.bridge.remote;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A feed as it was read. Immutable.
 *
 * @param title what it is called, possibly empty
 * @param changes its entries, the oldest first
 * @param hub where one can ask to be told of news (WebSub), or {@code null}
 * @param self what the feed calls itself there, or {@code null}
 */
record Feed(
        String title,
        List<Change> changes,
        @Nullable URI hub,
        @Nullable URI self) {
    /** Keeps a copy of the list. */
    Feed {
        changes = List.copyOf(changes);
    }
}
