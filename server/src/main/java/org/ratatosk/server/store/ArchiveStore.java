package org.ratatosk.server.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;

/**
 * Archives of messages, and in them the mark of what was not delivered yet. Confined to a read or write of {@link Store}.
 */
public interface ArchiveStore {
    /**
     * What to look for (XEP-0313 section 4.1).
     *
     * @param with only messages exchanged with this address (bare matches all its resources), or {@code null}
     * @param start not before, or {@code null}
     * @param end not after, or {@code null}
     * @param after only after the message of this id, or {@code null}
     * @param before only before the message of this id, or {@code null}
     * @param backwards whether to take the last {@code max} that match instead of the first
     * @param max at most so many
     */
    record Filter(
            @Nullable Jid with,
            @Nullable Instant start,
            @Nullable Instant end,
            @Nullable String after,
            @Nullable String before,
            boolean backwards,
            int max) {}

    /**
     * A page of results (XEP-0059).
     *
     * @param messages in the order in which they were appended
     * @param total how many match {@code with}, {@code start} and {@code end}
     * @param firstIndex the place of the first message among these
     * @param complete whether nothing is left in the direction of paging
     */
    record Page(List<ArchivedMessage> messages, int total, int firstIndex, boolean complete) {}

    /** Keeps a message; {@code false} if one with the same owner and key is there already. */
    boolean append(ArchivedMessage message);

    /** Whether the archive holds a message of this id. */
    boolean contains(Jid owner, String id);

    /** The messages of these ids that are there, in the order in which they were appended. */
    List<ArchivedMessage> find(Jid owner, Collection<String> ids);

    /** A page; empty if {@code after} or {@code before} name a message that is not there. */
    Optional<Page> query(Jid owner, Filter filter);

    /**
     * What no client has acknowledged yet, oldest first.
     *
     * @param after only what comes after this id; "" for everything
     */
    List<ArchivedMessage> undelivered(Jid owner, String after, int limit);

    /** How much of an owner is not delivered. */
    int countUndelivered(Jid owner);

    /** How many bytes the messages of an owner that are not delivered have, written in UTF-8. */
    long undeliveredBytes(Jid owner);

    /** Takes the mark from messages. */
    void markDelivered(Jid owner, Collection<String> ids);
}
