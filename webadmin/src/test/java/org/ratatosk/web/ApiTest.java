package org.ratatosk.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.remote.Change;
import org.ratatosk.bridge.remote.SiteKey;
import org.ratatosk.bridge.remote.SiteKeys;

/** What programs of the site ask, signed and not. */
class ApiTest {
    private static final String POST =
            "{\"type\":\"Create\",\"actor\":{\"type\":\"Person\",\"preferredUsername\":\"romeo\"},"
                    + "\"object\":{\"type\":\"Article\",\"id\":\"p1\",\"name\":\"Honey\",\"content\":\"Fresh\"}}";

    private final RunningWeb web = new RunningWeb();
    private final HttpClient client = HttpClient.newHttpClient();
    private SiteKey key;

    @BeforeEach
    void makeKey() {
        key = web.bridge.keys.make("Website", EnumSet.allOf(SiteKeys.Scope.class));
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private HttpResponse<String> send(String method, String path, String body, Map<String, String> headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(web.http() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> tell(SiteKey with, String body) throws Exception {
        return send("POST", "/api/v1/events", body, with.sign(body.getBytes(UTF_8), web.clock.instant()));
    }

    @Test
    void eventsAreTakenAndKnownAgain() throws Exception {
        HttpResponse<String> first = tell(key, POST);
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(first.body()).isEqualTo("{\"accepted\":1,\"known\":0,\"ignored\":0}");
        assertThat(tell(key, POST).body()).isEqualTo("{\"accepted\":1,\"known\":1,\"ignored\":0}");
        assertThat(web.bridge.heard)
                .singleElement()
                .isInstanceOfSatisfying(
                        Change.PostChanged.class,
                        post -> assertThat(post.author()).isEqualTo("romeo"));
        String many = "{\"type\":\"OrderedCollection\",\"orderedItems\":[" + POST + ",{\"type\":\"Dance\"},"
                + POST.replace("p1", "p2") + "]}";
        assertThat(tell(key, many).body()).isEqualTo("{\"accepted\":2,\"known\":1,\"ignored\":1}");
    }

    private HttpResponse<String> ask(String method, String path, String body, Map<String, String> headers)
            throws Exception {
        return send(method, path, body, headers);
    }

    private Map<String, String> signed(String method, String path, String body) {
        return key.sign(SiteKey.payload(method, path, body.getBytes(UTF_8)), web.clock.instant());
    }

    private HttpResponse<String> ask(String method, String path, String body) throws Exception {
        return ask(method, path, body, signed(method, path, body));
    }

    @Test
    void membersAreMadeChangedRenamedAndDeleted() throws Exception {
        String path = "/api/v1/members/Space%20Cadet";
        HttpResponse<String> made = ask("PUT", path, "{\"displayName\":\"Cadet\",\"active\":true}");
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.body()).isEqualTo("{\"address\":\"space\\\\20cadet@example.org\"}");
        assertThat(ask("PUT", path, "{\"active\":false}").statusCode()).isEqualTo(200);
        assertThat(ask("POST", path + "/rename", "{\"to\":\"major\"}").body())
                .isEqualTo("{\"address\":\"major@example.org\"}");
        assertThat(ask("DELETE", path, "").statusCode()).isEqualTo(204);
        assertThat(web.bridge.desk)
                .containsExactly(
                        "put Space Cadet Cadet true",
                        "put Space Cadet null false",
                        "rename Space Cadet major",
                        "remove Space Cadet");
    }

    @Test
    void membersAreGivenPagesAndPictures() throws Exception {
        String path = "/api/v1/members/romeo";
        ask("PUT", path, "{\"url\":\"https://s.test/romeo\",\"avatar\":\"\"}");
        assertThat(ask("PUT", path + "/avatar", "{\"url\":\"https://s.test/1.png\"}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(ask("PUT", path + "/avatar", "{\"data\":\"iVBORw0KGgo=\"}").statusCode())
                .isEqualTo(204);
        assertThat(ask("DELETE", path + "/avatar", "").statusCode()).isEqualTo(204);
        assertThat(web.bridge.desk)
                .containsExactly(
                        "put romeo null null",
                        "say romeo https://s.test/romeo ",
                        "say romeo null https://s.test/1.png",
                        "picture romeo 8",
                        "say romeo null ");
        for (String body : List.of("", "{}", "[]", "{\"url\":\"https://s.test/\",\"data\":\"iVBO\"}")) {
            assertThat(ask("PUT", path + "/avatar", body).statusCode()).isEqualTo(400);
        }
        assertThat(ask("PUT", path + "/avatar", "{\"data\":\"<nuts>\"}").statusCode())
                .isEqualTo(422);
        HttpResponse<String> nobody = ask("PUT", "/api/v1/members/nobody/avatar", "{\"data\":\"iVBORw0KGgo=\"}");
        assertThat(nobody.statusCode()).isEqualTo(409);
        assertThat(nobody.body()).contains("There is no member nobody here.");
    }

    @Test
    void whatMembersCannotBeIsSaid() throws Exception {
        String path = "/api/v1/members/romeo";
        assertThat(ask("PUT", path, "[]").statusCode()).isEqualTo(400);
        assertThat(ask("PUT", path, "{\"active\":\"yes\"}").statusCode()).isEqualTo(422);
        assertThat(ask("POST", path + "/rename", "{}").statusCode()).isEqualTo(400);
        HttpResponse<String> refused = ask("POST", path + "/rename", "{\"to\":\" \"}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("No address can hold it.");
        HttpResponse<String> other = ask("POST", path, "");
        assertThat(other.statusCode()).isEqualTo(405);
        assertThat(other.headers().firstValue("Allow")).hasValue("PUT, DELETE");
        assertThat(ask("PUT", "/api/v1/members", "{}").statusCode()).isEqualTo(404);
        assertThat(web.bridge.desk).isEmpty();
        assertThat(ask("PUT", path, "{}", key.sign("{}".getBytes(UTF_8), web.clock.instant()))
                        .statusCode())
                .as("the body alone is signed")
                .isEqualTo(401);
        SiteKey events = web.bridge.keys.make("Events", EnumSet.of(SiteKeys.Scope.EVENTS));
        byte[] payload = SiteKey.payload("DELETE", path, new byte[0]);
        assertThat(ask("DELETE", path, "", events.sign(payload, web.clock.instant()))
                        .statusCode())
                .isEqualTo(401);
    }

    /** Whoever has seen a request cannot have it done again: a member who was made anew stays. */
    @Test
    void aRequestThatIsSentAgainIsAnsweredAndNotDone() throws Exception {
        String path = "/api/v1/members/romeo";
        Map<String, String> once = signed("DELETE", path, "");
        assertThat(ask("DELETE", path, "", once).statusCode()).isEqualTo(204);
        assertThat(ask("PUT", path, "{}").statusCode()).isEqualTo(200);
        assertThat(ask("DELETE", path, "", once).statusCode()).isEqualTo(204);
        assertThat(web.bridge.desk).containsExactly("remove romeo", "put romeo null null");
        assertThat(ask("DELETE", path, "").statusCode()).isEqualTo(204);
        assertThat(web.bridge.desk).hasSize(3);
    }

    @Test
    void buddiesAreSaidToldAndEnded() throws Exception {
        String all = "/api/v1/buddies/Space%20Cadet";
        String one = all + "/romeo";
        assertThat(ask("PUT", one, "").statusCode()).isEqualTo(204);
        assertThat(ask("PUT", "/api/v1/buddies/romeo/Space%20Cadet", "{\"state\":\"asked\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(ask("PUT", one, "{\"state\":\"contact\"}").statusCode()).isEqualTo(204);
        assertThat(ask("PUT", one, "{\"state\":\"blocked\"}").statusCode()).isEqualTo(204);
        assertThat(ask("GET", all, "").body())
                .isEqualTo("{\"buddies\":[{\"name\":\"romeo\",\"follows\":\"agreed\",\"followed\":\"asked\","
                        + "\"contact\":true,\"blocked\":true,\"subscription\":\"none\"}]}");
        assertThat(ask("DELETE", one, "").statusCode()).isEqualTo(204);
        assertThat(ask("DELETE", one, "").statusCode()).isEqualTo(204);
        assertThat(ask("GET", all, "").body())
                .contains("\"follows\":\"no\",\"followed\":\"asked\",\"contact\":false,\"blocked\":false");
    }

    @Test
    void whatBuddiesCannotBeIsSaid() throws Exception {
        String one = "/api/v1/buddies/romeo/juliet";
        assertThat(ask("PUT", one, "[]").statusCode()).isEqualTo(400);
        assertThat(ask("PUT", one, "{\"state\":\"married\"}").body()).contains("asked, agreed, contact or blocked");
        HttpResponse<String> refused = ask("PUT", "/api/v1/buddies/romeo/romeo", "");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("Nobody is a buddy of their own.");
        assertThat(ask("POST", one, "").headers().firstValue("Allow")).hasValue("PUT, DELETE");
        SiteKey members = web.bridge.keys.make("Members", EnumSet.of(SiteKeys.Scope.MEMBERS));
        byte[] payload = SiteKey.payload("PUT", one, new byte[0]);
        assertThat(ask("PUT", one, "", members.sign(payload, web.clock.instant()))
                        .statusCode())
                .isEqualTo(401);
        assertThat(ask("GET", "/api/v1/buddies/romeo", "").body()).isEqualTo("{\"buddies\":[]}");
    }

    @Test
    void whateverIsWrongWithASignatureIsAnsweredInTheSameWords() throws Exception {
        byte[] body = POST.getBytes(UTF_8);
        Instant now = web.clock.instant();
        Map<String, String> good = key.sign(body, now);
        Map<String, String> unknown = new HashMap<>(good);
        unknown.put(SiteKey.KEY, "nobody");
        HttpResponse<String> none = send("POST", "/api/v1/events", POST, Map.of());
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.headers().firstValue("content-type")).contains("application/problem+json");
        for (Map<String, String> bad : java.util.List.of(
                unknown,
                SiteKey.fresh(key.id(), new SecureRandom()).sign(body, now),
                key.sign("{}".getBytes(UTF_8), now),
                key.sign(SiteKey.payload("POST", "/api/v1/events", body), now),
                key.sign(body, now.minusSeconds(301)),
                key.sign(body, now.plusSeconds(301)),
                web.bridge.keys.powerless().sign(body, now))) {
            HttpResponse<String> refused = send("POST", "/api/v1/events", POST, bad);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).isEqualTo(none.body());
        }
        assertThat(web.bridge.heard).isEmpty();
        assertThat(send("POST", "/api/v1/events", POST, good).statusCode()).isEqualTo(202);
        web.clock.turn(Duration.ofSeconds(301));
        assertThat(send("POST", "/api/v1/events", POST, good).statusCode()).isEqualTo(401);
        web.bridge.keys.revoke(key.id());
        assertThat(tell(key, POST).statusCode()).isEqualTo(401);
    }

    @Test
    void whatMakesNoSenseIsSaid() throws Exception {
        assertThat(tell(key, "<xml/>").statusCode()).isEqualTo(400);
        assertThat(tell(key, "[1]").body()).contains("Send an activity of ActivityStreams 2.0.");
        String tooMany = "{\"items\":[" + "{},".repeat(100) + "{}]}";
        assertThat(tell(key, tooMany).statusCode()).isEqualTo(413);
        assertThat(tell(key, "{\"x\":\"" + "x".repeat(1 << 20) + "\"}").statusCode())
                .isEqualTo(413);
        assertThat(send("GET", "/api/v1/events", "", Map.of()).statusCode()).isEqualTo(405);
        assertThat(send("POST", "/api/v1/nothing", "", Map.of()).statusCode()).isEqualTo(404);
        web.bridge.elsewhere = false;
        HttpResponse<String> none = tell(key, POST);
        assertThat(none.statusCode()).isEqualTo(409);
        assertThat(none.body()).contains("site.adapter names none");
    }

    @Test
    void aKeyIsMadeShownOnceAndRevoked() throws Exception {
        web.people();
        web.login(web.console(), "root", RunningWeb.PASSWORD);
        String page = web.console() + "/console/keys";
        String shown = web.submit(page, page, "name", "Our site", "scope", "events", "action", "make")
                .body();
        SiteKey made = SiteKey.read(shown.replaceAll("(?s).*>([A-Za-z0-9]+:whsec_[^<]+)<.*", "$1")
                        .replace("&#x3D;", "=")
                        .replace("&#61;", "="))
                .orElseThrow();
        assertThat(shown).contains(RunningWeb.SITE + "/api/v1", "shown now and never again");
        assertThat(web.get(page).body()).contains("Our site", made.id()).doesNotContain("whsec_");
        assertThat(tell(made, POST).statusCode()).isEqualTo(202);
        web.submit(page, page, "action", "revoke", "id", made.id());
        assertThat(web.get(page).body()).doesNotContain("Our site");
        assertThat(tell(made, POST).statusCode()).isEqualTo(401);
        assertThat(web.submit(page, page, "name", "Nothing", "action", "make").body())
                .contains("what may be done");
    }
}
