package org.ratatosk.server.stream.sasl;

/** An authentication that failed. The message is a sentence for the person who tries to log in. */
public final class SaslException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final SaslError error;

    /**
     * @param error the condition that the client gets
     * @param text what happened, in words that give no account away
     */
    public SaslException(SaslError error, String text) {
        super(text, null, false, false);
        this.error = error;
    }

    /** The one answer to a wrong password, an unknown account and a disabled one. */
    static SaslException notAuthorized() {
        return new SaslException(SaslError.NOT_AUTHORIZED, "The user name or the password is wrong");
    }

    /** The answer while too many tries were wrong, or the server is too busy to look. */
    static SaslException later(String text) {
        return new SaslException(SaslError.TEMPORARY_AUTH_FAILURE, text);
    }

    /** A message that breaks the rules of its mechanism. */
    static SaslException malformed(String text) {
        return new SaslException(SaslError.MALFORMED_REQUEST, text);
    }

    /** The condition that the client gets. */
    public SaslError error() {
        return error;
    }
}
