package org.ratatosk.server.store;

/** How the disk took the last write. */
public enum DiskState {
    /** It was kept. */
    GOOD,
    /** There was no room. */
    FULL,
    /** The disk did not keep it in a way that lasts. */
    FAILING
}
