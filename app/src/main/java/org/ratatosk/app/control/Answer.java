package org.ratatosk.app.control;

/**
 * What came of a command. Immutable.
 *
 * @param code the exit code: 0 for success
 * @param text what is printed, without a line's end
 */
public record Answer(int code, String text) {
    /** It was done. */
    public static Answer done(String text) {
        return new Answer(0, text);
    }

    /** It was not done; the text says why, and what to do. */
    public static Answer failed(String text) {
        return new Answer(1, text);
    }
}
