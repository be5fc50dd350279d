package org.ratatosk.server.stream.component;

import java.util.List;
import org.ratatosk.server.session.Connection;

/**
 * How it stands with a component, for people. Immutable.
 *
 * @param domain its own
 * @param allowed how many connections it may have
 * @param connections those that it has, oldest first
 * @param waiting stanzas on their way to it
 * @param received stanzas that came from it since the server began
 * @param sent stanzas that went to it since the server began
 * @param lastError why a connection was refused or ended since the last one was proved, in words; "" if none was
 */
public record ComponentState(
        String domain,
        int allowed,
        List<Connection.Info> connections,
        int waiting,
        long received,
        long sent,
        String lastError) {
    /** Copies the list. */
    public ComponentState {
        connections = List.copyOf(connections);
    }
}
