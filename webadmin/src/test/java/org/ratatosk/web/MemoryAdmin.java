package org.ratatosk.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.admin.Admin;
import org.ratatosk.server.admin.ThrottledException;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Component;
import org.ratatosk.server.route.Sender;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.DiskState;
import org.ratatosk.server.store.RosterItem;
import org.ratatosk.server.store.StoreFullException;
import org.ratatosk.server.stream.sasl.Throttle;

/** A server that keeps everything in lists, for tests of the pages. Thread-safe. */
final class MemoryAdmin implements Admin {
    final InstantSource clock;
    final Map<Jid, Account> accounts = new TreeMap<>();
    final Map<Jid, String> passwords = new HashMap<>();
    final Map<String, Link> links = new HashMap<>();
    /** Passwords that somebody else knows. */
    final Map<Jid, String> elsewhere = new HashMap<>();

    final Map<Jid, List<AppPassword>> devices = new HashMap<>();
    final List<SessionView> sessions = new ArrayList<>();
    final Throttle throttle;
    final List<String> told = new ArrayList<>();
    DiskState disk = DiskState.GOOD;
    /** Whether there is no room for passwords. */
    boolean failing;

    int accountsCounted;
    long stanzasIn = 1200;
    long stanzasOut = 3400;
    private int made;

    record Link(String purpose, Jid subject, Instant expires) {}

    MemoryAdmin(InstantSource clock) {
        this.clock = clock;
        this.throttle = new Throttle(clock);
    }

    synchronized Account add(String jid, String password, Account.Role role) {
        made++;
        Account account = new Account(Jid.of(jid), "incarnation" + made, role, true, clock.instant());
        accounts.put(account.jid(), account);
        passwords.put(account.jid(), password);
        return account;
    }

