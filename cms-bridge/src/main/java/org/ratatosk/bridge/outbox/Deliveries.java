package org.ratatosk.bridge.outbox;

import java.util.OptionalLong;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Message;

/** What the bot hears that is about alerts on their way. Called in lanes, except {@link #number}: never blocks there. Thread-safe. */
public interface Deliveries {
    /**
     * The number of the post or comment of which the alert told that was sent to an address under a stanza id. If that alert is
     * forgotten, the id itself says it, as anybody could: what may be seen there has to be looked at. May block on the database;
     * called on the bot's pool.
     */
    OptionalLong number(Jid address, String stanzaId);

    /** The recipient's client has said that it has the message (XEP-0184). {@code from} may be full. */
    void received(Jid from, String stanzaId);

    /** A message that the bot sent came back as an error, with the id that it was sent under. */
    void refused(Message error);

    /** A result or an error for an IQ that was sent under the bot's address. */
    void answered(Iq answer);

    /** A client of the recipient has acknowledged the message to its server (XEP-0198). */
    void acknowledged(Jid owner, String stanzaId);
}
