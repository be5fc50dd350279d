package org.ratatosk.bridge.bot;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;

/**
 * The messages that made something, so that none makes it twice. A request is known by its sender, the id that the sender gave
 * and its words. Writes are durable when a call returns. Blocks on the database. Thread-safe.
 */
public interface RequestStore {
    /**
     * A message that has come before, or comes now.
     *
     * @param key names the request for the CMS
     * @param answer what was answered, or {@code null} if it was not finished
     */
    record Seen(String key, @Nullable String answer) {}

    /**
     * Finds a request that came at {@code notBefore} or later, or keeps it under {@code freshKey}; an older one is replaced.
     *
     * @param words a hash of the body
     */
    Seen begin(Jid sender, String id, String words, String freshKey, Instant now, Instant notBefore);

    /** Keeps what was answered. */
    void finish(String key, String answer);

    /** Keeps, for good, the ids by which a sender can name what the request of a key has made. The latest message of an id counts. */
    void name(Jid sender, Set<String> ids, String key);

    /** The key of the request that made what a sender means by the id of a message. */
    Optional<String> named(Jid sender, String id);

    /** Forgets what ids named; a later message of theirs has made nothing. */
    void unname(Jid sender, Set<String> ids);

    /** Forgets all that came from a sender. */
    void forget(Jid sender);

    /** Forgets what came earlier. */
    void forgetBefore(Instant time);
}
