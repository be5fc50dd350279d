package org.ratatosk.server.stream.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ratatosk.server.stream.sasl.SaslFixture.ADDRESS;
import static org.ratatosk.server.stream.sasl.SaslFixture.DOMAIN;
import static org.ratatosk.server.stream.sasl.SaslFixture.PASSWORD;
import static org.ratatosk.server.stream.sasl.SaslFixture.join;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Credential;

/** Passwords that somebody else knows. */
class PasswordsElsewhereTest {
    private static final String SECRET = "password of the website";

    private final SaslFixture fixture = new SaslFixture();
    private final List<String> asked = new ArrayList<>();
    private boolean down;

    private final class Website implements PasswordsElsewhere {
        @Override
        public boolean of(String domain) {
            return domain.equals(DOMAIN);
        }

        @Override
        public CompletionStage<Boolean> check(Jid account, String password) {
            asked.add(account + " " + password);
            return down
                    ? CompletableFuture.failedStage(new IllegalStateException("no answer"))
                    : CompletableFuture.completedStage(password.equals(SECRET));
        }

        @Override
        public String hint() {
            return "Make an app password.";
        }
    }

    @BeforeEach
    void ask() {
        fixture.credentials.ask(new Website());
    }

    private Exchange.Step plain(String domain, String user, String password) {
        Exchange exchange =
                fixture.sasl.start("PLAIN", domain, ADDRESS, List.of()).orElseThrow();
        return join(exchange.next(("\0" + user + "\0" + password).getBytes(UTF_8)));
    }

    private static void assertFails(Runnable login, SaslError error, String words) {
        assertThatThrownBy(login::run)
                .hasMessageContaining(words)
                .isInstanceOfSatisfying(
                        SaslException.class, e -> assertThat(e.error()).isEqualTo(error));
    }

    @Test
    void plainIsAskedForElsewhereAndNothingOfItIsKept() {
        assertThat(plain(DOMAIN, "invited", SECRET)).isInstanceOfSatisfying(Exchange.Success.class, success -> {
            assertThat(success.account()).hasToString("invited@example.test");
            assertThat(success.credential().kind()).isEqualTo(Credential.Kind.ELSEWHERE);
        });
        assertThat(asked).containsExactly("invited@example.test " + SECRET);
        assertThat(fixture.passwords("invited")).isEmpty();
    }

    @Test
    void whatIsKnownHereIsNotToldElsewhere() {
        fixture.password("invited", "phone", "secret of the phone");
        assertThat(plain(DOMAIN, "invited", "secret of the phone")).isInstanceOf(Exchange.Success.class);
        assertThat(plain(DOMAIN, "alice", PASSWORD)).isInstanceOf(Exchange.Success.class);
        assertThat(asked).isEmpty();
    }

    /** Whether there is such an account here tells nobody by a question more or less. */
    @Test
    void itIsAskedForEverybody() {
        for (String user : List.of("alice", "nobody", "disabled", "invited")) {
            assertFails(() -> plain(DOMAIN, user, "wrong"), SaslError.NOT_AUTHORIZED, "wrong");
            assertThat(asked).as(user).containsExactly(user + "@example.test wrong");
            asked.clear();
        }
        assertFails(() -> plain("other.test", "alice", SECRET), SaslError.NOT_AUTHORIZED, "wrong");
        assertThat(asked).isEmpty();
    }

    @Test
    void whenItDoesNotAnswerTheLoginMayBeTriedAgain() {
        down = true;
        for (int i = 0; i < 20; i++) {
            assertFails(() -> plain(DOMAIN, "alice", SECRET), SaslError.TEMPORARY_AUTH_FAILURE, "cannot be asked");
        }
        down = false;
        assertThat(plain(DOMAIN, "alice", SECRET)).isInstanceOf(Exchange.Success.class);
    }

    @Test
    void guessingIsSlowedDownHereBeforeItGetsThere() {
        for (int i = 0; i < Throttle.PER_ACCOUNT.tries(); i++) {
            assertFails(() -> plain(DOMAIN, "alice", "guess"), SaslError.NOT_AUTHORIZED, "wrong");
        }
        assertFails(() -> plain(DOMAIN, "alice", SECRET), SaslError.TEMPORARY_AUTH_FAILURE, "Too many");
        assertThat(asked).hasSize(Throttle.PER_ACCOUNT.tries());
    }

    /** A client that proves the website's password by SCRAM hears what to do; whether there is such an account it does not hear. */
    @Test
    void scramSaysWhatToDo() {
        for (String user : List.of("invited", "alice", "nobody")) {
            Exchange exchange = fixture.exchange("SCRAM-SHA-256");
            Exchange.Challenge challenge =
                    (Exchange.Challenge) join(exchange.next(("n,,n=" + user + ",r=mine").getBytes(UTF_8)));
            String nonce = new String(challenge.data(), UTF_8).split(",", -1)[0];
            String proof = Base64.getEncoder().encodeToString(new byte[32]);
            assertFails(
                    () -> join(exchange.next(("c=biws," + nonce + ",p=" + proof).getBytes(UTF_8))),
                    SaslError.NOT_AUTHORIZED,
                    "Make an app password.");
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void theWebTakesItToo() {
        Jid invited = Jid.of("invited@example.test");
        assertThat(join(fixture.credentials.check(invited, SECRET, ADDRESS))).isTrue();
        assertThat(join(fixture.credentials.check(invited, "wrong", ADDRESS))).isFalse();
    }
}
