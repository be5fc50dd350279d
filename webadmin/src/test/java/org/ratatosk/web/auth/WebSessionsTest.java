package org.ratatosk.web.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Account;

class WebSessionsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final WebSessions sessions =
            new WebSessions(new Secrets(new SecureRandom()), now::get, Duration.ofHours(2), Duration.ofHours(12), 30);

    private static Account account(String name) {
        return new Account(Jid.of(name + "@example.org"), "i", Account.Role.MEMBER, true, Instant.EPOCH);
    }

    private void pass(Duration time) {
        now.updateAndGet(at -> at.plus(time));
    }

    @Test
    void aKeyFindsItsLoginAndNoOther() {
        String alice = sessions.begin(account("alice"), "v", "192.0.2.1");
        String bob = sessions.begin(account("bob"), "v", "192.0.2.2");
        assertThat(alice).isNotEqualTo(bob).hasSize(32);
        assertThat(sessions.find(alice).orElseThrow().account()).isEqualTo(Jid.of("alice@example.org"));
        assertThat(sessions.find("x" + alice)).isEmpty();
    }

    @Test
    void theKeyItselfIsNotKept() {
        String key = sessions.begin(account("alice"), "v", "192.0.2.1");
        assertThat(sessions.find(key).orElseThrow().toString()).doesNotContain(key);
    }

    @Test
    void anUnusedLoginEnds() {
        String key = sessions.begin(account("alice"), "v", "192.0.2.1");
        pass(Duration.ofMinutes(119));
        assertThat(sessions.find(key)).isPresent();
        pass(Duration.ofMinutes(119));
        assertThat(sessions.find(key)).isPresent();
        pass(Duration.ofHours(2));
        assertThat(sessions.find(key)).isEmpty();
        assertThat(sessions.count()).isZero();
    }

    @Test
    void aUsedLoginEndsTooAfterHalfADay() {
        String key = sessions.begin(account("alice"), "v", "192.0.2.1");
        for (int hour = 1; hour < 12; hour++) {
            pass(Duration.ofHours(1));
            assertThat(sessions.find(key)).as("after %s hours", hour).isPresent();
        }
        pass(Duration.ofHours(1));
        assertThat(sessions.find(key)).isEmpty();
    }

    @Test
    void allLoginsOfAnAccountEndTogether() {
        String one = sessions.begin(account("alice"), "v", "192.0.2.1");
        String two = sessions.begin(account("alice"), "v", "192.0.2.2");
        String bob = sessions.begin(account("bob"), "v", "192.0.2.3");
        sessions.endAll(Jid.of("alice@example.org"));
        assertThat(sessions.find(one)).isEmpty();
        assertThat(sessions.find(two)).isEmpty();
        assertThat(sessions.find(bob)).isPresent();
    }

    @Test
    void anAccountHasTwentyAndTheOldestUnusedGoes() {
        String first = sessions.begin(account("alice"), "v", "a");
        String second = sessions.begin(account("alice"), "v", "a");
        pass(Duration.ofSeconds(1));
        sessions.find(first);
        for (int i = 0; i < 19; i++) {
            sessions.begin(account("alice"), "v", "a");
        }
        assertThat(sessions.count()).isEqualTo(20);
        assertThat(sessions.find(second)).isEmpty();
        assertThat(sessions.find(first)).isPresent();
    }

    @Test
    void thereAreNeverMoreThanFit() {
        for (int i = 0; i < 50; i++) {
            sessions.begin(account("member" + i), "v", "a");
        }
        assertThat(sessions.count()).isEqualTo(30);
    }
}
