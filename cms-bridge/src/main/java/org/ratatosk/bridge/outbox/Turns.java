package org.ratatosk.bridge.outbox;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;

/** The events whose alerts are being sent, in turn, so that few alerts need not wait for many others. Thread-safe. */
final class Turns {
    private final LinkedHashSet<String> events = new LinkedHashSet<>();

    /** Puts an event at the end of the line, unless it stands in it. */
    synchronized void add(String event) {
        events.add(event);
    }

    /** Takes the event whose turn it is. */
    synchronized Optional<String> next() {
        Iterator<String> first = events.iterator();
        if (!first.hasNext()) {
            return Optional.empty();
        }
        String event = first.next();
        first.remove();
        return Optional.of(event);
    }

    synchronized boolean isEmpty() {
        return events.isEmpty();
    }
}
