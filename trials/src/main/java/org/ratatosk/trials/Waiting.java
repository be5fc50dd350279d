package org.ratatosk.trials;

import java.util.HashSet;
import java.util.Set;
import org.jivesoftware.smack.packet.Message;

/** Waits for many alerts, in whatever order they come. Immutable. */
final class Waiting {
    private Waiting() {}

    /** Waits until an alert for each number has come; the last one. */
    static Message forNumbers(Person person, Set<Long> numbers) throws InterruptedException {
        Set<Long> missing = new HashSet<>(numbers);
        Message last = null;
        while (!missing.isEmpty()) {
            try {
                last = person.awaitFrom(Person.BOT, "alerts", message -> numbers.contains(numberOrZero(message)));
            } catch (Unmet e) {
                throw new Unmet("alerts for " + numbers.size() + " posts", "none for " + missing);
            }
            missing.remove(numberOrZero(last));
        }
        if (last == null) {
            throw new Unmet("numbers to wait for", "none");
        }
        return last;
    }

    /** The number that an alert names, or 0 if it names none. */
    static long numberOrZero(Message message) {
        try {
            return Stage.number(message);
        } catch (Unmet e) {
            return 0;
        }
    }
}
