package org.ratatosk.bridge.outbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ratatosk.server.jid.Jid;

/**
 * How often in a row alerts to an address were refused. {@link AlertStore} counts them with what becomes of the alerts, and begins
 * anew when one arrives. Calls block on the database; writes are durable when they return. Thread-safe.
 */
public interface BounceStore {
    /**
     * Alerts that came back.
     *
     * @param address where they went, bare
     * @param count how many in a row
     * @param error what the last one came back with, in words
     * @param last when that was
     */
    record Bounces(Jid address, int count, String error, Instant last) {}

    /** What came back from an address since one arrived there. */
    Optional<Bounces> bounces(Jid address);

    /** Forgets what came back from an address; whether there was anything. */
    boolean forget(Jid address);

    /** Addresses from which {@code count} or more came back, of which nobody was told. */
    List<Bounces> untold(int count, int limit);

    /** Keeps that somebody was told. */
    void told(Jid address);
}
