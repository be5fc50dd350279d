package org.ratatosk.trials.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.ratatosk.trials.cms.Caller.Login;
import tools.jackson.databind.JsonNode;

/** What happens on a WordPress is told, by every hook, whatever the far end does meanwhile; and no page waits for it. */
@Tag("cms")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WordPressEventsTest {
    private final SiteKey key = SiteKey.of("site1");
    private WordPress site;
    private Listener listener;
    private Caller caller;
    private Login romeo;

    @BeforeAll
    void start() throws Exception {
        listener = new Listener(key);
        site = new WordPress();
        site.php("activate_plugin('ratatosk/ratatosk.php');");
        site.php("update_option('ratatosk', ['address' => '%s', 'keys' => '%s']);"
                .formatted(listener.url(), key.text()));
        caller = new Caller(site, key);
        romeo = new Login("romeo", appPassword("romeo"));
        site.serve(1);
    }

    private String appPassword(String name) throws Exception {
        return site.php("""
                echo WP_Application_Passwords::create_new_application_password(
                    get_user_by('login', '%s')->ID, ['name' => 'test'])[0];
                """.formatted(name));
    }

    @AfterAll
    void end() throws IOException {
        listener.close();
        site.close();
    }

    /** What is done inside WordPress, and the events that it makes. */
    private record Step(String does, String php, String... events) {}

    private static final List<Step> STEPS = List.of(
            new Step(
                    "a post is published",
                    "wp_insert_post(['post_title' => 'One & two', 'post_content' => 'Honey', 'post_status' => 'publish',"
                            + " 'post_author' => 2, 'tags_input' => ['honey', 'fair']]);",
                    "Create Article ?p=500 romeo #fair #honey"),
            new Step(
                    "a post is changed",
                    "wp_update_post(['ID' => 500, 'post_content' => 'More honey']);",
                    "Update Article ?p=500 romeo #fair #honey"),
            new Step(
                    "a post is taken back and published again",
                    "wp_update_post(['ID' => 500, 'post_status' => 'draft']); wp_publish_post(500);",
                    "Delete Tombstone ?p=500 romeo",
                    "Create Article ?p=500 romeo #fair #honey"),
            new Step("a draft is written", "wp_insert_post(['post_title' => 'Later', 'post_status' => 'draft']);"),
            new Step(
                    "something private, a page and a post with a password are made",
                    "foreach ([['post_status' => 'private'], ['post_type' => 'page'], ['post_password' => 'x']] as $more) {"
                            + " wp_insert_post($more + ['post_title' => 'X', 'post_status' => 'publish']); }"),
            new Step(
                    "a comment is made and answered by a guest",
                    "$c = wp_insert_comment(['comment_post_ID' => 500, 'user_id' => 3, 'comment_content' => 'Nice', 'comment_author' => 'Juliet']);"
                            + " wp_insert_comment(['comment_post_ID' => 500, 'comment_parent' => $c, 'comment_content' => 'So it is',"
                            + " 'comment_author' => 'Carol', 'comment_author_email' => 'carol@example.test']);",
                    "Create Note ?c=500 juliet in ?p=500",
                    "Create Note ?c=501 Carol in ?c=500"),
            new Step(
                    "a pingback comes", "wp_insert_comment(['comment_post_ID' => 500, 'comment_type' => 'pingback']);"),
            new Step("spam comes", "wp_insert_comment(['comment_post_ID' => 500, 'comment_approved' => 'spam']);"),
            new Step(
                    "a comment is held, and approved by a moderator",
                    "$c = wp_insert_comment(['comment_post_ID' => 500, 'comment_approved' => '0', 'comment_author' => 'Carol']);"
                            + " wp_set_current_user(1); wp_set_comment_status($c, 'approve');",
                    "Offer Note ?c=504 Carol in ?p=500",
                    "Accept Note ?c=504 admin in ?p=500"),
            new Step(
                    "a comment is edited, held again and edited",
                    "wp_update_comment(['comment_ID' => 504, 'comment_content' => 'Better']); wp_set_comment_status(504, 'hold');"
                            + " wp_update_comment(['comment_ID' => 504, 'comment_content' => 'Best']);",
                    "Update Note ?c=504 Carol in ?p=500",
                    "Offer Note ?c=504 Carol in ?p=500",
                    "Offer Note ?c=504 Carol in ?p=500"),
            new Step(
                    "a held comment is spam, and was not",
                    "wp_spam_comment(504); wp_unspam_comment(504);",
                    "Reject Tombstone ?c=504 Carol",
                    "Offer Note ?c=504 Carol in ?p=500"),
            new Step(
                    "a shown comment goes to the trash, comes back, and is deleted",
                    "wp_trash_comment(501); wp_untrash_comment(501); wp_delete_comment(501, true);",
                    "Delete Tombstone ?c=501 Carol",
                    "Create Note ?c=501 Carol in ?c=500",
                    "Delete Tombstone ?c=501 Carol"),
            new Step(
                    "a post goes to the trash and comes back with its comments",
                    "wp_trash_post(500); wp_untrash_post(500); wp_publish_post(500);",
                    "Delete Tombstone ?p=500 romeo",
                    "Create Article ?p=500 romeo #fair #honey",
                    "Create Note ?c=500 juliet in ?p=500",
                    "Offer Note ?c=504 Carol in ?p=500"),
            new Step(
                    "a post is deleted, and its comments with it",
                    "wp_delete_post(500, true);",
                    "Delete Tombstone ?p=500 romeo",
                    "Reject Tombstone ?c=504 Carol",
                    "Delete Tombstone ?c=500 juliet"),
            new Step(
                    "a member comes, gets another role and another name to show",
                    "$u = wp_insert_user(['user_login' => 'tybalt', 'user_pass' => 'x', 'role' => 'subscriber']);"
                            + " (new WP_User($u))->set_role('author'); wp_update_user(['ID' => $u, 'display_name' => 'Prince of Cats']);",
                    "Create Person ?author=5 tybalt subscriber",
                    "Update Person ?author=5 tybalt author",
                    "Update Person ?author=5 tybalt author"),
            new Step(
                    "a member gets another password",
                    "wp_update_user(['ID' => 5, 'user_pass' => 'y']); reset_password(get_userdata(5), 'z');",
                    "Update Person ?author=5 tybalt author password",
                    "Update Person ?author=5 tybalt author password"),
            new Step(
                    "a member is renamed by another plugin",
                    "$before = get_userdata(5); $wpdb->update($wpdb->users, ['user_login' => 'cat'], ['ID' => 5]);"
                            + " clean_user_cache(5); do_action('profile_update', 5, $before);",
                    "Move Person ?author=5 tybalt to cat",
                    "Update Person ?author=5 cat author"),
            new Step(
                    "a member goes, and leaves a post to another",
                    "wp_insert_post(['ID' => 0, 'import_id' => 900, 'post_title' => 'Left', 'post_status' => 'publish', 'post_author' => 5]);"
                            + " wp_delete_user(5, 3);",
                    "Create Article ?p=900 cat",
                    "Delete Tombstone ?author=5 cat",
                    "Update Article ?p=900 juliet"),
            new Step(
                    "friends of BuddyPress come and go",
                    "$f = (object) ['initiator_user_id' => 2, 'friend_user_id' => 3]; do_action('friends_friendship_requested', 1, 2, 3, $f);"
                            + " do_action('friends_friendship_accepted', 1, 2, 3, $f); do_action('friends_friendship_deleted', 1, 2, 3);"
                            + " do_action('friends_friendship_rejected', 2, $f); do_action('friends_friendship_withdrawn', 3, $f);",
                    "Follow Person ?author=3 juliet by romeo",
                    "Accept Follow juliet by romeo",
                    "Follow Person ?author=2 romeo by juliet",
                    "Accept Follow romeo by juliet",
                    "Undo Follow juliet by romeo",
                    "Undo Follow romeo by juliet",
                    "Reject Follow juliet by romeo",
                    "Undo Follow juliet by romeo"));

    @TestFactory
    Stream<DynamicTest> tellsByEveryHook() throws Exception {
        site.php("foreach (['posts', 'comments'] as $t) { $wpdb->query(\"ALTER TABLE wp_$t AUTO_INCREMENT = 500\"); }");
        return STEPS.stream()
                .map(step -> DynamicTest.dynamicTest(step.does(), () -> {
                    long before = caller.last();
                    site.php(step.php());
                    List<String> told = new ArrayList<>();
                    for (JsonNode event : caller.events(before)) {
                        told.add(inShort(event.path("activity")));
                    }
                    assertThat(told).containsExactly(step.events());
                    assertThat(site.complaints()).isEmpty();
                }));
    }

    private String inShort(JsonNode activity) {
        JsonNode object = activity.path("object");
        String type = activity.path("type").asString();
        StringBuilder text = new StringBuilder(type + " " + object.path("type").asString());
        if (object.path("type").asString().equals("Follow")) {
            return text + " " + name(object.path("object")) + " by " + name(object.path("actor"));
        }
        text.append(' ')
                .append(object.path("id").asString().replace(site.url(), "").replaceFirst("^/", ""));
        boolean person = object.path("type").asString().equals("Person");
        boolean gone = object.path("formerType").asString("").equals("Person");
        text.append(' ').append(name(person || gone ? object : activity.path("actor")));
        object.path("tag")
                .forEach(tag -> text.append(' ').append(tag.path("name").asString()));
        object.path("roles").forEach(role -> text.append(' ').append(role.asString()));
        if (object.has("passwordChanged")) {
            text.append(" password");
        }
        if (object.has("inReplyTo")) {
            text.append(" in ")
                    .append(object.path("inReplyTo")
                            .asString()
                            .replace(site.url(), "")
                            .replaceFirst("^/", ""));
        }
        if (activity.has("target")) {
            text.append(" to ").append(name(activity.path("target")));
        }
        return text + (type.equals("Follow") ? " by " + name(activity.path("actor")) : "");
    }

    /** Where a member has no picture there is to be none, and not the figure that WordPress shows instead. */
    @Test
    void tellsOfAMembersPageAndPicture() throws Exception {
        long before = caller.last();
        site.php("wp_update_user(['ID' => 2, 'display_name' => 'Romeo M.']);"
                + " update_option('show_avatars', '0'); wp_update_user(['ID' => 2, 'display_name' => 'Romeo']);"
                + " update_option('show_avatars', '1');");
        List<JsonNode> told = caller.events(before).stream()
                .map(event -> event.path("activity").path("object"))
                .toList();
        assertThat(told).hasSize(2);
        assertThat(told.get(0).path("name").asString()).isEqualTo("Romeo M.");
        assertThat(told.get(0).path("url").asString()).startsWith(site.url()).contains("author");
        assertThat(told.get(0).path("icon").path("url").asString()).contains("avatar", "d=404");
        assertThat(told.get(1).has("icon")).isTrue();
        assertThat(told.get(1).path("icon").isNull()).isTrue();
    }

    private static String name(JsonNode person) {
        return person.path("preferredUsername").asString(person.path("name").asString(""));
    }

    @Test
    void tellsWhatIsWrittenByRestAndByForm() throws Exception {
        long before = caller.last();
        JsonNode post = caller.rest(
                        "POST", "/posts", "{\"title\":\"A\",\"content\":\"a <b>b</b>\",\"status\":\"publish\"}", romeo)
                .json();
        String id = post.path("id").asString();
        Map<String, String> form =
                Map.of("comment_post_ID", id, "comment", "x", "author", "Carol", "email", "c@example.test");
        caller.form("/wp-comments-post.php", form);
        caller.rest("POST", "/comments", "{\"post\":" + id + ",\"content\":\"by REST\"}", romeo);
        List<JsonNode> events = caller.events(before);
        assertThat(events)
                .extracting(one -> inShort(one.path("activity"))
                        .replace("?p=" + id, "?p=N")
                        .replaceAll("c=\\d+", "c=C"))
                .containsExactly(
                        "Create Article ?p=N romeo",
                        "Create Note ?c=C Carol in ?p=N",
                        "Create Note ?c=C romeo in ?p=N");
        JsonNode article = events.get(0).path("activity").path("object");
        assertThat(article.path("content").asString()).isEqualTo("<p>a <b>b</b></p>");
        assertThat(article.path("url").asString()).isEqualTo(post.path("link").asString());
        assertThat(article.path("to").path(0).asString()).isEqualTo("as:Public");
        assertThat(events.toString()).doesNotContain("@example.test");
    }

    @Test
    void pushesInOrderWithGoodSignatures() throws Exception {
        long before = caller.last();
        for (int i = 0; i < 3; i++) {
            post("In order " + i);
        }
        awaitPushed(before);
        assertThat(listener.complaints()).isEmpty();
    }

    /** One process serves: a page that waited for the far end would never come while that is silent. */
    @Test
    void noPageWaitsForTheFarEndAndNothingIsLost() throws Exception {
        long before = caller.last();
        int requests = listener.requests();
        listener.beSilent();
        post("While it is silent");
        listener.awaitRequest(requests);
        listener.answerWith(500);
        listener.speak();
        post("While it fails");
        listener.die();
        post("While it is dead");
        listener.answerWith(202);
        listener.open();
        // As if the time until the next try were over.
        site.database().run("UPDATE wp_ratatosk_sending SET due = 0", "wordpress");
        post("When it is well again");
        awaitPushed(before);
        assertThat(caller.events(before)).hasSize(4);
        assertThat(listener.complaints()).isEmpty();
        assertThat(site.connections()).allMatch(line -> line.startsWith("/wp-json/ratatosk/v1/send "));
    }

    @Test
    void whatTheRingDidNotSendCronSends() throws Exception {
        long before = caller.last();
        site.php("add_filter('rest_url', function () { return 'http://127.0.0.1:1/'; });"
                + " wp_insert_post(['post_title' => 'Unheard', 'post_status' => 'publish', 'post_author' => 2]);");
        List<String> missing = ids(before);
        assertThat(listener.ids()).doesNotContainAnyElementsOf(missing);
        site.php("do_action('ratatosk_minutely');");
        assertThat(listener.ids()).containsAll(missing);
    }

    @Test
    void whatWasSavedByAProcessThatDiedThenIsFound() throws Exception {
        long before = caller.last();
        Login admin = new Login("admin", appPassword("admin"));
        try {
            caller.rest(
                    "POST", "/posts", "{\"title\":\"Half\",\"status\":\"publish\"}", admin, "Test-Die-At", "save_post");
        } catch (IOException e) {
            site.awaitDeath();
        }
        site.serve(1);
        assertThat(caller.events(before)).isEmpty();
        site.php("do_action('ratatosk_sweep', time() - 600, time());");
        assertThat(caller.events(before))
                .extracting(one -> inShort(one.path("activity")).replaceAll("p=\\d+", "p=N"))
                .containsExactly("Update Article ?p=N admin");
        site.php("do_action('ratatosk_sweep', time() - 600, time());");
        assertThat(caller.events(before)).hasSize(1);
    }

    private void post(String title) throws Exception {
        Caller.Answer answer =
                caller.rest("POST", "/posts", "{\"title\":\"" + title + "\",\"status\":\"publish\"}", romeo);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private List<String> ids(long after) throws Exception {
        return caller.events(after).stream()
                .map(one -> one.path("activity").path("id").asString())
                .toList();
    }

    private void awaitPushed(long after) throws Exception {
        List<String> wanted = ids(after);
        Awaitility.await().until(() -> listener.ids().containsAll(wanted));
        assertThat(listener.ids().stream().filter(wanted::contains)).containsExactlyElementsOf(wanted);
    }
}
