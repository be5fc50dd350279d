package org.ratatosk.server.route;

import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError;

/** The way to the servers of other domains. Thread-safe; never blocks its caller. */
@FunctionalInterface
public interface Remote {
    /**
     * Takes a stanza for a domain that is not hosted here; stanzas of one sender's domain for one domain keep their order.
     *
     * @param stanza with {@code from} and {@code to}
     * @param receipt is told, on any thread, what became of it
     */
    void send(Stanza stanza, Receipt receipt);

    /** What becomes of a stanza. */
    interface Receipt {
        /** Nobody waits for it. */
        Receipt NONE = new Receipt() {
            @Override
            public void delivered() {}

            @Override
            public void refused(StanzaError error) {}
        };

        /** It takes long: it waits here, and lives as long as this process does. Told at most once, before or after the others. */
        default void waits() {}

        /** The other server has it: it said so, or what it was sent has left if it never says anything. */
        void delivered();

        /** It did not get there; the error says why in words. */
        void refused(StanzaError error);
    }
}
