package org.ratatosk.server.route;

import java.util.concurrent.CompletionStage;
import org.ratatosk.server.stanza.Stanza;

/** The way in for a {@link Component}: sends stanzas under its address. Thread-safe. */
public interface Sender extends AutoCloseable {
    /** What became of a stanza that was sent. */
    enum Fate {
        /** It is in the recipient's archive, durably; {@link Component#acknowledged} tells when a client has it. */
        STORED,
        /** It was given to clients, or needs no keeping; a stanza that cannot be delivered comes back as an error. */
        ROUTED
    }

    /**
     * Sends a stanza, its {@code from} within the component's address. The stage completes when the server has taken it, and
     * fails with a {@link org.ratatosk.server.stanza.StanzaException} when it does not (no such account, blocked, disk full). A message with
     * an id is kept once, however often it is sent to the same recipient.
     */
    CompletionStage<Fate> send(Stanza stanza);

    /** Detaches the component. */
    @Override
    void close();
}
