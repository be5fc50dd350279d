package org.ratatosk.trials.cms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ratatosk.trials.Person;
import org.ratatosk.trials.Product;
import org.ratatosk.trials.Trust;

/** A website that has no more than a feed, and a hub that tells when there is something in it; the feed is read once a day otherwise. */
@Tag("cms")
class FeedWithHubTest {
    private static final String BOB = "bob@" + Product.HOME;
    private static final String PASSWORD = "Audhumla-licks-the-ice";

    /** The website and the hub. */
    private static final class Blog implements AutoCloseable {
        private final List<String> entries = new CopyOnWriteArrayList<>();
        private final BlockingQueue<Map<String, String>> asked = new LinkedBlockingQueue<>();
        private final HttpServer server;

        Blog() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
            server.createContext("/feed", this::feed);
            server.createContext("/hub", this::hub);
            server.start();
        }

        String at(String path) {
            return "http://127.0.0.1:" + server.getAddress().getPort() + path;
        }

        void post(String title) {
            String now = Instant.now().toString();
            entries.add(
                    0,
                    "<entry><id>urn:" + title.hashCode() + "</id><title>" + title + "</title><link href='/"
                            + title.hashCode() + "'/><author><name>romeo</name></author><published>" + now
                            + "</published><updated>" + now + "</updated><content>Fresh at nine.</content></entry>");
        }

        private void feed(HttpExchange exchange) throws IOException {
            answer(
                    exchange,
                    200,
                    "<feed xmlns='http://www.w3.org/2005/Atom'><title>Bees</title><link rel='hub' href='"
                            + at("/hub") + "'/><link rel='self' href='" + at("/feed") + "'/>" + String.join("", entries)
                            + "</feed>");
        }

        private void hub(HttpExchange exchange) throws IOException {
            Map<String, String> fields = new HashMap<>();
            for (String field : new String(exchange.getRequestBody().readAllBytes(), UTF_8).split("&")) {
                String[] pair = field.split("=", 2);
                fields.put(pair[0], URLDecoder.decode(pair[1], UTF_8));
            }
            answer(exchange, 202, "");
            asked.add(fields);
        }

        private static void answer(HttpExchange exchange, int status, String text) throws IOException {
            byte[] body = text.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        }

        /** What the hub was asked. */
        Map<String, String> asked() throws InterruptedException {
            @Nullable Map<String, String> fields = asked.poll(60, TimeUnit.SECONDS);
            assertThat(fields).as("what the hub was asked").isNotNull();
            return fields == null ? Map.of() : fields;
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private static HttpResponse<String> send(Trust trust, HttpRequest.Builder request) throws Exception {
        try {
            HttpClient hub = HttpClient.newBuilder().sslContext(trust.context()).build();
            return hub.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("The hub does not reach Ratatosk", e);
        }
    }

    private static HttpResponse<String> confirm(Trust trust, Map<String, String> asked) throws Exception {
        URI question = URI.create(asked.get("hub.callback") + "?hub.mode=subscribe&hub.topic="
                + URLEncoder.encode(String.valueOf(asked.get("hub.topic")), UTF_8)
                + "&hub.challenge=riddle-1&hub.lease_seconds=864000");
        return send(trust, HttpRequest.newBuilder(question));
    }

    private static int tell(Trust trust, Map<String, String> asked, String secret) throws Exception {
        byte[] news = "<feed/>".getBytes(UTF_8);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return send(
                        trust,
                        HttpRequest.newBuilder(URI.create(String.valueOf(asked.get("hub.callback"))))
                                .header("Content-Type", "application/atom+xml")
                                .header(
                                        "X-Hub-Signature",
                                        "sha256=" + HexFormat.of().formatHex(mac.doFinal(news)))
                                .POST(HttpRequest.BodyPublishers.ofByteArray(news)))
                .statusCode();
    }

    @Test
    void whatTheHubTellsOfMakesAlertsAtOnceAndAfterARestart() throws Exception {
        try (Blog blog = new Blog();
                Product product = new Product("""
                        site { adapter = feed, cms { url = "%s", poll = 1 day, allow-private = on } }
                        """.formatted(blog.at("/feed")))) {
            blog.post("Before our time");
            product.start();
            Trust trust = Trust.in(product.authority());
            product.account(BOB, PASSWORD);
            Map<String, String> first = blog.asked();
            assertThat(first).containsEntry("hub.topic", blog.at("/feed"));
            HttpResponse<String> confirmed = confirm(trust, first);
            assertThat(confirmed.statusCode()).isEqualTo(200);
            assertThat(confirmed.body()).isEqualTo("riddle-1");
            try (Person bob = Person.login(product, trust, BOB, PASSWORD, line -> {})) {
                bob.ask("sub all");
                blog.post("Market day");
                assertThat(tell(trust, first, "a guess")).isEqualTo(202); // it does not learn whether that was right
                assertThat(tell(trust, first, String.valueOf(first.get("hub.secret"))))
                        .isEqualTo(202);
                assertThat(Person.body(bob.awaitFrom(Person.BOT, "Market day"))).contains("romeo", "Fresh at nine.");
            }
            product.kill();
            product.start();
            Map<String, String> second = blog.asked();
            assertThat(confirm(trust, second).body()).isEqualTo("riddle-1");
            assertThat(tell(trust, first, String.valueOf(first.get("hub.secret"))))
                    .as("the subscription from before")
                    .isEqualTo(410);
            try (Person bob = Person.login(product, trust, BOB, PASSWORD, line -> {})) {
                blog.post("Sold out");
                tell(trust, second, String.valueOf(second.get("hub.secret")));
                bob.awaitFrom(Person.BOT, "Sold out");
                assertThat(bob.all()).noneMatch(message -> Person.body(message).contains("Before our time"));
            }
        }
    }
}
