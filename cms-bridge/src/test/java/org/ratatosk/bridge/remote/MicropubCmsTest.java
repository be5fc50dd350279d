package org.ratatosk.bridge.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.remote.RemoteCms.Author;
import org.ratatosk.bridge.remote.RemoteCms.Credential;
import org.ratatosk.server.http.SafeHttp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The adapter for Micropub, with a small endpoint that does what the Recommendation says. */
class MicropubCmsTest extends RemoteCmsContract {
    private static Endpoint endpoint;

    /** Sections 3.3 (JSON), 3.4 (updates), 3.5 (deletes), 3.7 (queries; the list of posts is an extension) and 3.8 (errors). */
    private static final class Endpoint implements AutoCloseable {
        private static final Map<String, String> TOKENS =
                Map.of("token-of-romeo", "romeo", "token-of-juliet", "juliet");
        private final Map<String, ObjectNode> posts = new LinkedHashMap<>();
        private final Map<String, String> authors = new HashMap<>();
        private final HttpServer server;
        private volatile boolean lists = true;

        Endpoint() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
            server.createContext("/micropub", this::serve);
            server.start();
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/micropub");
        }

        private synchronized void serve(HttpExchange exchange) throws IOException {
            String bearer = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (!bearer.startsWith("Bearer ") || !TOKENS.containsKey(bearer.substring(7))) {
                answer(exchange, 401, error("unauthorized", "No such token."));
            } else if (exchange.getRequestMethod().equals("GET")) {
                boolean config = query.equals("q=config");
                boolean list = lists && query.startsWith("q=source&limit=");
                answer(
                        exchange,
                        config || list ? 200 : 400,
                        config ? "{}" : list ? list() : error("invalid_request", ""));
            } else {
                write(
                        exchange,
                        String.valueOf(TOKENS.get(bearer.substring(7))),
                        Json.read(body).orElseThrow());
            }
        }

        private void write(HttpExchange exchange, String as, JsonNode asked) throws IOException {
            String url = Json.text(asked, "url");
            if (!asked.has("action")) {
                url = "https://micro.example/" + (posts.size() + 1);
                ObjectNode properties = (ObjectNode) asked.get("properties");
                properties.putArray("url").add(url);
                posts.put(url, properties);
                authors.put(url, as);
                exchange.getResponseHeaders().set("Location", url);
                answer(exchange, 201, "");
            } else if (!as.equals(authors.getOrDefault(url, as))) {
                answer(exchange, 403, error("forbidden", "It is another's."));
            } else if (Json.text(asked, "action").equals("delete") && posts.containsKey(url)) {
                posts.put(url, Json.object());
                answer(exchange, 204, "");
            } else if (posts.getOrDefault(url, Json.object()).isEmpty()) {
                answer(exchange, 400, error("invalid_request", "There is no such post."));
            } else {
                posts.get(url).setAll((ObjectNode) asked.get("replace"));
                answer(exchange, 204, "");
            }
        }

        private String list() {
            ObjectNode answer = Json.object();
            ArrayNode items = answer.putArray("items");
            posts.values().stream()
                    .filter(post -> !post.isEmpty())
                    .forEach(post -> items.addObject().set("properties", post));
            return answer.toString();
        }

        private static String error(String code, String words) {
            return Json.object()
                    .put("error", code)
                    .put("error_description", words)
                    .toString();
        }

        private static void answer(HttpExchange exchange, int status, String text) throws IOException {
            byte[] body = text.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        }

