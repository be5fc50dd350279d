package org.ratatosk.server.store.memory;

import java.util.ArrayDeque;
import java.util.Deque;

/** What takes the changes of one write back if it fails. Confined to the store's lock. */
final class Undo {
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private boolean writing;

    void begin() {
        steps.clear();
        writing = true;
    }

    /**
     * To be called before each change.
     *
     * @throws IllegalStateException if only a read is going on
     */
    void add(Runnable step) {
        if (!writing) {
            throw new IllegalStateException("A read must not write");
        }
        steps.push(step);
    }

    void end() {
        steps.clear();
        writing = false;
    }

    void rollback() {
        while (!steps.isEmpty()) {
            steps.pop().run();
        }
        writing = false;
    }
}
