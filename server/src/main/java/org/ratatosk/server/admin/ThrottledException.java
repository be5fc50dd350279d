package org.ratatosk.server.admin;

/** Too many wrong passwords were tried; it will be possible again after a while. */
public final class ThrottledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says so in words. */
    public ThrottledException() {
        super("Too many wrong passwords. Wait a few minutes and try again.");
    }
}
