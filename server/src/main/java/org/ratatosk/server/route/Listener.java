package org.ratatosk.server.route;

import java.util.Set;
import org.ratatosk.server.session.Sessions;
import org.ratatosk.server.store.Store;

/** What clients connect to: ports and the streams behind them. Built by {@link Factory}, started and closed by the server. */
public interface Listener extends AutoCloseable {
    /**
     * What a listener gets of the server.
     *
     * @param domains that are hosted
     * @param sessions opens sessions for clients that have logged in
     * @param hooks what features announce and handle on streams
     * @param store where the keys of passwords are
     * @param router takes stanzas from other servers, and sends stanzas to them
     */
    record Inside(Set<String> domains, Sessions sessions, Hooks hooks, Store store, Router router) {}

    /** Makes a listener; nothing listens yet. */
    @FunctionalInterface
    interface Factory {
        /** A listener for a server. */
        Listener create(Inside inside);
    }

    /** Opens the ports; from now on clients can come. Fails in words if that is not possible. */
    void start();

    /** Takes no more clients; open streams are closed by their sessions. Waits until they have had a moment to end. */
    @Override
    void close();
}
