package org.ratatosk.server.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.xml.Element;

/**
 * What waits to be sent to a client, and what was sent under stream management and is not acknowledged. Of the presence of one
 * resource that is broadcast only the latest waits: it takes the place of the one before at the end of the queue, so that a slow
 * reader is not told what is over. Nothing else is ever dropped, and nothing that was sent. Confined to the lock of its connection.
 */
final class SendQueue {
    /** Stanzas that may be unacknowledged before no more are sent. */
    static final int WINDOW = 1000;

    /** About how many bytes may be unacknowledged before no more are sent. */
    static final int WINDOW_BYTES = 4 * 1024 * 1024;

    /** About how many bytes may wait for a client. */
    static final int MAX_WAITING = 32 * 1024 * 1024;

    /** The same while there is no stream, when nobody knows whether the client comes again. */
    static final int MAX_WAITING_DETACHED = 4 * 1024 * 1024;

    private static final int BATCH = 32 * 1024;
    private static final int ASK_AFTER = 20;

    private final Deque<Outgoing> again = new ArrayDeque<>();
    private final Map<Object, Outgoing> queue = new LinkedHashMap<>();
    private List<Runnable> written = new ArrayList<>();
    private @Nullable Element start;
    private @Nullable Acks acks;
    private long waiting;
    private int unasked;
    private boolean awaited;
    private boolean asked;

    /** Adds an element; {@code false} if too much waits now. */
    boolean add(Outgoing outgoing, boolean detached) {
        Object key = outgoing.replaces();
        Outgoing older = queue.remove(key);
        queue.put(key, outgoing);
        waiting += outgoing.weight() - (older == null ? 0 : older.weight());
        return waiting <= (detached ? MAX_WAITING_DETACHED : MAX_WAITING);
    }

    /** Adds the element after which stanzas are counted and kept. */
    void addStart(Element enabled) {
        start = enabled;
        add(new Outgoing(enabled, null, null, Weight.of(enabled)), false);
    }

    /** What is to be sent next in one go; nothing if nothing waits or too much is unacknowledged. */
    List<Element> take() {
        List<Element> batch = new ArrayList<>();
        int weight = 0;
        while (weight < BATCH && !isWindowFull()) {
            Outgoing next = poll();
            if (next == null) {
                break;
            }
            waiting -= next.weight();
            weight += next.weight();
            batch.add(next.element());
            if (next.written() != null) {
                written.add(next.written());
            }
            if (acks != null && next.isStanza()) {
                acks.sent(next);
                unasked++;
                awaited |= next.isAwaited();
            } else if (isStart(next.element())) {
                acks = new Acks();
            }
        }
        if (!asked && (awaited || unasked >= ASK_AFTER || isWindowFull())) {
            asked = true;
            awaited = false;
            unasked = 0;
            batch.add(StreamManagement.REQUEST);
        }
        return batch;
    }

    private @Nullable Outgoing poll() {
        if (!again.isEmpty()) {
            return again.remove();
        }
        Iterator<Outgoing> first = queue.values().iterator();
        if (!first.hasNext()) {
            return null;
        }
        Outgoing next = first.next();
        first.remove();
        return next;
    }

    /** What is to be run once the last {@link #take()} is written. */
    List<Runnable> takeWritten() {
        List<Runnable> all = written;
        written = written.isEmpty() ? written : new ArrayList<>();
        return all;
    }

    /** Counts and keeps stanzas from here. */
    void start() {
        acks = new Acks();
    }

    private boolean isWindowFull() {
        return acks != null && (acks.size() >= WINDOW || acks.weight() >= WINDOW_BYTES);
    }

    /** Whether the client was asked what it has got, and has not answered. */
    boolean isAsked() {
        return asked;
    }

    /** The client has got {@code h} stanzas; returns what it has got since, or {@code null} if it cannot have got so many. */
    @Nullable
    List<Outgoing> acknowledge(long h) {
        Acks current = acks;
        if (current == null || !current.isPossible(h)) {
            return null;
        }
        asked = false;
        return current.acknowledge(h);
    }

    /** How many stanzas were sent since counting began, modulo 2^32. */
    long sent() {
        return acks == null ? 0 : acks.sent();
    }

    /** Whether nothing waits or is unacknowledged. */
    boolean isEmpty() {
        return again.isEmpty() && queue.isEmpty() && (acks == null || acks.size() == 0);
    }

    /** Puts what is not acknowledged before what waits, to be sent again. */
    void rewind() {
        if (acks == null) {
            return;
        }
        List<Outgoing> unacknowledged = acks.takeBack();
        for (int i = unacknowledged.size() - 1; i >= 0; i--) {
            again.addFirst(unacknowledged.get(i));
            waiting += unacknowledged.get(i).weight();
        }
        asked = false;
        unasked = 0;
    }

    /** Empties the queue of all stanzas that the client has not got for certain, oldest first. */
    List<Element> empty() {
        rewind();
        List<Element> rest = Stream.concat(again.stream(), queue.values().stream())
                .filter(Outgoing::isStanza)
                .map(Outgoing::element)
                .toList();
        again.clear();
        queue.clear();
        waiting = 0;
        return rest;
    }

    @SuppressWarnings("ReferenceEquality") // this very element, not one like it
    private boolean isStart(Element element) {
        return element == start;
    }
}
