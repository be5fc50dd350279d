package org.ratatosk.app.check;

import java.util.List;

/** Asks the DNS. */
interface Names {
    /** The DNS does not answer, or fails; the message is the beginning of a sentence that says who was asked. */
    final class Offline extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean runs;

        /** @param runs whether it has answered after all, but not with what was asked */
        Offline(String message, boolean runs) {
            super(message);
            this.runs = runs;
        }

        boolean runs() {
            return runs;
        }
    }

    /** The records of a type that a name has, as text; none if there is no such name. */
    List<String> records(String name, String type) throws Offline;
}
