package org.ratatosk.trials;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/** A person's browser without scripts: pages and forms over verified TLS, with cookies. Confined to one thread. */
public final class Browser {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private final HttpClient client;

    /** A browser without cookies that trusts one authority. */
    public Browser(Trust trust) {
        client = HttpClient.newBuilder()
                .sslContext(trust.context())
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(PATIENCE)
                .build();
    }

    /**
     * What came for a request.
     *
     * @param status the number
     * @param page the page
     */
    public record Answer(int status, Document page) {
        /** The text that a reader sees. */
        public String text() {
            return page.text();
        }
    }

    /** Gets a page, whatever its status. */
    public Answer get(String url) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)).GET());
    }

    /** Gets a page that has to be there. */
    public Document open(String url) throws IOException, InterruptedException {
        return wanted(url, get(url));
    }

    /**
     * Fills in the form of a page that has a password field, or else its first one, and sends it.
     *
     * @param fields values by type ({@code password}) or by name
     */
    public Document submit(Document page, Map<String, String> fields) throws IOException, InterruptedException {
        Element password = page.selectFirst("form:has(input[type=password])");
        Element found = password == null ? page.selectFirst("form[method=post]") : password;
        if (!(found instanceof FormElement form)) {
            throw new Unmet("a form on " + page.location(), page.text());
        }
        form.select("input").forEach(input -> {
            String value = fields.getOrDefault(input.attr("name"), fields.get(input.attr("type")));
            if (value != null) {
                input.val(value);
            }
        });
        String body = form.formData().stream()
                .map(pair -> encode(pair.key()) + "=" + encode(pair.value()))
                .collect(Collectors.joining("&"));
        String action = form.hasAttr("action") ? form.absUrl("action") : page.location();
        Answer answer = send(HttpRequest.newBuilder(URI.create(action))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", origin(action))
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        return wanted(action, answer);
    }

    private static Document wanted(String url, Answer answer) {
        if (answer.status() != 200) {
            throw new Unmet(
                    "the page " + url.replaceAll("[?].*", ""), "status " + answer.status() + ": " + answer.text());
        }
        return answer.page();
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        return new Answer(
                response.statusCode(),
                Jsoup.parse(response.body(), response.uri().toString()));
    }

    private static String origin(String url) {
        URI uri = URI.create(url);
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
