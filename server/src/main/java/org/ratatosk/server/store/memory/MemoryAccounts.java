package org.ratatosk.server.store.memory;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.AccountStore;
import org.ratatosk.server.store.ScramKeys;

/** Accounts in memory. Confined to the store's lock. */
final class MemoryAccounts implements AccountStore {
    private final UndoMap<Jid, Account> accounts;
    private final UndoMap<Jid, List<ScramKeys>> keys;
    private final MemoryTables tables;

    MemoryAccounts(Undo undo, MemoryTables tables) {
        this.accounts = new UndoMap<>(undo);
        this.keys = new UndoMap<>(undo);
        this.tables = tables;
    }

    @Override
    public Optional<Account> find(Jid bare) {
        return accounts.find(bare);
    }

    @Override
    public boolean create(Account account) {
        if (accounts.has(account.jid())) {
            return false;
        }
        keys.remove(account.jid());
        tables.clear(account.jid());
        accounts.put(account.jid(), account);
        return true;
    }

    @Override
    public boolean update(Account account) {
        Optional<Account> old = accounts.find(account.jid());
        old.ifPresent(o -> accounts.put(
                o.jid(), new Account(o.jid(), o.incarnation(), account.role(), account.enabled(), o.created())));
        return old.isPresent();
    }

    @Override
    public boolean delete(Jid bare) {
        if (!accounts.has(bare)) {
            return false;
        }
        accounts.remove(bare);
        keys.remove(bare);
        tables.clear(bare);
        tables.links().removeSubject(bare.toString());
        return true;
    }

    @Override
    public List<Account> list(String domain, String part, int offset, int limit) {
        return matching(domain, part).skip(offset).limit(limit).toList();
    }

    @Override
    public int count(String domain, String part) {
        return (int) matching(domain, part).count();
    }

    private Stream<Account> matching(String domain, String part) {
        return accounts.values().stream()
                .filter(a -> a.jid().domain().equals(domain)
                        && a.jid().local().orElse("").contains(part));
    }

    @Override
    public void putKeys(Jid bare, List<ScramKeys> newKeys) {
        keys.put(bare, List.copyOf(newKeys));
    }

    @Override
    public List<ScramKeys> keys(Jid bare) {
        return keys.find(bare).orElse(List.of());
    }
}
