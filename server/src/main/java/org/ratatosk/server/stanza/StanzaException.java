package org.ratatosk.server.stanza;

import org.jspecify.annotations.Nullable;

/** A mistake of the peer in a stanza. It is answered with its error in one place, the router. */
public final class StanzaException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient StanzaError error;

    /** @param error what the sender will be told */
    public StanzaException(StanzaError error) {
        super(message(error), null, false, false);
        this.error = error;
    }

    /** An error with the usual type of its condition and a sentence for a person. */
    public StanzaException(StanzaError.Condition condition, String text) {
        this(StanzaError.of(condition, text));
    }

    private static String message(StanzaError error) {
        @Nullable String text = error.text();
        return error.condition().elementName() + (text == null ? "" : ": " + text);
    }

    /** What the sender will be told. */
    public StanzaError error() {
        return error;
    }
}
