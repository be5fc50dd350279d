package org.ratatosk.app.check;

/**
 * What a check found. Immutable.
 *
 * @param mark how it is
 * @param text one sentence
 * @param advice what to do, empty if nothing is to be done
 */
public record Finding(Mark mark, String text, String advice) {
    /** How it is. */
    public enum Mark {
        GOOD("✓"),
        NOTE("·"),
        OPEN("?"),
        BAD("✗");

        private final String sign;

        Mark(String sign) {
            this.sign = sign;
        }
    }

    /** Nothing is to be done. */
    public static Finding good(String text) {
        return new Finding(Mark.GOOD, text, "");
    }

    /** It works, and the owner may want to know. */
    public static Finding note(String text, String advice) {
        return new Finding(Mark.NOTE, text, advice);
    }

    /** It could not be found out, so that it may not work. */
    public static Finding open(String text, String advice) {
        return new Finding(Mark.OPEN, text, advice);
    }

    /** It will not work. */
    public static Finding bad(String text, String advice) {
        return new Finding(Mark.BAD, text, advice);
    }

    /** As it is printed, possibly several lines. */
    public String line() {
        return mark.sign + " " + text + (advice.isEmpty() ? "" : "\n    → " + advice.replace("\n", "\n      "));
    }
}
