package org.ratatosk.server.dns;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Finds the places where the servers of other domains may be reached. Thread-safe. */
@FunctionalInterface
public interface Endpoints {
    /**
     * The places of a domain, in the order in which they are to be tried, lower priorities first; never empty. The stage fails with a
     * {@link NoWayException} if there are none.
     *
     * @param domain as in addresses: lower case, U-labels allowed
     */
    CompletionStage<List<Endpoint>> of(String domain);
}
