package org.ratatosk.bridge.outbox;

import java.util.OptionalLong;
import org.ratatosk.server.jid.Jid;

/** Finds what a message answers (XEP-0461) when it answers an alert, as long as that is kept. May block. Thread-safe. */
public interface AlertNumbers {
    /** The number of the post or comment of which the alert with this stanza id told this bare address. */
    OptionalLong number(Jid address, String stanzaId);
}
