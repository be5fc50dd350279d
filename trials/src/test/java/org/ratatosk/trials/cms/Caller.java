package org.ratatosk.trials.cms;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.MissingNode;

/** Asks a WordPress: as Ratatosk does, as a program of a member, and as a browser. Confined to one thread. */
final class Caller {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final String site;
    private final SiteKey key;
    private final HttpClient client;

    Caller(WordPress site, SiteKey key) {
        this.site = site.url();
        this.key = key;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /** An answer. */
    record Answer(int status, JsonNode json, String text, HttpResponse<String> whole) {
        /** The sentence of a refusal. */
        String detail() {
            return json.path("detail").asString("");
        }
    }

    /** Who acts, by which password. */
    record Login(String user, String password) {
        private String basic() {
            String both = user + ":" + password;
            return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Asks an address of the plugin, signed. */
    Answer signed(String method, String path, String body, @Nullable Login login)
            throws IOException, InterruptedException {
        String target = "/wp-json/ratatosk/v1" + path;
        HttpRequest.Builder request = key.sign(to(target), method, target, body);
        if (login != null) {
            request.header("Authorization", login.basic());
        }
        return send(request.header("Content-Type", "application/json").method(method, publisher(body)));
    }

    /** Asks WordPress's own REST. */
    Answer rest(String method, String path, String body, Login login, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = to("/wp-json/wp/v2" + path)
                .header("Authorization", login.basic())
                .header("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request.method(method, publisher(body)));
    }

    /** Sends a form, as a browser does. */
    Answer form(String path, Map<String, String> fields) throws IOException, InterruptedException {
        String body = fields.entrySet().stream()
                .map(one -> URLEncoder.encode(one.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(to(path).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(publisher(body)));
    }

    /** Calls a method of XML-RPC with words; what came back. */
    String xmlRpc(String method, String... words) throws IOException, InterruptedException {
        StringBuilder body =
                new StringBuilder("<?xml version=\"1.0\"?><methodCall><methodName>" + method + "</methodName><params>");
        for (String word : words) {
            body.append("<param><value><string>").append(word).append("</string></value></param>");
        }
        body.append("</params></methodCall>");
        return send(to("/xmlrpc.php").header("Content-Type", "text/xml").POST(publisher(body.toString())))
                .text();
    }

    /** Looks at a page. */
    Answer page(String path) throws IOException, InterruptedException {
        return send(to(path).GET());
    }

    /** Logs a person in, as a browser does. */
    void login(String name) throws IOException, InterruptedException {
        page("/wp-login.php");
        form("/wp-login.php", Map.of("log", name, "pwd", name + "-password", "testcookie", "1"));
    }

    /** All events after a number, as Ratatosk asks for them: type, type of the object, and its id. */
    List<JsonNode> events(long after) throws IOException, InterruptedException {
        List<JsonNode> events = new ArrayList<>();
        Answer answer = signed("GET", "/events?after=" + after + "&limit=100", "", null);
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.status() + " " + answer.text());
        }
        answer.json().path("events").forEach(events::add);
        return events;
    }

    /** The highest number of an event. */
    long last() throws IOException, InterruptedException {
        return signed("GET", "/events", "", null).json().path("last").asLong();
    }

    private HttpRequest.Builder to(String target) {
        return HttpRequest.newBuilder(URI.create(site + target));
    }

    private static HttpRequest.BodyPublisher publisher(String body) {
        return body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        String text = response.body();
        boolean json = response.headers().firstValue("content-type").orElse("").contains("json") && !text.isEmpty();
        return new Answer(
                response.statusCode(), json ? JSON.readTree(text) : MissingNode.getInstance(), text, response);
    }
}
