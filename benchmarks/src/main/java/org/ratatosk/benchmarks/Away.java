package org.ratatosk.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;

/** Messages to people who are away, and what they find when they come back. Confined to one thread. */
final class Away {
    private static final String BODY = "<body>" + "0123456789".repeat(10) + "</body></message>";
    private static final int PATIENCE_SECONDS = 30;
    private final Crowd crowd;
    private int time;

    Away(Crowd crowd) {
        this.crowd = crowd;
    }

    /** Sends to accounts in turn, and waits until the server has taken all of it. */
    void send(List<Session> senders, int first, int accounts, int count) throws InterruptedException {
        time++;
        crowd.play(() -> {
            for (int i = 0; i < count; i++) {
                senders.get(i % senders.size())
                        .send("<message type='chat' id='" + mark() + i + "' to='"
                                + crowd.target().jid(first + i % accounts) + "'>" + BODY);
            }
            return true;
        });
        crowd.settle(senders);
    }

    private String mark() {
        return "for-later" + time + "-";
    }

    /** Has the people come back, and gives how many of the messages that were sent last never came. */
    int comeBack(List<Session> people, int count) throws InterruptedException {
        Arrivals arrivals = crowd.play(() -> {
            Arrivals expected =
                    new Arrivals(people, mark().getBytes(US_ASCII), count / people.size(), count % people.size());
            people.forEach(one -> one.send("<presence/>"));
            return expected;
        });
        if (Crowd.isOver(arrivals.done(), PATIENCE_SECONDS)) {
            return 0;
        }
        return crowd.play(arrivals::missing);
    }
}
