package org.ratatosk.bridge.alerts;

import java.time.Instant;
import java.util.Optional;

/** Keeps what is told besides posts and comments. Blocks; changes are durable when a call returns. Thread-safe. */
public interface NoticeStore {
    /**
     * Somebody added or removed somebody else as a friend.
     *
     * @param actor who did it
     * @param recipient whom
     * @param target {@link Target#BEFRIENDED} or {@link Target#DEFRIENDED}
     * @param due when it will be told
     */
    record FriendNews(String actor, String recipient, Target target, Instant due) {}

    /**
     * Keeps a notice and its event in one; the same key again gives what it gave the first time, as long as that is kept.
     *
     * @return its number
     */
    long add(Notice notice, String key, Instant now);

    /** A notice by its number. */
    Optional<Notice> notice(long number);

    /** Keeps it until it is due; the opposite that waits is taken away, and both are forgotten. */
    void later(FriendNews news);

    /** Makes notices of what is due, each in one transaction with its being taken away. */
    int ripen(Instant now);

    /** When the next is due. */
    Optional<Instant> nextDue();

    /** Forgets what was told to a member, or waits for one, or about one. */
    void forget(String member);
}
