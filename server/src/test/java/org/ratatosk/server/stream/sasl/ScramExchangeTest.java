package org.ratatosk.server.stream.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ratatosk.server.stream.sasl.SaslFixture.PASSWORD;
import static org.ratatosk.server.stream.sasl.SaslFixture.join;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.StringPreparation;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.stream.sasl.Exchange.Challenge;
import org.ratatosk.server.stream.sasl.Exchange.Step;
import org.ratatosk.server.stream.sasl.Exchange.Success;

/** The server's side of SCRAM against another library's client, and against clients that cheat. */
class ScramExchangeTest {
    private final SaslFixture fixture = new SaslFixture();

    private static ScramClient client(String mechanism, String user, String password, String authzid) {
        ScramClient.FinalBuildStage client = ScramClient.builder()
                .advertisedMechanisms(List.of(mechanism))
                .username(user)
                .password(password.toCharArray())
                .stringPreparation(StringPreparation.SASL_PREPARATION);
        return authzid.isEmpty() ? client.build() : client.authzid(authzid).build();
    }

    private static Step step(Exchange exchange, String message) {
        return join(exchange.next(message.getBytes(UTF_8)));
    }

    private static String challenge(Exchange exchange, String message) {
        return new String(((Challenge) step(exchange, message)).data(), UTF_8);
    }

    private Success login(String mechanism, String user, String password, String authzid) throws Exception {
        ScramClient client = client(mechanism, user, password, authzid);
        Exchange exchange = fixture.exchange(mechanism);
        client.serverFirstMessage(
                challenge(exchange, client.clientFirstMessage().toString()));
        Success success = (Success) step(exchange, client.clientFinalMessage().toString());
        client.serverFinalMessage(new String(success.data(), UTF_8));
        return success;
    }

    private static void assertFails(SaslError error, Runnable task) {
        assertThatThrownBy(task::run)
                .isInstanceOfSatisfying(
                        SaslException.class, e -> assertThat(e.error()).isEqualTo(error));
    }

