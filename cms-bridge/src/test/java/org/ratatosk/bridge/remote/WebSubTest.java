package org.ratatosk.bridge.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.alerts.TestClock;

/** What is asked of a hub, and what it may ask and tell. */
class WebSubTest {
    private static final String TOPIC = "https://blog.example/feed?a=1&b=2";
    private static final byte[] NEWS = "<feed/>".getBytes(UTF_8);

    private final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
    private final List<Integer> statuses = new ArrayList<>();
    private final AtomicInteger woken = new AtomicInteger();
    private final TestClock clock = new TestClock();
    private HttpServer server;
    private WebSub webSub;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/hub", this::answer);
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/hub");
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        server.start();
        webSub = webSub();
    }

    private WebSub webSub() {
        return new WebSub(
                Loopback.patient(), "https://site.example", new SecureRandom(), clock, woken::incrementAndGet);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, String> fields = new HashMap<>();
        for (String field : new String(exchange.getRequestBody().readAllBytes(), UTF_8).split("&")) {
            String[] pair = field.split("=", 2);
            fields.put(pair[0], URLDecoder.decode(pair[1], UTF_8));
        }
        asked.add(fields);
        exchange.sendResponseHeaders(statuses.isEmpty() ? 202 : statuses.remove(0), -1);
        exchange.close();
    }

    private Optional<Hub> hub(String path) {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        return Optional.of(new Hub(address, URI.create(TOPIC)));
    }

    private String last(String field) {
        return asked.get(asked.size() - 1).get(field);
    }

    /** The name in the address that the hub was given last. */
    private String name() {
        return last("hub.callback").replace("https://site.example/api/v1/websub/", "");
    }

    private Optional<String> confirm(String mode, String topic, String lease) {
        return webSub.confirm(
                name(),
                Map.of("hub.mode", mode, "hub.topic", topic, "hub.challenge", "riddle", "hub.lease_seconds", lease));
    }

    private static String signature(String method, String secret) throws GeneralSecurityException {
        String name = "Hmac" + method.toUpperCase(java.util.Locale.ROOT);
        Mac mac = Mac.getInstance(name);
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), name));
        return method + "=" + HexFormat.of().formatHex(mac.doFinal(NEWS));
    }

    @Test
    void aHubIsAskedOnceAndItsQuestionAnswered() {
        webSub.keep(Optional.empty());
        assertThat(asked).isEmpty();
        webSub.keep(hub("/hub"));
        webSub.keep(hub("/hub"));
        assertThat(asked).hasSize(1);
        assertThat(last("hub.mode")).isEqualTo("subscribe");
        assertThat(last("hub.topic")).isEqualTo(TOPIC);
        assertThat(last("hub.callback")).startsWith("https://site.example/api/v1/websub/");
        assertThat(name()).hasSizeGreaterThan(20);
        assertThat(last("hub.secret")).hasSizeBetween(40, 199);
        assertThat(last("hub.lease_seconds")).isEqualTo("864000");
        assertThat(confirm("subscribe", TOPIC, "3600")).contains("riddle");
    }

    @Test
    void whatNobodyMeantIsNotConfirmed() {
        webSub.keep(hub("/hub"));
        assertThat(confirm("subscribe", "https://other.example/", "60")).isEmpty();
        assertThat(confirm("unsubscribe", TOPIC, "60")).isEmpty();
        assertThat(confirm("dance", TOPIC, "60")).isEmpty();
        assertThat(webSub.confirm(name(), Map.of("hub.mode", "subscribe", "hub.topic", TOPIC)))
                .isEmpty();
        String wrong = name() + "x";
        assertThat(webSub.knows(wrong)).isFalse();
        assertThat(webSub.confirm(
                        wrong, Map.of("hub.mode", "subscribe", "hub.topic", TOPIC, "hub.challenge", "riddle")))
                .isEmpty();
    }

    @Test
    void itIsRenewedBeforeItEnds() {
        webSub.keep(hub("/hub"));
        String name = name();
        String secret = last("hub.secret");
        confirm("subscribe", TOPIC, "36000");
        clock.pass(Duration.ofHours(7));
        webSub.keep(hub("/hub"));
        assertThat(asked).hasSize(1);
        clock.pass(Duration.ofHours(1));
        webSub.keep(hub("/hub"));
        assertThat(asked).hasSize(2);
        assertThat(name()).isEqualTo(name);
        assertThat(last("hub.secret")).isEqualTo(secret);
    }

    @Test
    void aHubThatDoesNotConfirmIsAskedAgainLater() {
        statuses.addAll(List.of(202, 500));
        webSub.keep(hub("/hub"));
        clock.pass(Duration.ofMinutes(59));
        webSub.keep(hub("/hub"));
        assertThat(asked).hasSize(1);
        clock.pass(Duration.ofMinutes(1));
        webSub.keep(hub("/hub")); // it refuses
        clock.pass(Duration.ofHours(23));
        webSub.keep(hub("/hub"));
        assertThat(asked).hasSize(2);
        clock.pass(Duration.ofHours(1));
        webSub.keep(hub("/hub"));
        assertThat(asked).hasSize(3);
    }

    @Test
    void whatTheHubDeniesIsAskedTheNextDay() {
        webSub.keep(hub("/hub"));
        Map<String, String> denied = Map.of("hub.mode", "denied", "hub.topic", TOPIC, "hub.reason", "Not\nyou");
        assertThat(webSub.confirm(name(), denied)).contains("");
        clock.pass(Duration.ofHours(23));
        webSub.keep(hub("/hub"));
        assertThat(asked).hasSize(1);
        clock.pass(Duration.ofHours(1));
        webSub.keep(hub("/hub"));
        assertThat(asked).hasSize(2);
    }

    @Test
    void whatTheHubTellsAndProvesHasTheFeedRead() throws GeneralSecurityException {
        webSub.keep(hub("/hub"));
        String secret = last("hub.secret");
        for (String method : List.of("sha1", "sha256", "sha384", "sha512")) {
            int before = woken.get();
            webSub.hear(name(), signature(method, secret), NEWS);
            assertThat(woken.get()).as(method).isEqualTo(before + 1);
        }
        String right = signature("sha256", secret);
        for (String wrong : List.of(
                "",
                "sha256",
                "sha256=",
                "=",
                "md5=00",
                right.replace("sha256", "sha1"),
                signature("sha256", "guess"))) {
            webSub.hear(name(), wrong, NEWS);
        }
        webSub.hear(name(), right, "<other/>".getBytes(UTF_8));
        webSub.hear("nobody", right, NEWS);
        assertThat(woken.get()).isEqualTo(4);
    }

    @Test
    void anotherHubOrNoneMakesTheOldOneUnknown() {
        webSub.keep(hub("/hub"));
        String first = name();
        assertThat(webSub.knows(first)).isTrue();
        webSub.keep(hub("/hub?other"));
        assertThat(webSub.knows(first)).isFalse();
        assertThat(webSub.knows(name())).isTrue();
        webSub.keep(Optional.empty());
        assertThat(webSub.knows(name())).isFalse();
        assertThat(webSub().knows(first)).isFalse(); // as after a restart
    }

    @Test
    void aHubMaySendUsOnAndMayBeGone() {
        webSub.keep(hub("/moved"));
        assertThat(asked).hasSize(1);
        assertThat(last("hub.topic")).isEqualTo(TOPIC);
        webSub.keep(Optional.of(new Hub(URI.create("http://127.0.0.1:1/hub"), URI.create(TOPIC))));
        assertThat(asked).hasSize(1);
    }
}
