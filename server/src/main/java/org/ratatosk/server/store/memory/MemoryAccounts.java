package org.ratatosk.server.store.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.AccountStore;
import org.ratatosk.server.store.Password;

/** Accounts in memory. Confined to the store's lock. */
final class MemoryAccounts implements AccountStore {
    private final UndoMap<Jid, Account> accounts;
    private final UndoMap<Jid, List<Password>> passwords;
    private final MemoryTables tables;

    MemoryAccounts(Undo undo, MemoryTables tables) {
        this.accounts = new UndoMap<>(undo);
        this.passwords = new UndoMap<>(undo);
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
        passwords.remove(account.jid());
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
        passwords.remove(bare);
        tables.clear(bare);
        tables.links().removeAll(bare.toString());
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

    @Override
    public int count() {
        return (int) accounts.values().stream().count();
    }

    private Stream<Account> matching(String domain, String part) {
        return accounts.values().stream()
                .filter(a -> a.jid().domain().equals(domain)
                        && a.jid().local().orElse("").contains(part));
    }

    @Override
    public void putPassword(Jid bare, Password password) {
        List<Password> kept = new ArrayList<>(passwords(bare));
        kept.removeIf(one -> one.id().equals(password.id()) || (one.own() && password.own()));
        kept.add(password);
        kept.sort(Comparator.comparing(Password::own)
                .reversed()
                .thenComparing(Password::created)
                .thenComparing(Password::id));
        passwords.put(bare, List.copyOf(kept));
    }

    @Override
    public boolean removePassword(Jid bare, String id) {
        List<Password> kept = new ArrayList<>(passwords(bare));
        boolean removed = kept.removeIf(one -> one.id().equals(id));
        passwords.put(bare, List.copyOf(kept));
        return removed;
    }

    @Override
    public void passwordUsed(Jid bare, String id, Instant at) {
        passwords(bare).stream()
                .filter(one -> one.id().equals(id))
                .findAny()
                .ifPresent(one -> putPassword(bare, new Password(one.id(), one.name(), one.created(), at, one.keys())));
    }

    @Override
    public List<Password> passwords(Jid bare) {
        return passwords.find(bare).orElse(List.of());
    }
}
