package org.ratatosk.benchmarks;

import java.time.Duration;

/**
 * How much load, and for how long. Immutable.
 *
 * @param accounts how many there are; all are held idle, and all but one get the one message
 * @param rate messages per second of the fixed rate
 * @param window for how long each figure is measured
 * @param warmUp the longest time to wait until the cost of a message is level
 * @param rest how long the server is left alone before its memory is read
 * @param offline messages to people who are away
 * @param volleys how often something goes to many while it is measured
 */
record Plan(int accounts, int rate, Duration window, Duration warmUp, Duration rest, int offline, int volleys) {
    private static final int RATE = 1000;
    private static final int MOST_PAIRS = 100;
    private static final int MOST_SUBSCRIBERS = 500;
    private static final int LEAST = 4;

    /**
     * The load of a number of accounts, of which there must be at least four.
     *
     * @param quick whether windows are shorter
     */
    static Plan of(int accounts, boolean quick) {
        if (accounts < LEAST) {
            throw new IllegalArgumentException("A load takes at least " + LEAST + " accounts, not " + accounts + ".");
        }
        int rate = Math.min(RATE, accounts * MOST_PAIRS / 2 / LEAST);
        if (quick) {
            return new Plan(accounts, rate, seconds(4), seconds(5), seconds(6), 1000, 3);
        }
        return new Plan(accounts, rate, seconds(20), seconds(40), seconds(60), 5000, 11);
    }

    private static Duration seconds(int count) {
        return Duration.ofSeconds(count);
    }

    /** Pairs of accounts that write to each other. */
    int pairs() {
        return Math.min(MOST_PAIRS, accounts / 2);
    }

    /** Those who are subscribed to the presence, or to the posts, of the first account. */
    int subscribers() {
        return Math.min(MOST_SUBSCRIBERS, accounts - 1);
    }
}
