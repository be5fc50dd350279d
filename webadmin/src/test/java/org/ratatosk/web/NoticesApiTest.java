package org.ratatosk.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.remote.SiteKey;
import org.ratatosk.bridge.remote.SiteKeys.Scope;

/** What programs of the site have told to its members. */
class NoticesApiTest {
    private final RunningWeb web = new RunningWeb();
    private final HttpClient client = HttpClient.newHttpClient();
    private SiteKey key;

    @BeforeEach
    void makeKey() {
        web.people();
        key = web.bridge.keys.make("Website", EnumSet.allOf(Scope.class));
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private HttpResponse<String> post(SiteKey with, String path, String body) throws Exception {
        byte[] payload = SiteKey.payload("POST", path, body.getBytes(UTF_8));
        return send(path, body, with.sign(payload, web.clock.instant()));
    }

    private HttpResponse<String> send(String path, String body, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(web.http() + path)).POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> tell(String body) throws Exception {
        return post(key, "/api/v1/notifications", body);
    }

    @Test
    void aNotificationIsToldOnceForItsKeyInItsShortForm() throws Exception {
        String body = "{\"recipient\":\"alice\",\"title\":\"Page\",\"abstract\":\"Changed\",\"content\":\"Long\","
                + "\"link\":\"https://example.org/wiki\",\"action\":\"net.nemein.wiki:page_updated\",\"key\":\"k1\"}";
        HttpResponse<String> first = tell(body);
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(first.body()).isEqualTo("{\"number\":1}");
        assertThat(tell(body).body()).isEqualTo("{\"number\":1}");
        assertThat(tell("{\"recipient\":\"alice\",\"content\":\"Long\"}").body())
                .isEqualTo("{\"number\":2}");
        assertThat(web.bridge.noticed.values())
                .containsExactly("alice: Page; Changed; https://example.org/wiki", "alice: ; Long; ");
    }

    @Test
    void withoutAKeyTheRequestItselfIsToldOnce() throws Exception {
        String body = "{\"recipient\":\"alice\",\"title\":\"Page\"}";
        byte[] payload = SiteKey.payload("POST", "/api/v1/notifications", body.getBytes(UTF_8));
        Map<String, String> signed = key.sign(payload, web.clock.instant());
        assertThat(send("/api/v1/notifications", body, signed).statusCode()).isEqualTo(202);
        assertThat(send("/api/v1/notifications", body, signed).statusCode()).isEqualTo(202);
        assertThat(web.bridge.noticed).hasSize(1);
    }

    @Test
    void whatCannotBeToldIsSaid() throws Exception {
        assertThat(tell("[]").statusCode()).isEqualTo(400);
        assertThat(tell("{\"title\":\"x\"}").statusCode()).isEqualTo(400);
        assertThat(tell("{\"recipient\":\"alice\"}").statusCode()).isEqualTo(422);
        assertThat(tell("{\"recipient\":\"zoe\",\"title\":\"x\"}").statusCode()).isEqualTo(404);
        assertThat(tell("{\"recipient\":\"alice\",\"title\":\"x\",\"link\":\"javascript:alert(1)\"}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(tell("{\"recipient\":\"alice\",\"title\":\"x\",\"key\":\"" + "k".repeat(201) + "\"}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(web.bridge.noticed).isEmpty();
    }

    @Test
    void anAnnouncementNeedsItsOwnScope() throws Exception {
        SiteKey small = web.bridge.keys.make("Wiki", EnumSet.of(Scope.NOTIFICATIONS));
        String body = "{\"title\":\"Fair\",\"content\":\"On Sunday\",\"key\":\"k2\"}";
        assertThat(post(small, "/api/v1/announcements", body).statusCode()).isEqualTo(401);
        assertThat(post(key, "/api/v1/announcements", body).statusCode()).isEqualTo(202);
        assertThat(post(key, "/api/v1/announcements", body).statusCode()).isEqualTo(202);
        assertThat(web.bridge.noticed.values()).containsExactly("all: Fair; On Sunday; ");
        assertThat(post(small, "/api/v1/notifications", "{\"recipient\":\"bob\",\"title\":\"x\"}")
                        .statusCode())
                .isEqualTo(202);
    }
}
