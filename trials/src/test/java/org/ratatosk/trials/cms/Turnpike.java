package org.ratatosk.trials.cms;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The road to a website, on which things can go wrong. Thread-safe. */
final class Turnpike implements AutoCloseable {
    private static final Set<String> OWN = Set.of("host", "connection", "content-length", "upgrade", "http2-settings");
    private static final int MADE = 201;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicReference<@Nullable Runnable> instead = new AtomicReference<>();
    private final HttpServer server;
    private final String goal;
    private volatile CountDownLatch bar = new CountDownLatch(0);
    private volatile boolean broken;

    /** @param goal the address of the website */
    Turnpike(String goal) throws IOException {
        this.goal = goal;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
    }

    /** Where the road begins. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Whoever comes waits at the bar from now on. */
    void lower() {
        bar = new CountDownLatch(1);
    }

    /** All may pass, those who wait too. */
    void raise() {
        bar.countDown();
    }

    /** Whether whoever comes is told that the website has failed. */
    void broken(boolean is) {
        broken = is;
    }

    /** When the website has made something the next time, this is done, and nobody hears that it was made. */
    void insteadOfTellingThatItIsMade(Runnable what) {
        instead.set(what);
    }

    /** Whether that has been done. */
    boolean wasUntold() {
        return instead.get() == null;
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            bar.await();
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (broken) {
                exchange.sendResponseHeaders(500, -1);
                return;
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(goal + exchange.getRequestURI()))
                    .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
            exchange.getRequestHeaders().forEach((name, values) -> copy(request, name, values));
            HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            Runnable task = answer.statusCode() == MADE ? instead.getAndSet(null) : null;
            if (task != null) {
                task.run();
                return;
            }
            answer.headers().map().forEach((name, values) -> {
                if (!name.equals("transfer-encoding") && !OWN.contains(name)) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(HttpRequest.Builder request, String name, List<String> values) {
        if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> request.header(name, value));
        }
    }

    @Override
    public void close() {
        raise();
        server.stop(0);
        threads.shutdownNow();
    }
}
