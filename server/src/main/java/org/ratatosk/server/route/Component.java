package org.ratatosk.server.route;

import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Proof;
import org.ratatosk.server.stanza.Stanza;

/**
 * What takes part in the server under an address of its own without being an account: the bridge's bot, an external component
 * (XEP-0114). Implementations are thread-safe and never block the caller.
 */
public interface Component {
    /**
     * Takes a stanza that was sent to the component's address.
     *
     * @param proof what proved where it is from
     * @param accepted to be run once, on any thread, when the component has made sure that it will not lose the stanza; until then
     *     the sender is told nothing
     * @throws org.ratatosk.server.stanza.StanzaException if it does not take the stanza; the sender is told why
     */
    void receive(Stanza stanza, Proof proof, Runnable accepted);

    /** Whether it could take a stanza now; service discovery does not show what is away. */
    default boolean isThere() {
        return true;
    }

    /** A client of {@code owner} has acknowledged the message that this component sent under {@code id}. */
    default void acknowledged(Jid owner, String id) {}

    /** An account was made on this server, in whatever way. */
    default void accountMade(Jid account) {}
}
