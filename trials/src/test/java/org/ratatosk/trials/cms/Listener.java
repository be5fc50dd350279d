package org.ratatosk.trials.cms;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The far end of what a site tells: takes events as Ratatosk does, or fails as it may. Thread-safe. */
final class Listener implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final SiteKey key;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, JsonNode> activities = new LinkedHashMap<>();
    private final List<String> complaints = new ArrayList<>();
    private final Semaphore mayAnswer = new Semaphore(0);
    private int silent;
    private int status = 202;
    private int requests;
    private @Nullable HttpServer server;
    private int port;

    Listener(SiteKey key) throws IOException {
        this.key = key;
        open();
    }

    /** Listens, after {@link #die} on the same port as before. */
    void open() throws IOException {
        HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        made.createContext("/", this::answer);
        made.setExecutor(threads);
        made.start();
        port = made.getAddress().getPort();
        server = made;
    }

    /** Listens no more. */
    void die() {
        Objects.requireNonNull(server).stop(0);
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Answers with this status from now on. */
    synchronized void answerWith(int code) {
        status = code;
    }

    /** The next request gets no answer until {@link #speak}. */
    synchronized void beSilent() {
        silent++;
    }

    void speak() {
        mayAnswer.release();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean wait;
        int code;
        synchronized (this) {
            requests++;
            wait = silent > 0;
            silent -= wait ? 1 : 0;
            code = status;
        }
        if (wait) {
            mayAnswer.acquireUninterruptibly();
        }
        if (code == 202) {
            take(exchange, body);
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        byte[] said = "{\"accepted\":1}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, said.length);
        exchange.getResponseBody().write(said);
        exchange.close();
    }

    private synchronized void take(HttpExchange exchange, String body) {
        if (!exchange.getRequestMethod().equals("POST")
                || !exchange.getRequestURI().getPath().equals("/api/v1/events")) {
            complaints.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        }
        if (!key.verifies(
                name -> Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), ""), body)) {
            complaints.add("a bad signature of " + body);
        }
        JsonNode tree = JSON.readTree(body);
        for (JsonNode one : tree.has("orderedItems")
                ? tree.get("orderedItems")
                : JSON.createArrayNode().add(tree)) {
            activities.putIfAbsent(one.path("id").asString(), one);
        }
    }

    /** How many requests have come. */
    synchronized int requests() {
        return requests;
    }

    /** What came that should not have. */
    synchronized List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** The ids of what came, each once, in the order in which it came first. */
    synchronized List<String> ids() {
        return List.copyOf(activities.keySet());
    }

    /** Waits until a request has come after so many. */
    void awaitRequest(int before) {
        Awaitility.await().until(() -> requests() > before);
    }

    @Override
    public void close() {
        mayAnswer.release(1000);
        die();
        threads.shutdownNow();
    }
}
