package org.ratatosk.server.store;

import java.util.List;
import org.ratatosk.server.jid.Jid;

/**
 * A contact (RFC 6121 section 2.1.2). Immutable.
 *
 * @param contact bare address
 * @param name the owner's name for the contact, empty if none
 * @param groups the owner's groups, without doubles
 * @param subscription whose presence goes to whom
 * @param ask whether the owner has asked for the contact's presence and waits
 * @param approved whether the owner has approved a request in advance (RFC 6121 section 3.4)
 * @param origin who made the item last: "" for the owner's clients, else the name of what synchronises it
 */
public record RosterItem(
        Jid contact,
        String name,
        List<String> groups,
        Subscription subscription,
        boolean ask,
        boolean approved,
        String origin) {
    /** Whose presence goes to whom, seen from the owner. */
    public enum Subscription {
        NONE,
        TO,
        FROM,
        BOTH;

        /** Whether the owner gets the contact's presence. */
        public boolean isTo() {
            return this == TO || this == BOTH;
        }

        /** Whether the contact gets the owner's presence. */
        public boolean isFrom() {
            return this == FROM || this == BOTH;
        }

        /** The state with both directions as given. */
        public static Subscription of(boolean to, boolean from) {
            return to ? (from ? BOTH : TO) : (from ? FROM : NONE);
        }
    }
}
