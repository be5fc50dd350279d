package org.ratatosk.bridge.cms;

import java.util.List;

/**
 * What happened on the site, kept before anybody is told. Events come in by the adapter, in the same transaction as what they
 * tell of. Calls may block on the database. Thread-safe.
 */
public interface EventLog {
    /**
     * An event at its place.
     *
     * @param position its place in the log
     * @param event what happened
     */
    record Entry(long position, Event event) {}

    /** The oldest events for which nobody has looked yet who wants to hear of them. */
    List<Entry> unmatched(int limit);

    /** The events about a post or comment number, oldest first. */
    List<Entry> about(long number);
}
