package org.ratatosk.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.server.config.ListenAddress;

class EntranceTest {
    private RunningWeb web = new RunningWeb(EntranceTest::behindProxy);

    private static WebConfig behindProxy(WebConfig c) {
        return new WebConfig(
                c.https(),
                c.http(),
                c.console(),
                c.metrics(),
                c.consoleHost(),
                List.of("127.0.0.1"),
                c.zone(),
                c.idle(),
                c.absolute(),
                c.connections(),
                c.connectionsPerAddress());
    }

    @AfterEach
    void stop() {
        web.close();
    }

    @Test
    void theSiteIsServedOverTlsAndOnThisMachineWithout() {
        assertThat(web.get(web.https() + "/").statusCode()).isEqualTo(200);
        assertThat(web.get(web.http() + "/").statusCode()).isEqualTo(200);
    }

    private Optional<String> strict(String door, String host) {
        HttpResponse<String> page =
                web.get(door + "/", "Host", host, "X-Forwarded-For", "203.0.113.5", "X-Forwarded-Proto", "https");
        return page.headers().firstValue("Strict-Transport-Security");
    }

    @Test
    void browsersHaveToComeOverTlsWhereTheyCanTrustTheCertificate(@TempDir Path folder) {
        web.close();
        web = new RunningWeb(UnaryOperator.identity(), TestTls.bought(folder));
        assertThat(strict(web.https(), "example.org")).contains("max-age=31536000");
        for (String host : List.of("localhost:5443", "wood.localhost", "127.0.0.1", "[::1]:5443")) {
            assertThat(strict(web.https(), host)).as(host).isEmpty();
        }
        assertThat(strict(web.http(), "example.org")).isEmpty();
    }

    @Test
    void aCertificateThatTheServerMadeBindsNobody() {
        assertThat(strict(web.https(), "example.org")).isEmpty();
        assertThat(web.get(web.https() + "/").headers().firstValue("Strict-Transport-Security"))
                .isEmpty();
    }

    @Test
    void fromOutsideWithoutTlsOneIsSentToTheSitesAddress() {
        HttpResponse<String> page =
                web.get(web.http() + "/posts/1?x=%3Cy%3E", "X-Forwarded-For", "203.0.113.5", "Host", "evil.example");
        assertThat(page.statusCode()).isEqualTo(308);
        assertThat(page.headers().firstValue("Location")).contains("https://example.org/posts/1?x=%3Cy%3E");
        assertThat(page.body()).isEmpty();
    }

    @Test
    void whatIsPostedInTheClearIsRefused() {
        HttpResponse<String> page = web.postWith(
                List.of("X-Forwarded-For", "203.0.113.5"), web.http() + "/login", "name", "alice", "password", "x");
        assertThat(page.statusCode()).isEqualTo(403);
    }

    @Test
    void aTrustedProxyWithTlsInFrontIsServed() {
        HttpResponse<String> page =
                web.get(web.http() + "/", "X-Forwarded-For", "203.0.113.5", "X-Forwarded-Proto", "https");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(strict(web.http(), "example.org")).isPresent();
        assertThat(strict(web.http(), "localhost")).isEmpty();
    }

    @Test
    void theWordOfAProxyThatIsNotTrustedCountsForNothing() {
        web.close();
        web = new RunningWeb();
        HttpResponse<String> page =
                web.get(web.http() + "/", "X-Forwarded-For", "203.0.113.5", "X-Forwarded-Proto", "https");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Strict-Transport-Security")).isEmpty();
    }

    @Test
    void theConsoleIsNotOnTheSite() {
        for (String path : List.of("/console", "/console/members", "/metrics", "/health")) {
            assertThat(web.get(web.https() + path).statusCode()).as(path).isEqualTo(404);
            assertThat(web.get(web.http() + path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void theConsoleIsOnThisMachine() {
        HttpResponse<String> page = web.get(web.console() + "/console");
        assertThat(page.statusCode()).isEqualTo(303);
        assertThat(page.headers().firstValue("Location")).contains("/login?next=%2Fconsole");
        assertThat(web.get(web.console() + "/").statusCode()).isEqualTo(200);
    }

    @Test
    void anotherNameForThisMachineDoesNotOpenTheConsole() {
        assertThat(web.get(web.console() + "/console", "Host", "rebound.example")
                        .statusCode())
                .isEqualTo(421);
        assertThat(web.get(web.console() + "/health", "Host", "rebound.example").statusCode())
                .isEqualTo(421);
        assertThat(web.get(web.console() + "/console", "Host", "localhost:1").statusCode())
                .isEqualTo(303);
    }

    @Test
    void theConsoleIsUnderItsOwnNameOverTlsOnly() {
        assertThat(web.get(web.https() + "/console", "Host", "console.localhost")
                        .statusCode())
                .isEqualTo(303);
        assertThat(web.get(web.http() + "/console", "Host", "console.localhost").statusCode())
                .isEqualTo(404);
        assertThat(web.get(web.https() + "/console", "Host", "").statusCode()).isNotEqualTo(303);
    }

    @Test
    void theMetricsDoorLeadsToNothingElse() {
        assertThat(web.get(web.metrics() + "/health").statusCode()).isEqualTo(200);
        assertThat(web.get(web.metrics() + "/metrics").statusCode()).isEqualTo(200);
        for (String path : List.of("/", "/login", "/console", "/feed.atom", "/static/ratatosk.css")) {
            assertThat(web.get(web.metrics() + path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void theConsoleNeverListensWhereOthersReachItWithoutTls() {
        assertThatThrownBy(
                        () -> config(List.of(new ListenAddress("*", 0)), List.of(new ListenAddress("0.0.0.0", 5480))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.0.0.0:5480");
        assertThatThrownBy(() -> config(List.of(), List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThat(config(List.of(), List.of(new ListenAddress("::1", 0))).console())
                .hasSize(1);
    }

    private static WebConfig config(List<ListenAddress> https, List<ListenAddress> console) {
        return new WebConfig(
                https,
                List.of(),
                console,
                List.of(),
                "",
                List.of(),
                ZoneId.of("UTC"),
                Duration.ofHours(1),
                Duration.ofHours(1),
                2000,
                100);
    }

    @Test
    void theConsolesAddressIsKnown() {
        assertThat(web.web.consoleUrl()).contains("https://console.localhost/console");
        web.close();
        web = new RunningWeb(c -> config(List.of(), c.console()));
        assertThat(web.web.consoleUrl())
                .contains("http://localhost:" + web.web.consolePort().orElseThrow() + "/console");
        assertThat(web.web.httpsPort()).isEmpty();
    }

    @Test
    void anAddressThatIsTakenIsSaidInWords() {
        int port = web.web.httpsPort().orElseThrow();
        assertThatThrownBy(() -> new RunningWeb(c -> config(List.of(new ListenAddress("127.0.0.1", port)), List.of())))
                .hasMessageContaining("The web cannot listen")
                .hasMessageContaining(String.valueOf(port));
    }
}
