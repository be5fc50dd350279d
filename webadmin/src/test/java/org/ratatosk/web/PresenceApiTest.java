package org.ratatosk.web;

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
import org.ratatosk.bridge.cms.Presences.Shown;
import org.ratatosk.bridge.remote.SiteKey;
import org.ratatosk.bridge.remote.SiteKeys.Scope;

/** Who is online, as the site's programs and its pages see it. */
class PresenceApiTest {
    private final RunningWeb web = new RunningWeb();
    private final HttpClient client = HttpClient.newHttpClient();
    private SiteKey key;

    @BeforeEach
    void makeKey() {
        web.people();
        key = web.bridge.keys.make("Website", EnumSet.of(Scope.PRESENCE));
        web.bridge.presences.shows.put("alice", "away");
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private HttpResponse<String> get(String path, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(web.http() + path));
        headers.forEach(request::header);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String asked(String name) throws Exception {
        String path = "/api/v1/presence/" + name;
        return get(path, key.sign(SiteKey.payload("GET", path, new byte[0]), web.clock.instant()))
                .body();
    }

    private HttpResponse<String> picture(String jid) throws Exception {
        return get("/api/v1/presence?jid=" + jid + "&type=image", Map.of());
    }

    @Test
    void aProgramSeesWhoLetsMembersSeeThem() throws Exception {
        assertThat(asked("alice")).isEqualTo("{\"show\":\"unknown\",\"to\":\"nobody\"}");
        assertThat(asked("nobody%20here")).isEqualTo(asked("alice"));
        web.bridge.presences.choose("alice", Shown.MEMBERS);
        assertThat(asked("alice")).isEqualTo("{\"show\":\"away\",\"to\":\"members\"}");
        assertThat(get("/api/v1/presence/alice", Map.of()).statusCode()).isEqualTo(401);
    }

    @Test
    void thePictureShowsOnlyThoseWhoLetEverybodySeeThem() throws Exception {
        HttpResponse<String> hidden = picture("alice@example.org");
        assertThat(hidden.statusCode()).isEqualTo(200);
        assertThat(hidden.headers().firstValue("content-type")).contains("image/svg+xml");
        assertThat(hidden.headers().firstValue("cache-control")).contains("public, max-age=60");
        assertThat(hidden.headers().firstValue("cross-origin-resource-policy")).contains("cross-origin");
        web.bridge.presences.choose("alice", Shown.MEMBERS);
        assertThat(picture("alice@example.org").body()).isEqualTo(hidden.body());
        assertThat(picture("zoe@example.org").body()).isEqualTo(hidden.body());
        assertThat(picture("alice@elsewhere.example").body()).isEqualTo(hidden.body());
        assertThat(picture("%00").body()).isEqualTo(hidden.body());
        web.bridge.presences.choose("alice", Shown.EVERYBODY);
        assertThat(picture("alice@example.org/phone").body()).contains("away").isNotEqualTo(hidden.body());
    }

    @Test
    void aMemberChoosesOnThePageOfSettingsAndSoQuietHours() {
        web.login(web.https(), "alice", RunningWeb.PASSWORD);
        String page = web.https() + "/me";
        web.submit(
                page,
                page,
                "display-name",
                "Alice",
                "security",
                "public",
                "presence",
                "everybody",
                "quiet",
                "22-7 Europe/Berlin",
                "digest",
                "on");
        assertThat(web.bridge.presences.choice("alice")).isEqualTo(Shown.EVERYBODY);
        assertThat(web.bridge.manners.of("alice").list()).isTrue();
        assertThat(web.get(page).body()).contains("22:00-07:00 Europe/Berlin");
        assertThat(web.submit(page, page, "display-name", "Alice", "security", "public", "quiet", "soon")
                        .body())
                .contains("Quiet hours are written as in");
        web.submit(page, page, "display-name", "Alice", "security", "public", "quiet", "");
        assertThat(web.bridge.manners.of("alice").quiet()).isEmpty();
        assertThat(web.bridge.manners.of("alice").list()).isFalse();
    }
}
