package org.ratatosk.trials;

/** Counts over all kill rounds. Confined to one thread. */
final class Ledger {
    private int posts;
    private long highest;
    private int uncertain;
    private int messages;
    private int alerts;
    private int alertsAgain;
    private int messagesAgain;

    void posts(int accepted, int sentAgain, long highestNumber) {
        posts += accepted;
        highest = highestNumber;
        uncertain += sentAgain;
    }

    void messages(int accepted, int again) {
        messages += accepted;
        messagesAgain += again;
    }

    void alerts(int different, int again) {
        alerts += different;
        alertsAgain += again;
    }

    /** The highest number of a post so far. */
    long highest() {
        return highest;
    }

    int posts() {
        return posts;
    }

    int messages() {
        return messages;
    }

    String summary() {
        return "%d posts accepted (%d of them sent a second time by their author), %d alerts (%d sent again), "
                        .formatted(posts, uncertain, alerts, alertsAgain)
                + "%d messages accepted (%d delivered again)".formatted(messages, messagesAgain);
    }
}
