package org.ratatosk.bridge.mail;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;

/**
 * Where mail of members goes, and the codes by which that is proved. Each write is one transaction, durable when the call returns. Blocks on
 * the database. Thread-safe.
 */
public interface MailboxStore {
    /**
     * A code that was mailed; of the code itself only a hash is kept.
     *
     * @param member who asked
     * @param home the member's account
     * @param address where it was mailed
     * @param sent when
     * @param expires when it ends
     */
    record Waiting(String member, Jid home, String address, Instant sent, Instant expires) {}

    /** How many codes were mailed lately: for a member, and to an address. */
    record Mailed(int member, int address) {}

    /**
     * What came of a code.
     *
     * @param kind how it ended
     * @param left how many wrong tries are left, for {@link Kind#WRONG}
     */
    record Verdict(Kind kind, int left) {
        /** How a proof can end. */
        public enum Kind {
            /** Mail goes to the address now. */
            PROVED,
            /** It is not the code that was mailed last. */
            WRONG,
            /** Too many were wrong; none is taken until it ends. */
            LOCKED,
            /** No code waits. */
            NONE
        }
    }

    /** Where mail of a member goes. */
    Optional<Mailbox> of(String member);

    /** The code of a member that waits. */
    Optional<Waiting> waiting(String member, Instant now);

    /** How many codes were mailed since a time; the address counts in small letters. */
    Mailed mailedSince(String member, String address, Instant since);

    /** When no code of a member is taken until, since too many were wrong. */
    Optional<Instant> lockedUntil(String member, int tries, Instant now);

    /** Keeps a code, in whose favour an earlier one of the member is of no use any more. */
    void putCode(Waiting code, String hash);

    /** Tries a code, and counts if it is wrong; if it is right, mail goes to its address from now on, and all of it. */
    Verdict prove(String member, String hash, int tries, String token, Instant now);

    /** Sets since when what nobody fetched goes by mail too, or that it does not; whether there is an address. */
    boolean setAway(String member, @Nullable Instant since);

    /** No mail goes to a member any more, not even what waits; whether there was an address or a code. */
    boolean remove(String member);

    /** The same for whoever has a token. */
    Optional<Mailbox> removeByToken(String token);

    /** Where a token's mail goes. */
    Optional<Mailbox> byToken(String token);

    /** Forgets all about a member. */
    void forget(String member);

    /** Addresses that refused a mail, of which nobody was told. */
    List<Mailbox> untold(int limit);

    /** Keeps that a member was told. */
    void told(String member);

    /** Forgets codes that have ended so long ago. */
    void clean(Instant now, Duration ago);
}
