package org.ratatosk.server.route;

import org.ratatosk.server.stanza.Stanza;

/**
 * What a feature does with a stanza. Called in a lane; returns at once, touches neither sockets nor the database. A
 * {@link org.ratatosk.server.stanza.StanzaException} is the same as {@link Outcome#reject}.
 *
 * @param <S> the kind of stanza
 */
@FunctionalInterface
public interface Handler<S extends Stanza> {
    /** Looks at a stanza. */
    Outcome handle(Context ctx, S stanza);
}
