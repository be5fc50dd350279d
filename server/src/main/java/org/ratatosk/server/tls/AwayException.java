package org.ratatosk.server.tls;

import java.io.IOException;

/** A website did not answer, or said that it cannot now: what it publishes is not known, and may be soon. */
public final class AwayException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message in words for people */
    public AwayException(String message) {
        super(message);
    }
}
