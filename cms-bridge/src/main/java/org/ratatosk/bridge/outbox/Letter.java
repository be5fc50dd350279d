package org.ratatosk.bridge.outbox;

import java.util.Optional;

/** What is to be done with an alert that is due, as it is found at that moment. Immutable. */
public sealed interface Letter {
    /**
     * It is sent.
     *
     * @param body the words
     * @param link the page that it is about
     */
    record Ready(String body, Optional<String> link) implements Letter {}

    /**
     * It is not sent, ever.
     *
     * @param reason why
     * @param sentence why, in words
     */
    record Dropped(DropReason reason, String sentence) implements Letter {}

    /**
     * It is held until somebody lets it go.
     *
     * @param sentence why, in words
     */
    record Held(String sentence) implements Letter {}

    /**
     * It cannot be written now.
     *
     * @param sentence why, in words
     */
    record Later(String sentence) implements Letter {}
}
