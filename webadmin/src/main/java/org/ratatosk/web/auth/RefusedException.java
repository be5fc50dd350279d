package org.ratatosk.web.auth;

/** The server refused what it was asked. The message is a sentence for the person who asked. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param cause what the server said */
    public RefusedException(IllegalArgumentException cause) {
        super(cause.getMessage(), cause);
    }

    /** What the server said, or that it said nothing. */
    public String sentence() {
        String message = getMessage();
        if (message == null) {
            return "The server refused that.";
        }
        return message.endsWith(".") ? message : message + ".";
    }
}
