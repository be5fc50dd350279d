package org.ratatosk.server.session;

import java.util.List;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.xml.Element;

/** What becomes of what sessions take in; the router is one. All but the first are called in the session's lane. */
public interface Traffic {
    /** How many clients an account may have at a time. */
    int maxSessions();

    /**
     * Checks that an account may have a session.
     *
     * @throws StanzaException if there is no such account or it may not log in
     */
    void admit(Lane lane);

    /** A client has sent a stanza; the ticket is to be let go when everything that follows from it is done. */
    void received(Lane lane, Session session, Element stanza, Ticket ticket);

    /** A stanza could not be handled for a reason of ours. */
    void failed(Lane lane, Session session, Element stanza, Throwable cause);

    /** A session is over, and not in its lane any more. */
    void left(Lane lane, Session session);

    /** A session ended while these were on their way to the client. */
    void unacknowledged(Lane lane, Session session, List<Element> stanzas);

    /** A resource for a client that wants none in particular: random, so that nobody can guess it. */
    String randomResource(Jid account);
}
