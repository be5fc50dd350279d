package org.ratatosk.server.dns;

import java.util.List;

/**
 * What a domain says about its servers in a way that DNSSEC proves. Immutable.
 *
 * @param targets the names of its machines, as A-labels; none if that is not proved
 * @param certificates what is said about their certificates, usable ones only
 * @param complete whether all that was asked was answered in time; if not, there may be more
 */
public record Delegation(List<String> targets, List<Tlsa> certificates, boolean complete) {
    /** Nothing is proved. */
    public static final Delegation NONE = new Delegation(List.of(), List.of(), true);

    /** Nothing was answered in time. */
    public static final Delegation UNKNOWN = new Delegation(List.of(), List.of(), false);

    /** Copies both. */
    public Delegation {
        targets = List.copyOf(targets);
        certificates = List.copyOf(certificates);
    }
}
