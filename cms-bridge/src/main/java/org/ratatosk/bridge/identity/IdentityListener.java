package org.ratatosk.bridge.identity;

/** What hangs on an address and has to follow when it is proved or given up. May block. Thread-safe. */
public interface IdentityListener {
    /** An address belongs to a member now. */
    void linked(Identity identity);

    /** An address is about to be given up: what hangs on it has to go first. */
    void unlinked(Identity identity);
}
