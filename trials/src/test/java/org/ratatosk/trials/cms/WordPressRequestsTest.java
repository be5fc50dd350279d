package org.ratatosk.trials.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.trials.cms.Caller.Answer;
import org.ratatosk.trials.cms.Caller.Login;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What Ratatosk asks of a WordPress: passwords, and posts and comments of members, each once and by the rules of the site. */
@Tag("cms")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WordPressRequestsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final SiteKey key = SiteKey.of("site1");
    private WordPress site;
    private Caller caller;
    private int keys;

    @BeforeAll
    void start() throws Exception {
        site = new WordPress();
        site.php(
                "activate_plugin('ratatosk/ratatosk.php'); update_option('ratatosk', ['address' => '', 'keys' => '%s']);"
                        .formatted(key.text()));
        caller = new Caller(site, key);
    }

    @AfterAll
    void end() throws IOException {
        site.close();
    }

    @BeforeEach
    void serve() throws IOException {
        site.serve(3);
    }

    private Answer ask(String path, Login login, Object... fields) throws Exception {
        return caller.signed("POST", path, json(fields), login);
    }

    private String json(Object... fields) {
        Map<String, Object> body = new HashMap<>();
        body.put("key", "key-" + keys++);
        for (int i = 0; i < fields.length; i += 2) {
            body.put((String) fields[i], fields[i + 1]);
        }
        return JSON.writeValueAsString(body);
    }

    /** The application password that the site gives Ratatosk for a member. */
    private Login credentials(String name) throws Exception {
        JsonNode made = ask("/credentials", null, "user", name).json();
        return new Login(made.path("user").asString(), made.path("password").asString());
    }

    private String publish(Login login, String title) throws Exception {
        Answer answer = ask("/posts", login, "as", login.user(), "title", title, "text", "x");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().path("id").asString();
    }

    private long count(String table, String where) throws Exception {
        return Long.parseLong(site.database().run("SELECT COUNT(*) FROM " + table + " WHERE " + where, "wordpress"));
    }

    @Test
    void withoutASignatureNothingIsSaid() throws Exception {
        assertThat(caller.page("/wp-json/ratatosk/v1/events?after=0").status()).isEqualTo(401);
        assertThat(new Caller(site, SiteKey.of("other"))
                        .signed("POST", "/password", "{}", null)
                        .detail())
                .isEqualTo("The signature is not good.");
        assertThat(caller.form("/wp-json/ratatosk/v1/send", Map.of()).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "romeo, romeo-password, true",
        "romeo, wrong, false",
        "nobody, romeo-password, false",
        "romeo@example.test, romeo-password, false",
    })
    void checksPasswordsByNameOnly(String user, String password, boolean good) throws Exception {
        JsonNode answer =
                ask("/password", null, "user", user, "password", password).json();
        assertThat(answer.path("ok").asBoolean()).isEqualTo(good);
        assertThat(answer.path("person").path("preferredUsername").asString("")).isEqualTo(good ? "romeo" : "");
        assertThat(answer.path("roles").path(0).asString("")).isEqualTo(good ? "author" : "");
    }

    /** Time is not to be measured here; what takes it, hashing, is counted. */
    @Test
    void aNameThatDoesNotExistTakesTheSameWork() throws Exception {
        credentials("romeo");
        String hashes = site.php("""
                $count = 0;
                add_filter('check_password', function ($good) use (&$count) { $count++; return $good; });
                add_filter('application_password_is_api_request', '__return_true');
                foreach (['romeo', 'juliet', 'nobody', 'romeo@example.test'] as $user) {
                    foreach (['wrong', 'romeo-password'] as $password) {
                        (new Ratatosk\\WordPress\\Login())->check($user, $password);
                        echo $count, ' ';
                        $count = 0;
                    }
                }
                """);
        assertThat(hashes).isEqualTo("3 3 3 3 3 3 3 3");
    }

    @Test
    void givesAPasswordThatTheMemberSeesAndThatIsGoodForPostsOnly() throws Exception {
        Login login = credentials("juliet");
        assertThat(
                        site.php(
                                "echo implode(',', array_column(WP_Application_Passwords::get_user_application_passwords(3), 'name'));"))
                .isEqualTo("Ratatosk");
        assertThat(caller.rest("POST", "/posts", "{\"title\":\"x\",\"status\":\"publish\"}", login)
                        .status())
                .isEqualTo(201);
        assertThat(caller.rest("GET", "/users/me", "", login).status()).isEqualTo(200);
        for (String path : List.of("/users", "/settings", "/plugins", "/pages", "/users/3/application-passwords")) {
            assertThat(caller.rest("GET", path, "", login).status()).as(path).isEqualTo(403);
        }
        Login second = credentials("juliet");
        assertThat(caller.rest("GET", "/users/me", "", login).status())
                .as("the one before")
                .isEqualTo(401);
        assertThat(caller.rest("GET", "/users/me", "", second).status()).isEqualTo(200);
    }

    @Test
    void thePasswordIsNotForXmlRpc() throws Exception {
        Login own = new Login(
                "romeo",
                site.php("echo WP_Application_Passwords::create_new_application_password(2, ['name' => 'test'])[0];"));
        assertThat(caller.xmlRpc("wp.getProfile", "1", own.user(), own.password()))
                .contains("<string>romeo</string>");
        Login ours = credentials("romeo");
        assertThat(caller.xmlRpc("wp.getProfile", "1", ours.user(), ours.password()))
                .contains("<int>403</int>");
    }

    @Test
    void aMemberWhoRevokesHasSaidNo() throws Exception {
        Login login = credentials("nurse");
        site.php(
                "wp_set_current_user(4); foreach (WP_Application_Passwords::get_user_application_passwords(4) as $one) {"
                        + " WP_Application_Passwords::delete_application_password(4, $one['uuid']); }");
        Answer answer = ask("/comments", login, "as", "nurse", "post", "x", "text", "x");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.detail()).isEqualTo("The site does not let Ratatosk act for nurse.");
        Answer again = ask("/credentials", null, "user", "nurse");
        assertThat(again.status()).isEqualTo(403);
        assertThat(again.detail()).contains("on your profile page");
        site.php("delete_user_meta(4, 'ratatosk_acting');");
    }

    @Test
    void whoManagesTheSiteIsAskedFirst() throws Exception {
        assertThat(ask("/credentials", null, "user", "admin").detail()).contains("have not allowed");
        assertThat(ask("/credentials", null, "user", "nobody").detail()).isEqualTo("This site has no such member.");
        caller.login("admin");
        String page = caller.page("/wp-admin/profile.php").text();
        assertThat(page).contains("Ratatosk may post and comment for me when I write to it.");
        saveProfile(page, Map.of("ratatosk_acting", "yes", "ratatosk_presence", "members"));
        assertThat(ask("/credentials", null, "user", "admin").status()).isEqualTo(200);
        assertThat(site.php("echo get_user_meta(1, 'ratatosk_presence', true);"))
                .isEqualTo("members");
        saveProfile(caller.page("/wp-admin/profile.php").text(), Map.of("ratatosk_presence", "members"));
        assertThat(ask("/credentials", null, "user", "admin").status()).isEqualTo(403);
        assertThat(site.php("echo count(WP_Application_Passwords::get_user_application_passwords(1));"))
                .isEqualTo("0");
    }

    private void saveProfile(String page, Map<String, String> choices) throws Exception {
        Map<String, String> fields = new HashMap<>(choices);
        for (String name : List.of("_wpnonce", "ratatosk_nonce", "color-nonce")) {
            fields.put(name, field(page, name));
        }
        fields.putAll(Map.of(
                "action",
                "update",
                "user_id",
                "1",
                "from",
                "profile",
                "email",
                "admin@example.test",
                "nickname",
                "admin"));
        assertThat(caller.form("/wp-admin/profile.php", fields).status()).isEqualTo(200);
    }

    private static String field(String page, String name) {
        return page.replaceAll("(?s).*name=[\"']" + name + "[\"'] value=[\"']([^\"']*)[\"'].*", "$1");
    }

    @Test
    void postsAndChangesAndDeletesByTheContract() throws Exception {
        Login romeo = credentials("romeo");
        String body = json(
                "as",
                "romeo",
                "title",
                "Fair \\ <day>",
                "text",
                "Honey & <wax>\n\nat \"nine\" \\ ten",
                "tags",
                List.of("honey"));
        JsonNode made = caller.signed("POST", "/posts", body, romeo).json();
        String id = made.path("id").asString();
        assertThat(id).startsWith(site.url() + "/?p=").doesNotContain("year");
        assertThat(made.path("state").asString()).isEqualTo("shown");
        JsonNode object =
                caller.events(caller.last() - 1).get(0).path("activity").path("object");
        assertThat(object.path("content").asString())
                .isEqualTo("<p>Honey &amp; &lt;wax&gt;</p>\n<p>at &quot;nine&quot; \\ ten</p>");
        assertThat(object.path("name").asString()).isEqualTo("Fair \\");
        assertThat(caller.page(made.path("url").asString().replace(site.url(), ""))
                        .text())
                .contains("&lt;wax&gt;");
        Answer edited = ask("/posts/edit", romeo, "as", "romeo", "id", id, "title", "New", "text", "Other");
        assertThat(edited.json().path("id").asString()).isEqualTo(id);
        assertThat(count("wp_posts", "post_title = 'New' AND post_content = 'Other' AND post_status = 'publish'"))
                .isEqualTo(1);
        Login juliet = credentials("juliet");
        assertThat(ask("/posts/edit", juliet, "as", "juliet", "id", id, "title", "x", "text", "x")
                        .status())
                .isEqualTo(403);
        assertThat(ask("/posts/edit", juliet, "as", "romeo", "id", id, "title", "x", "text", "x")
                        .status())
                .isEqualTo(403);
        assertThat(ask("/posts/edit", null, "as", "romeo", "id", id, "title", "x", "text", "x")
                        .status())
                .isEqualTo(403);
        assertThat(ask("/posts", romeo, "as", "romeo", "text", "x", "visibility", "friends")
                        .status())
                .isEqualTo(422);
        assertThat(ask("/posts/delete", romeo, "as", "romeo", "id", id).status())
                .isEqualTo(204);
        assertThat(ask("/posts/delete", romeo, "as", "romeo", "id", id).status())
                .isEqualTo(204);
        assertThat(ask("/posts/edit", romeo, "as", "romeo", "id", id, "title", "x", "text", "x")
                        .status())
                .isEqualTo(404);
        assertThat(ask("/posts", credentials("nurse"), "as", "nurse", "text", "x")
                        .detail())
                .isEqualTo("You may not post on this site.");
        assertThat(site.complaints()).isEmpty();
    }

    @Test
    void commentsInThreadsAndIsJudgedByTheRulesOfTheSite() throws Exception {
        Login romeo = credentials("romeo");
        Login nurse = credentials("nurse");
        String post = publish(romeo, "To be discussed");
        String first = ask("/comments", romeo, "as", "romeo", "post", post, "text", "First <b>")
                .json()
                .path("id")
                .asString();
        Answer flood = ask("/comments", romeo, "as", "romeo", "post", post, "text", "Second");
        assertThat(List.of(
                        flood.status(),
                        flood.whole().headers().firstValue("retry-after").orElse("")))
                .isEqualTo(List.of(429, "15"));
        Answer held =
                ask("/comments", nurse, "as", "nurse", "post", post, "parent", first, "text", "Reply", "hold", true);
        String reply = held.json().path("id").asString();
        assertThat(held.json().path("state").asString()).isEqualTo("held");
        assertThat(ask("/comments/moderate", nurse, "as", "nurse", "id", reply, "verdict", "approve")
                        .status())
                .isEqualTo(403);
        Answer approved = ask("/comments/moderate", romeo, "as", "romeo", "id", reply, "verdict", "approve");
        assertThat(approved.json().path("state").asString()).isEqualTo("shown");
        JsonNode note = caller.events(caller.last() - 1).get(0).path("activity");
        assertThat(List.of(
                        note.path("type").asString(),
                        note.path("object").path("inReplyTo").asString()))
                .isEqualTo(List.of("Accept", first));
        assertThat(ask("/comments/edit", nurse, "as", "nurse", "id", reply, "text", "Better")
                        .status())
                .isEqualTo(200);
        assertThat(ask("/comments/edit", nurse, "as", "nurse", "id", first, "text", "Mine now")
                        .status())
                .isEqualTo(403);
        assertThat(count("wp_comments", "comment_content = 'First &lt;b&gt;'")).isEqualTo(1);
        assertThat(ask("/comments/delete", nurse, "as", "nurse", "id", reply).status())
                .isEqualTo(204);
        assertThat(ask("/comments/moderate", romeo, "as", "romeo", "id", reply, "verdict", "spam")
                        .status())
                .isEqualTo(404);
        assertThat(ask("/comments", romeo, "as", "romeo", "post", site.url() + "/?p=99999", "text", "x")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void takesStrangersAsTheSiteDoes() throws Exception {
        String post = publish(credentials("romeo"), "For strangers");
        Answer answer = ask("/comments", null, "stranger", "carol@elsewhere.example", "post", post, "text", "Hello");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(count("wp_comments", "comment_author = 'carol@elsewhere.example' AND user_id = 0"))
                .isEqualTo(1);
        site.php("update_option('comment_registration', 1);");
        assertThat(ask("/comments", null, "stranger", "dave@elsewhere.example", "post", post, "text", "Hi")
                        .detail())
                .isEqualTo("Only members may comment on this site.");
        site.php("update_option('comment_registration', 0);");
    }

    @Test
    void takesAPicture() throws Exception {
        String dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        Login romeo = credentials("romeo");
        Answer answer = ask("/media", romeo, "as", "romeo", "name", "dot.png", "type", "image/png", "data", dot);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(caller.page(answer.json().path("url").asString().replace(site.url(), ""))
                        .status())
                .isEqualTo(200);
        assertThat(ask("/media", romeo, "as", "romeo", "name", "evil.php", "type", "image/png", "data", dot)
                        .status())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theSameKeyMakesOnePost(boolean byRest) throws Exception {
        Login romeo = credentials("romeo");
        String title = "Once " + byRest;
        String body = byRest
                ? "{\"title\":\"" + title + "\",\"status\":\"publish\"}"
                : json("as", "romeo", "title", title, "text", "x");
        long before = caller.last();
        List<String> ids = new ArrayList<>();
        try (Threads threads = new Threads()) {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                answers.add(threads.pool.submit(() -> post(byRest, body, romeo, title)));
            }
            for (Future<Answer> answer : answers) {
                ids.add(answer.get().json().path("id").asString());
            }
        }
        ids.add(post(byRest, body, romeo, title).json().path("id").asString());
        assertThat(ids).allMatch(ids.get(0)::equals);
        assertThat(count("wp_posts", "post_title = '" + title + "' AND post_type = 'post'"))
                .isEqualTo(1);
        assertThat(caller.events(before)).hasSize(1);
        assertThat(post(byRest, body, romeo, title).status()).isEqualTo(200);
    }

    /** Each in a thread has cookies and connections of its own. */
    private Answer post(boolean byRest, String body, Login login, String key) throws Exception {
        Caller own = new Caller(site, this.key);
        return byRest
                ? own.rest("POST", "/posts", body, login, "Idempotency-Key", key)
                : own.signed("POST", "/posts", body, login);
    }

    private static final class Threads implements AutoCloseable {
        private final ExecutorService pool = Executors.newCachedThreadPool();

        @Override
        public void close() {
            pool.shutdownNow();
        }
    }

    /** The process is killed after the post was saved, after its event was, and when all was done but the answer. */
    @ParameterizedTest
    @CsvSource({"save_post, 0, 201", "rest_after_insert_post, 0, 201", "rest_post_dispatch, 1, 200"})
    void aKilledRequestLeavesAllOrNothingAndTheNextOneMakesOnePost(String where, long made, int then) throws Exception {
        Login romeo = credentials("romeo");
        String body = "{\"title\":\"Killed at " + where + "\",\"status\":\"publish\"}";
        long before = caller.last();
        site.serve(1);
        try {
            caller.rest("POST", "/posts", body, romeo, "Idempotency-Key", where, "Test-Die-At", where);
        } catch (IOException e) {
            // it died before it answered, as it should
        }
        site.awaitDeath();
        site.serve(1);
        assertThat(count("wp_posts", "post_title = 'Killed at " + where + "'")).isEqualTo(made);
        assertThat(caller.events(before)).hasSize((int) made);
        assertThat(caller.rest("POST", "/posts", body, romeo, "Idempotency-Key", where)
                        .status())
                .isEqualTo(then);
        assertThat(caller.rest("POST", "/posts", body, romeo, "Idempotency-Key", where)
                        .status())
                .isEqualTo(200);
        assertThat(count("wp_posts", "post_title = 'Killed at " + where + "' AND post_type = 'post'"))
                .isEqualTo(1);
        assertThat(caller.events(before)).hasSize(1);
    }
}