    private static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }

    private static <T> CompletionStage<T> failed(RuntimeException e) {
        return CompletableFuture.failedFuture(e);
    }

    @Override
    public List<String> domains() {
        return List.of("example.org", "other.example");
    }

    @Override
    public synchronized CompletionStage<Optional<Account>> account(Jid bare) {
        return done(Optional.ofNullable(accounts.get(bare)));
    }

    @Override
    public synchronized CompletionStage<Account> createAccount(Jid bare, Account.Role role) {
        if (accounts.containsKey(bare)) {
            return failed(new IllegalArgumentException("There is an account " + bare + " already."));
        }
        made++;
        Account account = new Account(bare, "incarnation" + made, role, true, clock.instant());
        accounts.put(bare, account);
        return done(account);
    }

    @Override
    public synchronized CompletionStage<Account> createAccount(Jid bare, Account.Role role, String password) {
        Optional<RuntimeException> refused = refused(password);
        return refused.isPresent()
                ? failed(refused.get())
                : createAccount(bare, role).whenComplete((account, failure) -> {
                    if (failure == null) {
                        passwords.put(bare, password);
                    }
                });
    }

    private Optional<RuntimeException> refused(String password) {
        if (failing) {
            return Optional.of(new StoreFullException(new IllegalStateException("no room")));
        }
        if (password.length() < 8) {
            return Optional.of(new IllegalArgumentException("A password needs at least 8 characters."));
        }
        return password.chars().anyMatch(Character::isISOControl)
                ? Optional.of(new IllegalArgumentException("The password holds characters that no password can have."))
                : Optional.empty();
    }

    @Override
    public synchronized CompletionStage<Boolean> deleteAccount(Jid bare) {
        passwords.remove(bare);
        sessions.removeIf(session -> session.jid().bare().equals(bare));
        return done(accounts.remove(bare) != null);
    }

    @Override
    public synchronized CompletionStage<Boolean> setEnabled(Jid bare, boolean enabled) {
        return done(accounts.computeIfPresent(
                        bare, (jid, a) -> new Account(jid, a.incarnation(), a.role(), enabled, a.created()))
                != null);
    }

    @Override
    public synchronized CompletionStage<Boolean> setRole(Jid bare, Account.Role role) {
        return done(accounts.computeIfPresent(
                        bare, (jid, a) -> new Account(jid, a.incarnation(), role, a.enabled(), a.created()))
                != null);
    }

    @Override
    public synchronized CompletionStage<Void> setPassword(Jid bare, String password, boolean keepSessions) {
        Optional<RuntimeException> refused = refused(password);
        if (refused.isPresent()) {
            return failed(refused.get());
        }
        passwords.put(bare, password);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<Boolean> checkPassword(Jid bare, String password, String remoteAddress) {
        Optional<Throttle.Attempt> attempt = throttle.attempt(bare.toString(), remoteAddress);
        if (attempt.isEmpty()) {
            return failed(new ThrottledException());
        }
        Account account = accounts.get(bare);
        boolean right = account != null
                && account.enabled()
                && (password.equals(passwords.get(bare)) || password.equals(elsewhere.get(bare)));
        if (right) {
            attempt.get().succeeded();
        }
        return done(right);
    }

    @Override
    public synchronized CompletionStage<String> passwordVersion(Jid bare) {
        return done("version of " + passwords.get(bare));
    }

    @Override
    public synchronized CompletionStage<List<Account>> accounts(String domain, String part, int offset, int limit) {
        return done(matching(domain, part).skip(offset).limit(limit).toList());
    }

    private java.util.stream.Stream<Account> matching(String domain, String part) {
        return accounts.values().stream()
                .filter(a -> a.jid().domain().equals(domain)
                        && a.jid().local().orElse("").contains(part));
    }

    @Override
    public synchronized CompletionStage<Integer> countAccounts() {
        return done(accounts.size());
    }

    @Override
    public synchronized CompletionStage<Integer> countAccounts(String domain, String part) {
        accountsCounted++;
        return done((int) matching(domain, part).count());
    }

    @Override
    public synchronized CompletionStage<Boolean> hasOwnPassword(Jid bare) {
        return done(passwords.containsKey(bare));
    }

    @Override
    public CompletionStage<Void> endLoginsFromElsewhere(Jid bare) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<List<AppPassword>> appPasswords(Jid bare) {
        return done(List.copyOf(devices.getOrDefault(bare, List.of())));
    }

    @Override
    public synchronized CompletionStage<String> createAppPassword(Jid bare, String name) {
        if (name.isEmpty()) {
            return failed(new IllegalArgumentException("Name the device"));
        }
        made++;
        devices.computeIfAbsent(bare, jid -> new ArrayList<>())
                .add(new AppPassword("device" + made, name, clock.instant(), null));
        return done("app-password-" + made);
    }

    @Override
    public synchronized CompletionStage<Boolean> revokeAppPassword(Jid bare, String id) {
        return done(devices.getOrDefault(bare, new ArrayList<>())
                .removeIf(one -> one.id().equals(id)));
    }

    @Override
    public synchronized CompletionStage<String> createLink(String purpose, Jid subject) {
        made++;
        String secret = "secret" + made + "abcdefghijklmnopqrstuvwxyz";
        links.put(secret, new Link(purpose, subject, clock.instant().plus(Duration.ofMinutes(30))));
        return done(secret);
    }

    @Override
    public synchronized CompletionStage<Optional<Jid>> peekLink(String purpose, String secret) {
        return done(Optional.ofNullable(links.get(secret))
                .filter(link ->
                        link.purpose().equals(purpose) && clock.instant().isBefore(link.expires()))
                .map(Link::subject));
    }

    @Override
    public synchronized CompletionStage<Optional<Jid>> takeLink(String purpose, String secret) {
        CompletionStage<Optional<Jid>> subject = peekLink(purpose, secret);
        if (subject.toCompletableFuture().join().isPresent()) {
            links.remove(secret);
        }
        return subject;
    }

    @Override
    public CompletionStage<List<RosterItem>> roster(Jid owner) {
        return done(List.of());
    }

    @Override
    public CompletionStage<Void> changeContact(Jid owner, Jid contact, UnaryOperator<Optional<RosterItem>> change) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Set<Jid>> blocked(Jid owner) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> setBlocked(Jid owner, Jid address, boolean blocks) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void watchContacts(Consumer<Jid> watcher) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> putContact(Jid owner, RosterItem item) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> removeContact(Jid owner, Jid contact) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> setProfile(Jid bare, String site, String name, String url) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> setPicture(Jid bare, String site, byte @Nullable [] picture) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized List<SessionView> online(Jid bare) {
        return sessions.stream()
                .filter(session -> session.jid().bare().equals(bare))
                .toList();
    }

    @Override
    public synchronized List<SessionView> sessions(String domain) {
        return sessions.stream()
                .filter(session -> session.jid().domain().equals(domain))
                .toList();
    }

    @Override
    public synchronized boolean kick(Jid full, String reason) {
        return sessions.removeIf(session -> session.jid().equals(full));
    }

    @Override
    public synchronized Stats stats() {
        return new Stats(sessions.size(), stanzasIn, stanzasOut, Instant.EPOCH, disk);
    }

    @Override
    public Sender attach(Jid address, Component component) {
        throw new UnsupportedOperationException("The pages attach nothing");
    }
}
