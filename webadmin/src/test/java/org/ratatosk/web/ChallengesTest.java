package org.ratatosk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an authority for certificates asks for (RFC 8555 section 8.3). */
class ChallengesTest {
    private static final String PATH = "/.well-known/acme-challenge/";
    private final RunningWeb web = new RunningWeb();

    @AfterEach
    void stop() {
        web.close();
    }

    @Test
    void anybodyGetsTheAnswerWithoutTls() {
        web.challenges.put("token_1-a", "token_1-a.thumbprint");
        HttpResponse<String> answer =
                web.get(web.http() + PATH + "token_1-a", "X-Forwarded-For", "203.0.113.5", "Host", "example.org");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("token_1-a.thumbprint");
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(web.get(web.https() + PATH + "token_1-a").body()).isEqualTo("token_1-a.thumbprint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "", "a/b", "%2e%2e/x", "a%00", "a b"})
    void nothingElseIsThere(String token) {
        web.challenges.put("a", "x");
        web.challenges.put("", "x");
        assertThat(web.get(web.http() + PATH + token.replace(" ", "%20")).statusCode())
                .isIn(400, 404);
    }

    @Test
    void otherPagesAreSentToTheSitesAddressAsBefore() {
        web.challenges.put("a", "x");
        assertThat(web.get(web.http() + "/.well-known/acme-challenge", "X-Forwarded-For", "203.0.113.5")
                        .statusCode())
                .isNotEqualTo(200);
    }
}
