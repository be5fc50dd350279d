package org.ratatosk.server.dns;

/** No way leads to a domain; the message says in words for people why. */
public final class NoWayException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Why why;

    /** What kind of end it is. */
    private enum Why {
        NOTHING,
        CLOSED,
        FAILURE,
        SILENCE
    }

    private NoWayException(Why why, String message) {
        super(message, null, false, false);
        this.why = why;
    }

    /** There is no such domain, or it has no XMPP. */
    public static NoWayException forGood(String message) {
        return new NoWayException(Why.NOTHING, message);
    }

    /** Its addresses must not be used. */
    public static NoWayException closed(String message) {
        return new NoWayException(Why.CLOSED, message);
    }

    /** The answer was that of a failure; it may be otherwise soon. */
    public static NoWayException forNow(String message) {
        return new NoWayException(Why.FAILURE, message);
    }

    /** Nobody answered in time, so that nothing is known; it may be otherwise soon. */
    public static NoWayException silence(String message) {
        return new NoWayException(Why.SILENCE, message);
    }

    /** Whether it may be otherwise soon. */
    public boolean isTemporary() {
        return why == Why.FAILURE || why == Why.SILENCE;
    }

    /** Whether nothing was said at all. */
    public boolean isSilence() {
        return why == Why.SILENCE;
    }

    /** Whether there are addresses, but none that may be used. */
    public boolean isClosed() {
        return why == Why.CLOSED;
    }
}
