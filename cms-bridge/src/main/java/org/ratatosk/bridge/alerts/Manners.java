package org.ratatosk.bridge.alerts;

/** Keeps how members want to hear of things. Blocks; a change is durable when a call returns. Thread-safe. */
public interface Manners {
    /** How a member wants it; {@link Manner#PLAIN} if nothing was set. */
    Manner of(String member);

    /** Sets it. */
    void put(String member, Manner manner);

    /** Forgets it. */
    void forget(String member);
}
