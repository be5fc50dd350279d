package org.ratatosk.bridge.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Proof;

/**
 * Proved addresses, the codes that wait, and the wrong tries of each address. Each write is one transaction, durable when the
 * call returns. Blocks on the database. Thread-safe.
 */
public interface IdentityStore {
    /**
     * A code that waits; of the code itself only a hash is kept.
     *
     * @param member who asked
     * @param address that it proves
     * @param expires when it ends
     */
    record Waiting(String member, Jid address, Instant expires) {}

    /**
     * What came of a code.
     *
     * @param kind how it ended
     * @param identity the identity, where there is one
     * @param left how many wrong tries are left, for {@link Kind#WRONG}
     * @param until when the lock ends, for {@link Kind#LOCKED}
     */
    record Verdict(Kind kind, @Nullable Identity identity, int left, Instant until) {
        /** How a proof can end. */
        public enum Kind {
            /** The address belongs to the member now, or did already by this code. */
            PROVED,
            /** There is no such code for this address. */
            WRONG,
            /** The code was right, but too late. */
            EXPIRED,
            /** Too many wrong codes came from this address. */
            LOCKED,
            /** The code was right, but the address belongs to another member. */
            TAKEN
        }
    }

    /**
     * How wrong tries are counted.
     *
     * @param tries after so many wrong ones an address is locked
     * @param window for so long, counted from the first wrong one
     */
    record Lock(int tries, Duration window) {}

    /** The identity of an address. */
    Optional<Identity> find(Jid address);

    /** The identities of a member, by address. */
    List<Identity> of(String member);

    /** Identities whose address or member contains a text. */
    List<Identity> search(String part, int offset, int limit);

    /** Changes what may be done from an address of a member; {@code false} if it has no such address. */
    boolean setRights(String member, Jid address, Set<Identity.Right> rights);

    /** Removes an address of a member and the codes that wait for it; {@code false} if it has no such address. */
    boolean remove(String member, Jid address);

    /** Removes all addresses and codes of a member. */
    void removeAll(String member);

    /** Keeps a code in place of an earlier one of the same member for the same address. */
    void putCode(Waiting code, String hash);

    /** Codes of a member that have not ended. */
    List<Waiting> waiting(String member, Instant now);

    /** When the lock of an address ends, if it is locked. */
    Optional<Instant> lockedUntil(Jid address, Lock lock, Instant now);

    /** Tries a code from an address whose domain is proved so, and counts if it is wrong. */
    Verdict prove(Jid address, Proof proof, String hash, Lock lock, Instant now);

    /** Forgets codes and tries that ended before. */
    void forgetBefore(Instant time);
}
