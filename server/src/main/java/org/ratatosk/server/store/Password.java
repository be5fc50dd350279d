package org.ratatosk.server.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one of an account's passwords. All passwords of an account have the same salts and iterations, so that SCRAM
 * works whichever of them a client has (RFC 5802 section 3): the server names the salt before it sees the proof. Immutable.
 *
 * @param id random, another one whenever a password is set
 * @param name the device or program that an app password was made for; empty for the account's own password
 * @param created when it was set
 * @param used when somebody logged in with it last, to the hour; {@code null} if nobody did, and for the own password
 * @param keys one for each mechanism
 */
public record Password(
        String id, String name, Instant created, @Nullable Instant used, List<ScramKeys> keys) {
    /** How many app passwords an account can have. */
    public static final int MOST_APPS = 16;

    /** Copies the list. */
    public Password {
        keys = List.copyOf(keys);
    }

    /** Whether it is the account's own password, which is asked for on the web. */
    public boolean own() {
        return name.isEmpty();
    }
}
