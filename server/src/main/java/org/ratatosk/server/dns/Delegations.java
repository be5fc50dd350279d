package org.ratatosk.server.dns;

import java.util.concurrent.CompletionStage;

/** Finds what domains say about their servers in a way that DNSSEC proves (RFC 7673). Thread-safe. */
@FunctionalInterface
public interface Delegations {
    /**
     * What a domain says. The stage never fails: what cannot be found out or is signed wrongly is not said, and what was not answered in
     * time makes the delegation incomplete.
     *
     * @param domain as in addresses: lower case, U-labels allowed
     */
    CompletionStage<Delegation> of(String domain);
}
