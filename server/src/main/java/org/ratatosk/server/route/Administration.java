package org.ratatosk.server.route;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.RosterItem;

/** What an admin may do with accounts and their clients, for features. Stages fail with a message fit for a person. Thread-safe. */
public interface Administration {
    /** The account of a bare address. */
    CompletionStage<Optional<Account>> account(Jid bare);

    /** Makes an account without a password, which cannot log in until one is set. Fails if it exists or the domain is not hosted. */
    CompletionStage<Account> createAccount(Jid bare, Account.Role role);

    /** Deletes an account with all that hangs on it, ends its sessions, tells its contacts. False if there was none. */
    CompletionStage<Boolean> deleteAccount(Jid bare);

    /** Enables or disables an account; disabling ends its sessions. */
    CompletionStage<Boolean> setEnabled(Jid bare, boolean enabled);

    /** Sets a password (8 characters at least) and ends all sessions of the account but those that {@code keepSessions} keeps. */
    CompletionStage<Void> setPassword(Jid bare, String password, boolean keepSessions);

    /** Accounts of a domain whose name contains {@code part}. */
    CompletionStage<List<Account>> accounts(String domain, String part, int offset, int limit);

    /** How many accounts of a domain have a name that contains {@code part}. */
    CompletionStage<Integer> countAccounts(String domain, String part);

    /** The contacts of an account. */
    CompletionStage<List<RosterItem>> roster(Jid owner);

    /** Ends a client's session; false if there is none. */
    boolean kick(Jid full, String reason);

    /** The full addresses of all logged-in clients of a domain, in order. */
    List<Jid> clients(String domain);
}
