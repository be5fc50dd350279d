package org.ratatosk.server.tls;

import org.jspecify.annotations.Nullable;

/** A key or certificate that cannot be used. The message says which file, what is wrong and what to do. */
public final class TlsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message for the owner
     * @param cause what went wrong below, or {@code null}
     */
    public TlsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
