package org.ratatosk.server.session;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what follows the acceptance of each stanza in the order in which the stanzas came. Thread-safe. */
public final class AcceptedInOrder {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptedInOrder.class);

    private static final class Entry {
        private final Runnable action;
        private boolean due;

        Entry(Runnable action) {
            this.action = action;
        }
    }

    private final Deque<Entry> entries = new ArrayDeque<>();
    private boolean running;

    /** Enters an action; it is due when what is returned has been run. */
    public Runnable enter(Runnable action) {
        Entry entry = new Entry(action);
        synchronized (entries) {
            entries.add(entry);
        }
        return () -> {
            synchronized (entries) {
                entry.due = true;
                if (running) {
                    return;
                }
                running = true;
            }
            runDue();
        };
    }

    private void runDue() {
        while (true) {
            Entry head;
            synchronized (entries) {
                head = entries.peek();
                if (head == null || !head.due) {
                    running = false;
                    return;
                }
                entries.remove();
            }
            try {
                head.action.run();
            } catch (RuntimeException e) {
                LOG.error("A mistake in the server: telling a client that a stanza was accepted failed", e);
            }
        }
    }
}
