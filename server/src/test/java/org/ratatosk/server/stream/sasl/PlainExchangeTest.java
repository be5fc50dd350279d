package org.ratatosk.server.stream.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ratatosk.server.stream.sasl.SaslFixture.PASSWORD;
import static org.ratatosk.server.stream.sasl.SaslFixture.join;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.store.Password;
import org.ratatosk.server.store.ScramKeys;
import org.ratatosk.server.stream.sasl.Exchange.Success;

/** PLAIN (RFC 4616). */
class PlainExchangeTest {
    private final SaslFixture fixture = new SaslFixture();

    private Success login(String message) {
        return (Success) join(fixture.exchange("PLAIN").next(message.getBytes(UTF_8)));
    }

    private void assertFails(SaslError error, String message) {
        assertThatThrownBy(() -> login(message))
                .isInstanceOfSatisfying(
                        SaslException.class, e -> assertThat(e.error()).isEqualTo(error));
    }

    @Test
    void logsIn() {
        assertThat(login("\0alice\0" + PASSWORD).account()).hasToString("alice@example.test");
        assertThat(login("alice@example.test\0alice\0" + PASSWORD).account()).hasToString("alice@example.test");
    }

    @Test
    void provesPasswordsByTheKeysThatThereAre() {
        fixture.account("old", true);
        ScramKeys keys = Scram.derive(ScramHash.SHA_1, PASSWORD, new byte[16], Scram.DEFAULT_ITERATIONS);
        fixture.put("old", new Password("1", "", fixture.now.get(), null, List.of(keys)));
        assertThat(login("\0old\0" + PASSWORD).account()).hasToString("old@example.test");
        assertFails(SaslError.NOT_AUTHORIZED, "\0old\0wrong");
    }

    @ParameterizedTest
    @CsvSource({"alice,wrong", "nobody,pencil-and-paper", "disabled,pencil-and-paper", "invited,x", "a b,x", "alice,"})
    void saysTheSameOfWrongPasswordsAndOfAccountsThatCannotLogIn(String user, String password) {
        assertFails(SaslError.NOT_AUTHORIZED, "\0" + user + "\0" + (password == null ? "" : password));
    }

    /** Security test 11. */
    @Test
    void refusesToActAsSomebodyElse() {
        assertFails(SaslError.INVALID_AUTHZID, "alice@example.test\0bob\0bobs-own-password");
        assertFails(SaslError.INVALID_AUTHZID, "alice\0bob\0bobs-own-password");
        assertFails(SaslError.INVALID_AUTHZID, "bob@other.test\0bob\0bobs-own-password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "alice", "\0alice", "\0\0password", "\0alice\0a\0b"})
    void refusesMalformedMessages(String message) {
        assertFails(SaslError.MALFORMED_REQUEST, message);
    }

    @Test
    void asksToComeBackWhenThereIsTooMuchToHash() {
        Credentials busy = new Credentials(
                fixture.store,
                fixture.throttle,
                task -> {
                    throw new RejectedExecutionException();
                },
                new byte[32],
                Scram.DEFAULT_ITERATIONS,
                fixture.clock,
                fixture.random);
        Exchange exchange = new Sasl(busy, fixture.random, true)
                .start("PLAIN", SaslFixture.DOMAIN, SaslFixture.ADDRESS, java.util.List.of())
                .orElseThrow();

        assertThatThrownBy(() -> join(exchange.next(("\0alice\0" + PASSWORD).getBytes(UTF_8))))
                .isInstanceOfSatisfying(
                        SaslException.class, e -> assertThat(e.error()).isEqualTo(SaslError.TEMPORARY_AUTH_FAILURE));
    }
}
