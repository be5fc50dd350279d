package org.ratatosk.server.stream.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ratatosk.server.stream.sasl.SaslFixture.ADDRESS;
import static org.ratatosk.server.stream.sasl.SaslFixture.PASSWORD;
import static org.ratatosk.server.stream.sasl.SaslFixture.join;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Credential;
import org.ratatosk.server.store.Password;
import org.ratatosk.server.store.ScramKeys;

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
        fixture.account("carol", true);
        fixture.password("carol", "", "a new password");
        assertThat(check(Jid.of("carol@example.test"), "a new password", ADDRESS))
                .isTrue();
        assertThatThrownBy(() -> join(fixture.credentials.derive(alice, "")))
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

    /** Whichever device it is, the server can name the salt before it knows: there is only one for each mechanism. */
    @Test
    void givesAllPasswordsOfAnAccountOneSalt() {
        fixture.password("alice", "phone", "secret of the phone");
        fixture.password("alice", "", "a new own one");
        fixture.password("invited", "phone", "secret of the phone");
        fixture.password("invited", "", "set later");

        for (String who : List.of("alice", "invited")) {
            List<Password> all = fixture.passwords(who);
            assertThat(all).hasSize(2);
            for (int i = 0; i < 2; i++) {
                ScramKeys own = all.get(0).keys().get(i);
                ScramKeys phone = all.get(1).keys().get(i);
                assertThat(own.salt()).hasSize(16).isEqualTo(phone.salt());
                assertThat(own.iterations()).isEqualTo(10_000).isEqualTo(phone.iterations());
                assertThat(own.storedKey()).isNotEqualTo(phone.storedKey());
            }
            assertThat(all.get(0).keys().get(0).salt())
                    .isNotEqualTo(all.get(0).keys().get(1).salt());
        }
        assertThat(fixture.passwords("alice").get(0).keys().get(0).salt())
                .isNotEqualTo(fixture.passwords("invited").get(0).keys().get(0).salt());
    }

    /** Keys from before there were app passwords have salts by chance; those that come keep to them. */
    @Test
    void keepsToTheSaltThatIsThere() {
        byte[] salt = "0123456789abcdef".getBytes(UTF_8);
        ScramKeys old = Scram.derive(ScramHash.SHA_256, PASSWORD, salt, 4321);
        fixture.account("old", true);
        fixture.put("old", new Password("first", "", fixture.now.get(), null, List.of(old)));
        Password phone = fixture.password("old", "phone", "secret of the phone");
        assertThat(phone.keys().get(0).salt()).isEqualTo(salt);
        assertThat(phone.keys().get(0).iterations()).isEqualTo(4321);
    }

    @Test
    void takesNoAppPasswordOutsideOfJabberClients() {
        fixture.password("alice", "phone", "secret of the phone");
        assertThat(check(alice, "secret of the phone", ADDRESS)).isFalse();
        assertThat(check(alice, PASSWORD, ADDRESS)).isTrue();
    }

    @Test
    void makesAppPasswordsThatNobodyGuesses() {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            made.add(fixture.credentials.newSecret());
        }
        assertThat(made)
                .hasSize(1000)
                .allSatisfy(one -> assertThat(one).matches("([a-hjkmnp-z2-9]{5}-){3}[a-hjkmnp-z2-9]{5}"));
    }

    @Test
    void knowsWhatStillStands() {
        Password own = fixture.passwords("alice").get(0);
        Credential before = new Credential(Credential.Kind.OWN, own.id());
        assertThat(join(fixture.credentials.stands(alice, before))).isTrue();
        fixture.password("alice", "", PASSWORD);
        assertThat(join(fixture.credentials.stands(alice, before))).isFalse();
    }
}
