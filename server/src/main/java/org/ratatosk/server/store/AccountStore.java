package org.ratatosk.server.store;

import java.util.List;
import java.util.Optional;
import org.ratatosk.server.jid.Jid;

/** Accounts and the keys that prove their passwords. Confined to a read or write of {@link Store}. */
public interface AccountStore {
    /** The account of a bare address. */
    Optional<Account> find(Jid bare);

    /**
     * Adds an account; {@code false} if there is one already. Whatever an earlier account of the same address left behind is
     * cleared, links excepted: nothing is inherited.
     */
    boolean create(Account account);

    /** Replaces role and state of an account, nothing else; {@code false} if there is none. */
    boolean update(Account account);

    /** Deletes an account with everything that hangs on it: keys, roster, blocks, archive, links. */
    boolean delete(Jid bare);

    /** Accounts of a domain whose local part contains {@code part}, by name. */
    List<Account> list(String domain, String part, int offset, int limit);

    /** How many accounts of a domain have a local part that contains {@code part}. */
    int count(String domain, String part);

    /** Replaces all keys of an account. */
    void putKeys(Jid bare, List<ScramKeys> keys);

    /** The keys of an account; empty if no password was set. */
    List<ScramKeys> keys(Jid bare);
}
