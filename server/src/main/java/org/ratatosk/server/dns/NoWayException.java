package org.ratatosk.server.dns;

/** No way leads to a domain; the message says in words for people why. */
public final class NoWayException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean temporary;
    private final boolean silence;

    private NoWayException(boolean temporary, boolean silence, String message) {
        super(message, null, false, false);
        this.temporary = temporary;
        this.silence = silence;
    }

    /** There is no such domain, it has no XMPP, or its addresses must not be used. */
    public static NoWayException forGood(String message) {
        return new NoWayException(false, false, message);
    }

    /** The answer was that of a failure; it may be otherwise soon. */
    public static NoWayException forNow(String message) {
        return new NoWayException(true, false, message);
    }

    /** Nobody answered in time, so that nothing is known; it may be otherwise soon. */
    public static NoWayException silence(String message) {
        return new NoWayException(true, true, message);
    }

    /** Whether it may be otherwise soon. */
    public boolean isTemporary() {
        return temporary;
    }

    /** Whether nothing was said at all. */
    public boolean isSilence() {
        return silence;
    }
}
