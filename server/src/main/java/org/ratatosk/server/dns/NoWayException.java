package org.ratatosk.server.dns;

/** No way leads to a domain; the message says in words for people why. */
public final class NoWayException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean temporary;

    private NoWayException(boolean temporary, String message) {
        super(message, null, false, false);
        this.temporary = temporary;
    }

    /** There is no such domain, it has no XMPP, or its addresses must not be used. */
    public static NoWayException forGood(String message) {
        return new NoWayException(false, message);
    }

    /** Nobody answered in time, or the answer was that of a failure; it may be otherwise soon. */
    public static NoWayException forNow(String message) {
        return new NoWayException(true, message);
    }

    /** Whether it may be otherwise soon. */
    public boolean isTemporary() {
        return temporary;
    }
}
