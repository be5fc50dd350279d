package org.ratatosk.bridge.bot;

import java.util.Optional;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Proof;

/** Finds out who writes. May block on the database or the engine. Thread-safe. */
public interface Callers {
    /**
     * The member whose home or proved address this is, and what may be done from it.
     *
     * @param proof what proved that the words are from there
     * @throws org.ratatosk.bridge.cms.CmsException if that is not enough for this address
     */
    Optional<Command.Caller> at(Jid bare, Proof proof);
}
