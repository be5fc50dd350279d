package org.ratatosk.server.store;

/**
 * The disk did not take what was written in a way that survives the loss of power. It may be there nevertheless, so whoever tries
 * again does it under the same key. Senders are told to wait; reading goes on.
 */
public final class NotDurableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param cause what the disk said */
    public NotDurableException(Throwable cause) {
        super("This could not be written to disk safely", cause);
    }
}
