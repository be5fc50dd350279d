package org.ratatosk.server.stream.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.ratatosk.server.stream.sasl.SaslFixture.DOMAIN;
import static org.ratatosk.server.stream.sasl.SaslFixture.PASSWORD;
import static org.ratatosk.server.stream.sasl.SaslFixture.join;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.AccountStore;
import org.ratatosk.server.store.Password;
import org.ratatosk.server.store.Store;

/**
 * Security test 13: time tells nothing about accounts, since the same is done for those that exist, do not exist, are disabled or
 * have no password. Times themselves say nothing on a machine that does other things too; so what is asked of the store and of the
 * pool that hashes is noted, call by call.
 */
class SameWorkTest {
    private static final List<String> USERS =
            List.of("alice", "nobody", "disabled", "invited", "devices", "not a name");

    private final SaslFixture fixture = new SaslFixture();
    private final List<String> work = new ArrayList<>();

    SameWorkTest() {
        fixture.account("devices", true);
        fixture.password("devices", "phone", "secret of the phone");
        fixture.password("devices", "desk", "secret of the desk");
    }

    /** How many keys a proof is tried against does not tell how many passwords there are. */
    @Test
    void asManyKeysAreTriedForEverybody() {
        for (String user : List.of("alice", "nobody", "disabled", "invited", "devices")) {
            Keyring.User who = new Keyring.User(user, DOMAIN, Jid.of(user, DOMAIN, null));
            assertThat(join(fixture.credentials.lookup(who, ScramHash.SHA_256)))
                    .as(user)
                    .hasSize(Password.MOST_APPS + 1);
        }
    }

    /** The fixture's store, with a note of each call. */
    private final class Noting implements Store {
        @Override
        public <T> CompletionStage<T> read(Function<Tables, T> query) {
            work.add("read");
            return fixture.store.read(tables -> query.apply(noting(Tables.class, tables)));
        }

        @Override
        public CompletionStage<Void> write(List<Consumer<Tables>> writes) {
            work.add("write");
            return fixture.store.write(writes);
        }

        @Override
        public void close() {}

        private <T> T noting(Class<T> type, T real) {
            Object proxy =
                    Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
                        work.add(method.getName());
                        try {
                            Object result = method.invoke(real, args);
                            return result instanceof AccountStore accounts
                                    ? noting(AccountStore.class, accounts)
                                    : result;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
            return type.cast(proxy);
        }
    }

    private final Credentials credentials = new Credentials(
            new Noting(),
            fixture.throttle,
            task -> {
                work.add("hashing");
                task.run();
            },
            new byte[32],
            Scram.DEFAULT_ITERATIONS,
            fixture.clock,
            fixture.random);

    private final Sasl sasl = new Sasl(credentials, fixture.random, true);

    /** What a login asks for, from the first message to its end, and what it is told. */
    private String login(String mechanism, String user, String address) {
        work.clear();
        String end;
        try {
            Exchange exchange =
                    sasl.start(mechanism, DOMAIN, address, List.of()).orElseThrow();
            if (mechanism.equals("PLAIN")) {
                join(exchange.next(("\0" + user + "\0" + PASSWORD + "?").getBytes(UTF_8)));
            } else {
                scram(exchange, mechanism, user);
            }
            end = "success";
        } catch (SaslException e) {
            end = e.error() + ": " + e.getMessage();
        }
        return work + " " + end;
    }

    private void scram(Exchange exchange, String mechanism, String user) {
        Exchange.Challenge challenge =
                (Exchange.Challenge) join(exchange.next(("n,,n=" + user + ",r=mine").getBytes(UTF_8)));
        String[] parts = new String(challenge.data(), UTF_8).split(",", -1);
        work.add(parts[2] + " and " + parts[1].length() + " characters of salt");
        String proof = Base64.getEncoder().encodeToString(new byte[mechanism.equals("SCRAM-SHA-1") ? 20 : 32]);
        join(exchange.next(("c=biws," + parts[0] + ",p=" + proof).getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN"})
    void theSameIsDoneForEverybody(String mechanism) {
        String known = login(mechanism, "alice", "192.0.2.1");
        assertThat(known).contains("read, accounts, find, accounts, passwords", "NOT_AUTHORIZED");
        assertThat(known).contains(mechanism.equals("PLAIN") ? "hashing" : "i=10000");
        for (String user : USERS) {
            assertThat(login(mechanism, user, "192.0.2.1")).as(user).isEqualTo(known);
        }
    }

    /** Who has guessed too often is told so with the same work, whether the account exists or not. */
    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-256", "PLAIN"})
    void theSameIsDoneForEverybodyWhoIsThrottled(String mechanism) {
        List<String> told = new ArrayList<>();
        for (String user : USERS) {
            String address = "192.0.2." + (10 + told.size());
            for (int i = 0; i < Throttle.PER_ACCOUNT.tries(); i++) {
                assertThat(login(mechanism, user, address)).contains("NOT_AUTHORIZED");
            }
            told.add(login(mechanism, user, address));
        }
        assertThat(told.get(0)).contains("TEMPORARY_AUTH_FAILURE");
        assertThat(told).containsOnly(told.get(0));
    }

    /** The web and the administration check passwords in the same way. */
    @Test
    void theSameIsDoneForEverybodyOutsideOfStreams() {
        List<String> done = new ArrayList<>();
        for (String user : List.of("alice", "nobody", "disabled", "invited", "devices")) {
            work.clear();
            assertThat(join(credentials.check(Jid.of(user, DOMAIN, null), "wrong", "192.0.2.7")))
                    .isFalse();
            done.add(work.toString());
        }
        assertThat(done.get(0)).contains("hashing");
        assertThat(done).containsOnly(done.get(0));
    }
}
