package org.ratatosk.bridge.identity;

import org.ratatosk.server.jid.Jid;

/** Finds out whether an address is a room, in which many people speak with one address. May block. Thread-safe. */
public interface RoomCheck {
    /** Whether the address is a room or stands on a service of rooms; {@code false} if that cannot be found out. */
    boolean isRoom(Jid address);
}
