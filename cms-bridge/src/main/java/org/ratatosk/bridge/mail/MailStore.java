package org.ratatosk.bridge.mail;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;

/**
 * The queue of mails. What Jabber could not deliver comes into it in the transaction in which that is kept of the alert. Each write is one
 * transaction, durable when the call returns. Blocks on the database. Thread-safe.
 */
public interface MailStore {
    /** How far a mail is. */
    enum State {
        /** Waits for its first or next try. */
        WAITING,
        /** The server has taken it. */
        SENT,
        /** It was refused for good. */
        REFUSED,
        /** All tries failed. */
        GIVEN_UP
    }

    /**
     * An alert that goes by mail.
     *
     * @param alert its number
     * @param away whether it was not refused, but fetched by nobody
     */
    record Item(String member, String event, long alert, boolean away) {}

    /**
     * A mail that is to be sent.
     *
     * @param id number of the row
     * @param messageId the same each time it is sent
     * @param tries how often it was tried
     */
    record Queued(long id, String member, String messageId, int tries, Instant created) {}

    /**
     * What became of an alert by mail.
     *
     * @param state of the mail, or {@code null} if it is in none yet
     * @param at since when
     * @param error what went wrong last, in words, or {@code null}
     */
    record Told(@Nullable State state, Instant at, @Nullable String error) {}

    /**
     * Takes in what was made in some time and nobody fetched, of members who want that by mail.
     *
     * @param away whether nobody is there at a home
     */
    void takeUnfetched(Instant madeBefore, Predicate<Jid> away, Instant now);

    /**
     * Members, in order, for whom a mail can be made: something came before one time, the last mail went before another, none is under way
     * and their address is not suspended.
     */
    List<String> ready(Instant cameBefore, Instant lastBefore, String after, int limit);

    /** Makes a mail of what waits for a member, the oldest first. */
    void open(String member, String messageId, int most, Instant now);

    /** Mails that are due, those that wait longest first. */
    List<Queued> due(Instant now, int limit);

    /** What a mail tells, the oldest first. */
    List<Item> items(long mail);

    /** An alert is not told by mail: one that was refused unless it is refused anew, another never. */
    void leaveOut(Item item);

    /** What does not fit into a mail waits for the next one. */
    void putBack(List<Item> items);

    /** There is nothing to be told in a mail. */
    void cancel(Queued mail);

    /** The server has taken it. Alerts that were held are told by it, and by nothing else. */
    void sent(Queued mail, Instant now);

    /** It is tried again. */
    void later(Queued mail, int tries, Instant next, String error, Instant now);

    /** It is tried no more. */
    void giveUp(Queued mail, int tries, String error, Instant now);

    /** It was refused: no more mails go to that address, and what waits for it goes nowhere. */
    void refused(Queued mail, Mailbox box, String error, Instant now);

    /** What became of the news of an event for a member. */
    Optional<Told> told(String member, String event);

    /** Forgets mails of whose alerts nothing is kept any more. */
    void clean();
}
