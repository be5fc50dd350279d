package org.ratatosk.server.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ratatosk.server.jid.Jid;

/** Accounts and their passwords. Confined to a read or write of {@link Store}. */
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

    /** Deletes an account with everything that hangs on it: passwords, roster, blocks, archive, what it published, links. */
    boolean delete(Jid bare);

    /** Accounts of a domain whose local part contains {@code part}, by name. */
    List<Account> list(String domain, String part, int offset, int limit);

    /** How many accounts of a domain have a local part that contains {@code part}. */
    int count(String domain, String part);

    /** How many accounts there are in all domains, also in those that are not hosted any more. */
    int count();

    /** Keeps a password of an account: the own one in the place of the last own one, an app password beside the others. */
    void putPassword(Jid bare, Password password);

    /** Forgets a password; {@code false} if there is none of that id. */
    boolean removePassword(Jid bare, String id);

    /** Notes when a password was used; nothing happens if it is gone. */
    void passwordUsed(Jid bare, String id, Instant at);

    /** The passwords of an account, its own first, then by age; empty if none was set. */
    List<Password> passwords(Jid bare);
}
