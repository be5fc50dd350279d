package org.ratatosk.server.stream.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ratatosk.server.stream.sasl.SaslFixture.ADDRESS;
import static org.ratatosk.server.stream.sasl.SaslFixture.PASSWORD;
import static org.ratatosk.server.stream.sasl.SaslFixture.join;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;

class CredentialsTest {
    private final SaslFixture fixture = new SaslFixture();
    private final Jid alice = Jid.of("alice@example.test");

    private boolean check(Jid jid, String password, String address) {
        return join(fixture.credentials.check(jid, password, address));
    }

    private void assertThrottled(Jid jid, String password, String address) {
        assertThatThrownBy(() -> check(jid, password, address))
                .isInstanceOfSatisfying(
                        SaslException.class, e -> assertThat(e.error()).isEqualTo(SaslError.TEMPORARY_AUTH_FAILURE));
    }

    @Test
    void provesPasswords() {
        assertThat(check(alice, PASSWORD, ADDRESS)).isTrue();
        assertThat(check(alice, "wrong", ADDRESS)).isFalse();
        assertThat(check(Jid.of("nobody@example.test"), PASSWORD, ADDRESS)).isFalse();
        assertThat(check(Jid.of("disabled@example.test"), PASSWORD, ADDRESS)).isFalse();
    }

    @Test
    void makesKeysThatProveTheirPassword() {
        fixture.account("carol", true, join(fixture.credentials.derive("a new password")));
        assertThat(check(Jid.of("carol@example.test"), "a new password", ADDRESS))
                .isTrue();
        assertThatThrownBy(() -> join(fixture.credentials.derive("")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The password is empty");
    }

    /** Security test 13: guessing is slowed down for an address, and locks nobody else out. */
    @Test
    void slowsDownGuessing() {
        for (int i = 0; i < 5; i++) {
            assertThat(check(alice, "guess " + i, ADDRESS)).isFalse();
        }
        assertThrottled(alice, "guess", ADDRESS);
        assertThrottled(alice, PASSWORD, ADDRESS);
        assertThat(check(alice, PASSWORD, "192.0.2.2")).isTrue();
        assertThat(check(Jid.of("bob@example.test"), "bobs-own-password", ADDRESS))
                .isTrue();

        fixture.pass(Duration.ofMinutes(1));
        assertThat(check(alice, PASSWORD, ADDRESS)).isTrue();
        assertThat(check(alice, "wrong again", ADDRESS)).isFalse();
    }

    /** Security test 13: the throttle does not tell which accounts exist. */
    @Test
    void slowsDownGuessingAtUnknownAccountsToo() {
        Jid nobody = Jid.of("nobody@example.test");
        for (int i = 0; i < 5; i++) {
            assertThat(check(nobody, "guess " + i, ADDRESS)).isFalse();
        }
        assertThrottled(nobody, "guess", ADDRESS);
    }

    @Test
    void slowsDownAnAddressThatTriesManyAccounts() {
        for (int i = 0; i < 50; i++) {
            assertThat(check(Jid.of("user" + i + "@example.test"), "123456", ADDRESS))
                    .isFalse();
        }
        assertThrottled(alice, PASSWORD, ADDRESS);
        assertThat(check(alice, PASSWORD, "192.0.2.2")).isTrue();
    }

    @Test
    void countsAnIpv6NetworkAsOneAddress() {
        for (int i = 0; i < 5; i++) {
            assertThat(check(alice, "guess", "2001:db8:0:1:0:0:0:" + i)).isFalse();
        }
        assertThrottled(alice, PASSWORD, "2001:db8:0:1:ffff:0:0:1");
        assertThat(check(alice, PASSWORD, "2001:db8:0:2:0:0:0:1")).isTrue();
    }

    @Test
    void forgetsWrongTriesAfterARightOne() {
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < 4; i++) {
                assertThat(check(alice, "guess", ADDRESS)).isFalse();
            }
            assertThat(check(alice, PASSWORD, ADDRESS)).isTrue();
        }
    }
}
