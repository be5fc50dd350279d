package org.ratatosk.server.route;

/** The steps that a stanza takes in each lane, in this order. Within a step, handlers come in the order of the feature list. */
public enum Phase {
    /** Handlers may stop the stanza. */
    GUARD,
    /** The first handler that does not let it pass takes it. */
    HANDLE,
    /** Handlers see, keep and copy what was not stopped. */
    COPY
}
