package org.ratatosk.server.store;

import java.util.Set;
import org.ratatosk.server.jid.Jid;

/** Blocked addresses (XEP-0191). Confined to a read or write of {@link Store}. */
public interface BlockStore {
    /** The addresses that an owner blocks. */
    Set<Jid> blocked(Jid owner);

    /** Adds addresses. */
    void add(Jid owner, Set<Jid> addresses);

    /** Removes addresses. */
    void remove(Jid owner, Set<Jid> addresses);
}
