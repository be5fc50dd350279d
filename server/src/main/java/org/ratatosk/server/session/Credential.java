package org.ratatosk.server.session;

/**
 * What a client proved to know at its login. Immutable.
 *
 * @param kind whose password it was
 * @param id of the password among those of its account; empty if nothing of it is kept here
 */
public record Credential(Kind kind, String id) {
    /** A connection that was not let in by a password. */
    public static final Credential NONE = new Credential(Kind.OWN, "");

    /** Kinds of passwords. */
    public enum Kind {
        /** The account's own. */
        OWN,
        /** One that was made for a device. */
        APP,
        /** One that somebody else knows, and nobody here. */
        ELSEWHERE
    }
}