        synchronized Map<String, ObjectNode> posts() {
            return new LinkedHashMap<>(posts);
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @BeforeAll
    static void start() throws IOException {
        endpoint = new Endpoint();
    }

    @AfterAll
    static void stop() {
        endpoint.close();
    }

    @AfterEach
    void list() {
        endpoint.lists = true;
    }

    private static PostDraft draft(String title, String text) {
        return new PostDraft("romeo", title, text, Security.PUBLIC, List.of("honey"), "");
    }

    @Test
    void whatIsWrittenStandsThere() {
        RemoteCms cms = open(site(), Loopback.patient());
        Made made = cms.publish(author(), draft("Honey", "Fresh <&> good"), "k-1");
        ObjectNode post = endpoint.posts().get(made.id());
        assertThat(post.path("name").path(0).asString("")).isEqualTo("Honey");
        assertThat(post.path("content").path(0).asString("")).isEqualTo("Fresh <&> good");
        assertThat(post.path("category").path(0).asString("")).isEqualTo("honey");
        cms.edit(author(), made.id(), draft("Honey", "Sold out"), "k-2");
        assertThat(endpoint.posts().get(made.id()).path("content").path(0).asString(""))
                .isEqualTo("Sold out");
        cms.delete(author(), made.id(), "k-3");
        assertThat(endpoint.posts().get(made.id())).isEmpty();
    }

    @Test
    void whatMadeAPostAndWasNotHeardMakesNoSecond() throws IOException {
        try (Gate gate = new Gate(site().getPort())) {
            RemoteCms cms = open(gate.before(site()), Loopback.patient());
            int before = endpoint.posts().size();
            gate.lose(2); // it first asks for what is there
            assertThatThrownBy(() -> cms.publish(author(), draft("Lost", "x"), "k-4"))
                    .isInstanceOf(CmsException.class);
            assertThat(endpoint.posts()).hasSize(before + 1);
            Made made = cms.publish(author(), draft("Lost", "x"), "k-4");
            assertThat(cms.publish(author(), draft("Lost", "x"), "k-4").id()).isEqualTo(made.id());
            assertThat(endpoint.posts()).hasSize(before + 1);
        }
    }

    @Test
    void whetherItTellsItsPostsIsSaid() {
        RemoteCms cms = open(site(), Loopback.patient());
        assertThat(cms.look()).anyMatch(line -> line.contains("nothing is made twice"));
        endpoint.lists = false;
        assertThat(cms.look()).anyMatch(line -> line.contains("made again"));
        assertThat(cms.publish(author(), draft("Unlisted", "x"), "k-5").id()).startsWith("https://micro.example/");
    }

    @Test
    void nobodyWritesWithAnothersToken() {
        CmsException refused = catchThrowableOfType(
                CmsException.class,
                () -> open(site(), Loopback.patient()).publish(Author.member("juliet"), draft("Hers", "x"), "k-6"));
        assertThat(refused).hasMessageContaining("wants a token of yours");
    }

    @Test
    void whatIsNotForEverybodyIsNotSentThere() {
        PostDraft secret = new PostDraft("romeo", "Secret", "x", Security.FRIENDS, List.of(), "");
        int before = endpoint.posts().size();
        assertThatThrownBy(() -> open(site(), Loopback.patient()).publish(author(), secret, "k-7"))
                .hasMessageContaining("for everybody alone");
        assertThat(endpoint.posts()).hasSize(before);
    }

    @Override
    protected URI site() {
        return endpoint.address();
    }

    @Override
    protected RemoteCms open(URI site, SafeHttp http) {
        return new MicropubCms(site, new Credential("romeo", "token-of-romeo"), http, InstantSource.system());
    }

    @Override
    protected RemoteCms openWrongly(URI site, SafeHttp http) {
        return new MicropubCms(site, new Credential("romeo", "wrong"), http, InstantSource.system());
    }

    @Override
    protected Author author() {
        return Author.member("romeo");
    }

    @Override
    protected Author other() {
        return new Author("juliet", true, new Credential("juliet", "token-of-juliet"));
    }

    @Override
    protected String password() {
        throw new UnsupportedOperationException("Micropub has no passwords");
    }

    @Override
    protected Hand hand() {
        throw new UnsupportedOperationException("Micropub tells of nothing");
    }
}
