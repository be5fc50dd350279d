package org.ratatosk.bridge.store;

import java.util.List;
import java.util.Optional;
import org.ratatosk.bridge.cms.Event;

/**
 * What happened on the site, in order. An event is written in the same transaction as the post or comment that it is about, and
 * stays as long as alerts about it are kept. Calls may block. Thread-safe.
 */
public interface EventLog {
    /**
     * An event in its place.
     *
     * @param position greater than 0, growing in the order in which events become visible to readers; there may be gaps
     * @param event the event
     */
    record Entry(long position, Event event) {}

    /** The events after a position ({@code 0} for all), in order, at most {@code limit}. */
    List<Entry> after(long position, int limit);

    /** An event by its id. */
    Optional<Entry> find(String id);

    /** The events that tell of a post itself, or of a comment itself, by its number, in order; not that somebody likes it. */
    List<Entry> about(long number);
}
