package org.ratatosk.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ratatosk.server.config.ListenAddress;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.stream.component.ComponentState;
import org.ratatosk.web.page.House;

/** The web on free ports over a server and a bridge in memory, and a browser's part of the conversation. Thread-confined. */
final class RunningWeb implements AutoCloseable {
    static final String SITE = "https://example.org";
    static final String PASSWORD = "correct horse";
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");

    static {
        // the client reads it once, at its first use; tests ask under other host names
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    final TurnableClock clock = new TurnableClock();
    final MemoryAdmin admin = new MemoryAdmin(clock);
    final MemoryBridge bridge = new MemoryBridge(SITE, clock);
    final MemoryPeers peers = new MemoryPeers();
    final List<ComponentState> components = new CopyOnWriteArrayList<>();
    final MemoryLookout lookout = new MemoryLookout();
    final WebAdmin web;
    final Map<String, String> cookies = new TreeMap<>();
    final Map<String, String> challenges = new ConcurrentHashMap<>();
    private final TestTls tls;
    private final HttpClient client;

    RunningWeb() {
        this(UnaryOperator.identity());
    }

    RunningWeb(UnaryOperator<WebConfig> change) {
        this(change, TestTls.shared());
    }

    RunningWeb(UnaryOperator<WebConfig> change, TestTls tls) {
        this.tls = tls;
        client = HttpClient.newBuilder().sslContext(tls.client()).build();
        web = new WebAdmin(
                change.apply(config()),
                tls.server(),
                admin,
                bridge,
                peers,
                house(),
                clock,
                token -> Optional.ofNullable(challenges.get(token)));
        web.start();
    }

    private House house() {
        House.CertificateEnd end =
                new House.CertificateEnd("example.org", clock.instant().plus(Duration.ofDays(60)), false);
        return new House("1.2.3", () -> List.of(end), lookout, tls::made, () -> List.copyOf(components), domain -> {
            peers.told.add("close component " + domain);
            components.removeIf(one -> one.domain().equals(domain));
        });
    }

    static WebConfig config() {
        ListenAddress free = new ListenAddress("127.0.0.1", 0);
        return new WebConfig(
                List.of(free),
                List.of(free),
                List.of(free),
                List.of(free),
                "console.localhost",
                List.of(),
                ZoneId.of("UTC"),
                Duration.ofHours(2),
                Duration.ofHours(12),
                2000,
                100);
    }

    /** The site over TLS. */
    String https() {
        return "https://localhost:" + web.httpsPort().orElseThrow();
    }

    /** The site without TLS, on a loopback address. */
    String http() {
        return "http://127.0.0.1:" + web.httpPort().orElseThrow();
    }

    /** The console's entrance on this machine. */
    String console() {
        return "http://127.0.0.1:" + web.consolePort().orElseThrow();
    }

    /** The metrics' own entrance. */
    String metrics() {
        return "http://127.0.0.1:" + web.metricsPort().orElseThrow();
    }

    HttpResponse<String> get(String url, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).GET();
        return send(request, headers);
    }

    HttpResponse<String> head(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)).method("HEAD", HttpRequest.BodyPublishers.noBody()));
    }

    /** Posts fields as they are, names and values in turn, with the headers of a browser that sends its own page's form. */
    HttpResponse<String> post(String url, String... fields) {
        return send(form(url, fields), "Sec-Fetch-Site", "same-origin");
    }

    /** Posts fields with headers of one's own. */
    HttpResponse<String> postWith(List<String> headers, String url, String... fields) {
        return send(form(url, fields), headers.toArray(String[]::new));
    }

    /** Posts any text. */
    HttpResponse<String> postRaw(String url, String type, String text) {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(text)));
    }

    /** Loads a page, takes the token of its forms and posts fields with it. */
    HttpResponse<String> submit(String page, String target, String... fields) {
        List<String> all = new ArrayList<>(List.of(fields));
        all.add("token");
        all.add(token(get(page).body()));
        return post(target, all.toArray(String[]::new));
    }

    /** Logs in through a door; what the browser had before is forgotten. */
    HttpResponse<String> login(String door, String name, String password) {
        cookies.clear();
        return submit(door + "/login", door + "/login", "name", name, "password", password, "next", "");
    }

    /** Accounts: alice and bob of the site, root its admin, and boss, admin of another domain; one password for all. */
    void people() {
        bridge.add("alice", "Alice of the Wood");
        bridge.add("bob", "Bob");
        bridge.add("root", "");
        admin.add("alice@example.org", PASSWORD, Account.Role.MEMBER);
        admin.add("bob@example.org", PASSWORD, Account.Role.MEMBER);
        admin.add("root@example.org", PASSWORD, Account.Role.ADMIN);
        admin.add("boss@other.example", PASSWORD, Account.Role.ADMIN);
        admin.add("mallory@other.example", PASSWORD, Account.Role.MEMBER);
    }

    static String token(String html) {
        Matcher matcher = TOKEN.matcher(html);
        if (!matcher.find()) {
            throw new AssertionError("There is no form with a token on this page:\n" + html);
        }
        return matcher.group(1);
    }

    private static HttpRequest.Builder form(String url, String... fields) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            pairs.add(encode(fields[i]) + "=" + encode(fields[i + 1]));
        }
        return HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(String.join("&", pairs)));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try {
            HttpResponse<String> response =
                    client.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
            response.headers().allValues("Set-Cookie").forEach(this::keep);
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(String setCookie) {
        String pair = setCookie.split(";", 2)[0];
        int equals = pair.indexOf('=');
        if (setCookie.contains("Max-Age=0")) {
            cookies.remove(pair.substring(0, equals));
        } else {
            cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
    }

    @Override
    public void close() {
        web.close();
    }
}
