package org.ratatosk.server.store;

/** There is no room to keep anything. Senders are told to wait; reading goes on. */
public final class StoreFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param cause what the database said */
    public StoreFullException(Throwable cause) {
        super("The disk that holds the data is full", cause);
    }
}
