package org.ratatosk.server.stream;

import org.ratatosk.server.stanza.StreamError;

/** A mistake of the client that ends its stream. It is answered in one place, the stream. */
public final class StreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient StreamError error;

    /**
     * A mistake.
     *
     * @param condition what the client is told
     * @param text a sentence for a person
     */
    public StreamException(StreamError.Condition condition, String text) {
        super(text, null, false, false);
        this.error = StreamError.of(condition, text);
    }

    /** What the client is told. */
    public StreamError error() {
        return error;
    }
}
