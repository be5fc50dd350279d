package org.ratatosk.trials.suite;

/**
 * What became of one test of a suite. Immutable.
 *
 * @param test the class and the method, as {@code CarbonsTest.copies}
 * @param end how it ended
 * @param reason why it did not pass; empty if it did
 */
record Outcome(String test, End end, String reason) {
    /** How a test ends. */
    enum End {
        PASSED("passed"),
        FAILED("failed"),
        NOT_POSSIBLE("was not possible");

        private final String words;

        End(String words) {
            this.words = words;
        }
    }

    /** How it ended, in words. */
    String how() {
        return end.words;
    }

    /** Whether it passed. */
    boolean passed() {
        return end == End.PASSED;
    }
}