    private void assertLoginFails(SaslError error, String user, String password, String authzid) {
        assertThatThrownBy(() -> login("SCRAM-SHA-256", user, password, authzid))
                .isInstanceOfSatisfying(
                        SaslException.class, e -> assertThat(e.error()).isEqualTo(error));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-256", "SCRAM-SHA-1"})
    void logsInAndProvesTheServerToo(String mechanism) throws Exception {
        assertThat(login(mechanism, "alice", PASSWORD, "").account()).hasToString("alice@example.test");
        assertThat(login(mechanism, "ALICE", PASSWORD, "alice@example.test").account())
                .hasToString("alice@example.test");
    }

    @ParameterizedTest
    @CsvSource({"alice,wrong", "nobody,pencil-and-paper", "disabled,pencil-and-paper", "invited,x", "a b,x"})
    void saysTheSameOfWrongPasswordsAndOfAccountsThatCannotLogIn(String user, String password) {
        assertLoginFails(SaslError.NOT_AUTHORIZED, user, password, "");
    }

    /** Security test 11. */
    @ParameterizedTest
    @ValueSource(strings = {"bob@example.test", "alice@other.test", "admin", "alice@example.test/phone"})
    void refusesToActAsSomebodyElse(String authzid) {
        assertLoginFails(SaslError.INVALID_AUTHZID, "alice", PASSWORD, authzid);
    }

    /** Security test 13. */
    @ParameterizedTest
    @ValueSource(strings = {"nobody", "disabled", "invited", "alice", "no such name"})
    void showsEverybodyASaltThatStaysTheSame(String user) {
        String first = challenge(fixture.exchange("SCRAM-SHA-256"), "n,,n=" + user + ",r=abc");
        String second = challenge(fixture.exchange("SCRAM-SHA-256"), "n,,n=" + user + ",r=abc");

        assertThat(rest(first)).isEqualTo(rest(second)).endsWith(",i=10000");
        assertThat(salt(first)).hasSize(16);
        assertThat(first).isNotEqualTo(second);
    }

    /** Security test 13. */
    @Test
    void showsUnknownUsersSaltsThatOnlyTheServerCanForesee() {
        String here = challenge(fixture.exchange("SCRAM-SHA-256"), "n,,n=nobody,r=abc");
        String other = challenge(fixture.exchange("SCRAM-SHA-256"), "n,,n=nobody2,r=abc");
        Sasl elsewhere = new Sasl(fixture.credentials("another server's secret".getBytes(UTF_8)), fixture.random, true);
        String there = challenge(
                elsewhere
                        .start("SCRAM-SHA-256", SaslFixture.DOMAIN, SaslFixture.ADDRESS, List.of())
                        .orElseThrow(),
                "n,,n=nobody,r=abc");

        assertThat(salt(here)).isNotEqualTo(salt(other)).isNotEqualTo(salt(there));
        assertThat(salt(here)).isEqualTo(salt(challenge(fixture.exchange("SCRAM-SHA-256"), "n,,n=NOBODY,r=abc")));
    }

    private static String rest(String challenge) {
        return challenge.substring(challenge.indexOf(','));
    }

    private static byte[] salt(String challenge) {
        return Base64.getDecoder().decode(challenge.replaceAll(".*,s=([^,]*),.*", "$1"));
    }

    /** Security test 14. */
    @Test
    void takesAClientThatCouldBindChannelsButSawNoOffer() throws Exception {
        ScramClient client = client("SCRAM-SHA-256", "alice", PASSWORD, "");
        Exchange exchange = fixture.exchange("SCRAM-SHA-256");
        String bare = client.clientFirstMessage().toString().substring("n,,".length());
        String serverFirst = challenge(exchange, "y,," + bare);
        client.serverFirstMessage(serverFirst);

        // "n,," under the proof is not what was said before
        assertFails(
                SaslError.MALFORMED_REQUEST,
                () -> step(exchange, client.clientFinalMessage().toString()));
        assertThat(serverFirst).startsWith("r=");
    }

    /** Security test 14. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "p=tls-exporter,,n=alice,r=abc",
                "x,,n=alice,r=abc",
                "n,n=alice,r=abc",
                "n,b=alice,n=alice,r=abc",
                "n,,n=alice",
                "n,,n=,r=abc",
                "n,,n=al=ice,r=abc",
                "n,,n=al=2cice,r=abc",
                "n,,m=ext,n=alice,r=abc",
                "n,,n=alice,r=",
                "n,,n=alice,r=a b",
                "n,,n=alice,r=\u00e9",
                "n,,",
                "",
                "n"
            })
    void refusesMalformedFirstMessages(String message) {
        assertFails(SaslError.MALFORMED_REQUEST, () -> step(fixture.exchange("SCRAM-SHA-256"), message));
    }

    /** Security test 14. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "c=biws,r=NONCE",
                "c=eSws,r=NONCE,p=AAAA",
                "c=biws,r=NONCEx,p=AAAA",
                "c=biws,r=abc,p=AAAA",
                "c=biws,r=NONCE,p=AAAA",
                "c=biws,r=NONCE,p=A",
                "c=b!ws,r=NONCE,p=AAAA",
                "r=NONCE,c=biws,p=AAAA",
                "p=AAAA",
                ""
            })
    void refusesMalformedFinalMessages(String message) {
        Exchange exchange = fixture.exchange("SCRAM-SHA-256");
        String nonce = challenge(exchange, "n,,n=alice,r=abc").replaceAll("r=([^,]*),.*", "$1");
        assertFails(SaslError.MALFORMED_REQUEST, () -> step(exchange, message.replace("NONCE", nonce)));
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] overlong = {'n', ',', ',', 'n', '=', (byte) 0xc0, (byte) 0xbc, ',', 'r', '=', 'a'};
        assertFails(
                SaslError.MALFORMED_REQUEST,
                () -> join(fixture.exchange("SCRAM-SHA-256").next(overlong)));
    }

    /** Security test 14: what proved the password once proves nothing in another exchange, nor twice in the same. */
    @Test
    void refusesReplays() throws Exception {
        ScramClient client = client("SCRAM-SHA-256", "alice", PASSWORD, "");
        String first = client.clientFirstMessage().toString();
        Exchange exchange = fixture.exchange("SCRAM-SHA-256");
        client.serverFirstMessage(challenge(exchange, first));
        String last = client.clientFinalMessage().toString();
        step(exchange, last);

        assertFails(SaslError.MALFORMED_REQUEST, () -> step(exchange, last));
        Exchange other = fixture.exchange("SCRAM-SHA-256");
        challenge(other, first);
        assertFails(SaslError.MALFORMED_REQUEST, () -> step(other, last));
    }

    @Test
    void decodesTheTwoEscapesOfUserNames() {
        ScramMessages.First first = ScramMessages.First.parse("n,a=x=2Cy,n=a=2Cb=3Dc,r=abc");
        assertThat(first.username()).isEqualTo("a,b=c");
        assertThat(first.authzid()).isEqualTo("x,y");
    }
}
