package org.ratatosk.server.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What was sent on a managed stream and not acknowledged yet (XEP-0198 section 4), counted modulo 2^32. Confined to the lock of
 * its connection.
 */
final class Acks {
    private static final long MODULUS = 1L << 32;

    private final Deque<Outgoing> unacknowledged = new ArrayDeque<>();
    private long acknowledged;
    private long weight;

    /** Nothing was sent. */
    Acks() {
        this(0);
    }

    /** So much was sent and acknowledged. */
    Acks(long acknowledged) {
        this.acknowledged = acknowledged;
    }

    /** A stanza was sent. */
    void sent(Outgoing stanza) {
        unacknowledged.add(stanza);
        weight += stanza.weight();
    }

    /** How many stanzas are not acknowledged. */
    int size() {
        return unacknowledged.size();
    }

    /** About how many bytes are not acknowledged. */
    long weight() {
        return weight;
    }

    /** How many stanzas were sent, modulo 2^32. */
    long sent() {
        return (acknowledged + unacknowledged.size()) % MODULUS;
    }

    /** Whether the client can have got {@code h} stanzas. */
    boolean isPossible(long h) {
        return newly(h) <= unacknowledged.size();
    }

    private long newly(long h) {
        return Math.floorMod(h - acknowledged, MODULUS);
    }

    /** The client has got {@code h} stanzas, which must be possible; returns those that it has got since it last said so. */
    List<Outgoing> acknowledge(long h) {
        List<Outgoing> received = new ArrayList<>();
        for (long left = newly(h); left > 0; left--) {
            Outgoing next = unacknowledged.remove();
            weight -= next.weight();
            received.add(next);
        }
        acknowledged = h;
        return received;
    }

    /** Takes back what is not acknowledged, to be sent again in the same order. */
    List<Outgoing> takeBack() {
        List<Outgoing> again = List.copyOf(unacknowledged);
        unacknowledged.clear();
        weight = 0;
        return again;
    }
}
