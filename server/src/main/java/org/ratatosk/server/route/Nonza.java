package org.ratatosk.server.route;

import java.util.Optional;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Connection;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.xml.Element;

/** Handles elements at the top of a client's stream that are no stanzas, as those of XEP-0198. Thread-safe. */
@FunctionalInterface
public interface Nonza {
    /**
     * A client's stream as these handlers see it. Loop-confined, except for the connection.
     */
    interface Stream {
        /** The bare address that the client has proved. */
        Jid account();

        /** The client's session; empty before resource binding. */
        Optional<Session> session();

        /** The connection that sends to the client. */
        Connection connection();
    }

    /** Handles an element that came after login. */
    void handle(Stream stream, Element nonza);
}
