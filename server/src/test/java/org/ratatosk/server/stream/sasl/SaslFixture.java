package org.ratatosk.server.stream.sasl;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.Password;
import org.ratatosk.server.store.Store;
import org.ratatosk.server.store.memory.MemoryStore;

/** Accounts, keys and a clock that a test turns. */
final class SaslFixture {
    static final String DOMAIN = "example.test";
    static final String ADDRESS = "192.0.2.1";
    static final String PASSWORD = "pencil-and-paper";

    final SecureRandom random = new SecureRandom();
    final Store store = new MemoryStore(Runnable::run);
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    final InstantSource clock = now::get;
    final Throttle throttle = new Throttle(clock);
    final Credentials credentials = credentials(new byte[32]);
    final Sasl sasl = new Sasl(credentials, random, true);

    SaslFixture() {
        account("alice", true);
        password("alice", "", PASSWORD);
        account("bob", true);
        password("bob", "", "bobs-own-password");
        account("disabled", false);
        password("disabled", "", PASSWORD);
        account("invited", true);
    }

    Credentials credentials(byte[] secret) {
        return new Credentials(store, throttle, Runnable::run, secret, Scram.DEFAULT_ITERATIONS, clock, random);
    }

    void account(String name, boolean enabled) {
        Jid jid = Jid.of(name, DOMAIN, null);
        Account account = new Account(jid, "i-" + name, Account.Role.MEMBER, enabled, now.get());
        join(store.write(List.of(tables -> tables.accounts().create(account))));
    }

    /** Gives an account a password: its own, or that of a device. */
    Password password(String account, String device, String password) {
        Password derived = join(credentials.derive(Jid.of(account, DOMAIN, null), device, password));
        put(account, derived);
        return derived;
    }

    void put(String account, Password password) {
        Jid jid = Jid.of(account, DOMAIN, null);
        join(store.write(List.of(tables -> tables.accounts().putPassword(jid, password))));
    }

    List<Password> passwords(String account) {
        return join(store.read(tables -> tables.accounts().passwords(Jid.of(account, DOMAIN, null))));
    }

    void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    Exchange exchange(String mechanism, ChannelBinding... bindings) {
        return sasl.start(mechanism, DOMAIN, ADDRESS, List.of(bindings)).orElseThrow();
    }

    /** The result of a stage, or the exception that it failed with. */
    static <T> T join(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
