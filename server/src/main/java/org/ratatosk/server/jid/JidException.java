package org.ratatosk.server.jid;

/** A text that is not an address by RFC 7622. The message says why, in words fit for a person. */
public final class JidException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong with the text, and where */
    public JidException(String message) {
        super(message);
    }
}
