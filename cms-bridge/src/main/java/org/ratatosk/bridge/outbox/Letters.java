package org.ratatosk.bridge.outbox;

import java.util.List;

/** Writes alerts at the moment of sending, and looks once more whether they may be sent. Called on the outbox's thread; may block. */
public interface Letters {
    /** What is to be done with each of some alerts of one event, in their order. */
    List<Letter> write(List<Alert> alerts);
}
