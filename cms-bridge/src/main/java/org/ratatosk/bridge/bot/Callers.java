package org.ratatosk.bridge.bot;

import java.util.Optional;
import org.ratatosk.server.jid.Jid;

/** Finds out who writes. May block on the database or the engine. Thread-safe. */
public interface Callers {
    /** The member whose home or proved address this is, and what may be done from it. */
    Optional<Command.Caller> at(Jid bare);
}
