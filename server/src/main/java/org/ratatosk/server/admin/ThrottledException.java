package org.ratatosk.server.admin;

/** A password cannot be checked now, as too many wrong ones were tried, or whoever knows it does not answer; it may be later. */
public final class ThrottledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says so in words: there were too many wrong tries. */
    public ThrottledException() {
        this("Too many wrong passwords. Wait a few minutes and try again.");
    }

    /** Says so in words for a person. */
    public ThrottledException(String words) {
        super(words);
    }
}
