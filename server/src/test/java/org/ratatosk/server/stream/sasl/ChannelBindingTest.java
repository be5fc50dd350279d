package org.ratatosk.server.stream.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ratatosk.server.stream.sasl.SaslFixture.PASSWORD;
import static org.ratatosk.server.stream.sasl.SaslFixture.join;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.StringPreparation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.stream.sasl.Exchange.Challenge;
import org.ratatosk.server.stream.sasl.Exchange.Success;

/** SCRAM-PLUS (RFC 5802 section 6) against another library's client, and against those who stand in between. */
class ChannelBindingTest {
    private static final ChannelBinding END_POINT =
            new ChannelBinding("tls-server-end-point", "hash of the certificate".getBytes(UTF_8));
    private static final ChannelBinding EXPORTER =
            new ChannelBinding("tls-exporter", "of this connection alone".getBytes(UTF_8));

    private final SaslFixture fixture = new SaslFixture();

    private static ScramClient client(String mechanism, ChannelBinding binding) {
        return ScramClient.builder()
                .advertisedMechanisms(List.of(mechanism))
                .username("alice")
                .password(PASSWORD.toCharArray())
                .channelBinding(binding.type(), binding.data())
                .stringPreparation(StringPreparation.SASL_PREPARATION)
                .build();
    }

    private Success login(ScramClient client, Exchange exchange) throws Exception {
        Challenge challenge = (Challenge)
                join(exchange.next(client.clientFirstMessage().toString().getBytes(UTF_8)));
        client.serverFirstMessage(new String(challenge.data(), UTF_8));
        Success success = (Success)
                join(exchange.next(client.clientFinalMessage().toString().getBytes(UTF_8)));
        client.serverFinalMessage(new String(success.data(), UTF_8));
        return success;
    }

    private void assertRefused(String mechanism, String first, SaslError error, ChannelBinding... offered) {
        assertThatThrownBy(() -> join(fixture.exchange(mechanism, offered).next(first.getBytes(UTF_8))))
                .isInstanceOfSatisfying(
                        SaslException.class, e -> assertThat(e.error()).isEqualTo(error));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS"})
    void bindsALoginToEitherThing(String mechanism) throws Exception {
        for (ChannelBinding binding : List.of(EXPORTER, END_POINT)) {
            Success success = login(client(mechanism, binding), fixture.exchange(mechanism, EXPORTER, END_POINT));
            assertThat(success.account()).hasToString("alice@example.test");
        }
    }

    @Test
    void offersMechanismsThatBindOnlyWhereThereIsSomethingToBindTo() {
        assertThat(fixture.sasl.mechanisms(List.of())).containsExactly("SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN");
        assertThat(fixture.sasl.mechanisms(List.of(END_POINT)))
                .containsExactly("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-1", "PLAIN");
        assertThat(fixture.sasl.start("SCRAM-SHA-256-PLUS", SaslFixture.DOMAIN, SaslFixture.ADDRESS, List.of()))
                .isEmpty();
        assertThat(fixture.sasl.start("PLAIN-PLUS", SaslFixture.DOMAIN, SaslFixture.ADDRESS, List.of(END_POINT)))
                .isEmpty();
    }

    /** Security test 14: who stands in between has another connection to each side. */
    @Test
    void refusesALoginThatIsBoundToAnotherConnection() {
        ChannelBinding other = new ChannelBinding(EXPORTER.type(), "of another connection".getBytes(UTF_8));
        assertThatThrownBy(() ->
                        login(client("SCRAM-SHA-256-PLUS", other), fixture.exchange("SCRAM-SHA-256-PLUS", EXPORTER)))
                .isInstanceOfSatisfying(
                        SaslException.class, e -> assertThat(e.error()).isEqualTo(SaslError.MALFORMED_REQUEST));
    }

    /** Security test 14: a client that says it saw no offer, where there was one, has been lied to. */
    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-256", "SCRAM-SHA-1"})
    void noticesThatTheOfferWasTakenAway(String mechanism) {
        assertRefused(mechanism, "y,,n=alice,r=abc", SaslError.NOT_AUTHORIZED, END_POINT);
        assertRefused(mechanism, "y,,n=nobody,r=abc", SaslError.NOT_AUTHORIZED, END_POINT);
        assertThat(join(fixture.exchange(mechanism).next("y,,n=alice,r=abc".getBytes(UTF_8))))
                .isInstanceOf(Challenge.class);
        assertThat(join(fixture.exchange(mechanism, END_POINT).next("n,,n=alice,r=abc".getBytes(UTF_8))))
                .isInstanceOf(Challenge.class);
    }

    /** Security test 14: the flag, the type and the mechanism have to go together. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SCRAM-SHA-256-PLUS|n,,n=alice,r=abc",
                "SCRAM-SHA-256-PLUS|y,,n=alice,r=abc",
                "SCRAM-SHA-256-PLUS|p=tls-unique,,n=alice,r=abc",
                "SCRAM-SHA-256-PLUS|p=tls-exporter,,n=alice,r=abc",
                "SCRAM-SHA-256-PLUS|p=,,n=alice,r=abc",
                "SCRAM-SHA-256-PLUS|p,,n=alice,r=abc",
                "SCRAM-SHA-256|p=tls-server-end-point,,n=alice,r=abc"
            })
    void refusesWhatDoesNotGoTogether(String mechanism, String first) {
        assertRefused(mechanism, first, SaslError.MALFORMED_REQUEST, END_POINT);
    }

    /** Security test 14: the header alone, without what it promises, is no binding. */
    @ParameterizedTest
    @ValueSource(strings = {"cD10bHMtc2VydmVyLWVuZC1wb2ludCws", "biws", "eSws"})
    void refusesAnEmptyBinding(String c) {
        Exchange exchange = fixture.exchange("SCRAM-SHA-256-PLUS", END_POINT);
        Challenge challenge = (Challenge) join(exchange.next("p=tls-server-end-point,,n=alice,r=abc".getBytes(UTF_8)));
        String nonce = new String(challenge.data(), UTF_8).replaceAll("r=([^,]*),.*", "$1");
        String proof = "A".repeat(43) + "=";
        assertThatThrownBy(() -> join(exchange.next(("c=" + c + ",r=" + nonce + ",p=" + proof).getBytes(UTF_8))))
                .isInstanceOfSatisfying(
                        SaslException.class, e -> assertThat(e.error()).isEqualTo(SaslError.MALFORMED_REQUEST));
    }
}
