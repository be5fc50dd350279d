package org.ratatosk.trials.cms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.remote.Change;
import org.ratatosk.bridge.remote.Loopback;
import org.ratatosk.bridge.remote.Made;
import org.ratatosk.bridge.remote.RemoteCms;
import org.ratatosk.bridge.remote.RemoteCms.Author;
import org.ratatosk.bridge.remote.RemoteCms.Credential;
import org.ratatosk.bridge.remote.RemoteCms.Remark;
import org.ratatosk.bridge.remote.RemoteCmsContract;
import org.ratatosk.bridge.remote.WordPressCms;
import org.ratatosk.server.http.SafeHttp;

/** The adapter for a WordPress without our plugin, with Debian's. */
@Tag("cms")
class WordPressRestTest extends RemoteCmsContract {
    private static final Map<String, Credential> PASSWORDS = new HashMap<>();
    private static WordPress site;

    @BeforeAll
    static void start() throws Exception {
        site = new WordPress();
        // the tests write faster than people may; one of them asks for the bound
        site.php("""
                file_put_contents(WPMU_PLUGIN_DIR . '/hurry.php', '<?php
                    add_filter("comment_flood_filter", fn ($is) => get_option("slowly") ? $is : false, 99);');
                """);
        for (String name : List.of("admin", "romeo", "juliet", "nurse")) {
            String password = site.php("""
                    echo WP_Application_Passwords::create_new_application_password(
                        get_user_by('login', '%s')->ID, ['name' => 'Ratatosk'])[0];
                    """.formatted(name));
            PASSWORDS.put(name, new Credential(name, password));
        }
        site.serve(3);
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static String php(String code) {
        return new PagesHand(site, "", true).php(code);
    }

    private static Author member(String name) {
        return new Author(name, true, PASSWORDS.get(name));
    }

    private RemoteCms open() {
        return open(site(), Loopback.patient());
    }

    private static PostDraft draft(String title) {
        return new PostDraft("romeo", title, "Text of " + title, Security.PUBLIC, List.of(), "");
    }

    @Test
    void whoHasNoPasswordThereWritesNothing() {
        CmsException refused = catchThrowableOfType(
                CmsException.class,
                () -> open().publish(
                                Author.member("romeo"),
                                draft("Nobody's"),
                                UUID.randomUUID().toString()));
        assertThat(refused).hasMessageContaining("application password of yours");
        assertThat(refused.temporary()).isFalse();
    }

    @Test
    void aSubscriberMayNotPublish() {
        CmsException refused = catchThrowableOfType(
                CmsException.class,
                () -> open().publish(
                                member("nurse"),
                                draft("Not hers"),
                                UUID.randomUUID().toString()));
        assertThat(refused).hasMessageContaining("does not let you do that");
    }

    @Test
    void aSecondCommentSoonHasToWait() {
        RemoteCms cms = open();
        Made post =
                cms.publish(member("romeo"), draft("Slowly"), UUID.randomUUID().toString());
        cms.comment(member("nurse"), new Remark(post.id(), null, "One", false), "k1");
        php("update_option('slowly', '1');");
        CmsException later = catchThrowableOfType(
                CmsException.class,
                () -> cms.comment(member("nurse"), new Remark(post.id(), null, "Two", false), "k2"));
        php("delete_option('slowly');");
        assertThat(later.temporary()).isTrue();
        assertThat(later.after()).contains(Duration.ofSeconds(15));
    }

    private static RemoteCms.Changes end(RemoteCms cms) {
        RemoteCms.Changes page = cms.changes("");
        while (page.more()) {
            page = cms.changes(page.next());
        }
        return page;
    }

    private static Security seen(RemoteCms.Changes page, String post) {
        return page.list().stream()
                .filter(Change.PostChanged.class::isInstance)
                .map(Change.PostChanged.class::cast)
                .filter(change -> change.id().equals(post))
                .findFirst()
                .orElseThrow()
                .security();
    }

    /** What happened while nobody read, and what is seen by fewer, or by nobody any more. */
    @Test
    void whatIsNoLongerForEverybodyIsTold() {
        RemoteCms cms = open();
        Made post = cms.publish(
                member("romeo"), draft("Changes hands"), UUID.randomUUID().toString());
        RemoteCms.Changes page = end(cms);
        String number = post.id().replaceFirst(".*=", "");
        for (String status : List.of("private", "draft")) {
            php("wp_update_post(['ID' => %s, 'post_status' => '%s']);".formatted(number, status));
            page = open().changes(page.next());
            assertThat(seen(page, post.id())).as(status).isEqualTo(Security.PRIVATE);
        }
        php("wp_update_post(['ID' => %s, 'post_status' => 'publish']);".formatted(number));
        assertThat(seen(open().changes(page.next()), post.id())).isEqualTo(Security.PUBLIC);
        php("wp_trash_post(%s);".formatted(number));
        assertThat(open().changes(page.next()).list())
                .anyMatch(change ->
                        change instanceof Change.PostGone gone && gone.id().equals(post.id()));
    }

    /** What the website itself takes for spam is told of when somebody finds that it is none. */
    @Test
    void spamIsNoNewsUntilItIsApproved() {
        RemoteCms cms = open();
        Made post = cms.publish(
                member("romeo"), draft("Much read"), UUID.randomUUID().toString());
        String next = end(cms).next();
        String comment = hand().comment("juliet", post.id(), null, "Honey for sale");
        String number = comment.replaceFirst(".*=", "");
        php("wp_spam_comment(%s);".formatted(number));
        RemoteCms.Changes page = cms.changes(next);
        assertThat(page.list())
                .anyMatch(change -> change instanceof Change.CommentJudged judged
                        && judged.id().equals(comment)
                        && judged.state() == Comment.State.SPAM)
                .noneMatch(Change.CommentChanged.class::isInstance);
        php("wp_set_comment_status(%s, 'approve');".formatted(number));
        assertThat(cms.changes(page.next()).list())
                .anyMatch(change -> change instanceof Change.CommentChanged told
                        && told.id().equals(comment)
                        && told.state() == Comment.State.SHOWN);
    }

    @Test
    void itSaysWhatTheAccountMayNot() {
        assertThat(open().look())
                .singleElement()
                .asString()
                .contains("\"Verona\"")
                .contains("as admin");
        CmsException refused = catchThrowableOfType(
                CmsException.class,
                () -> new WordPressCms(site.url(), PASSWORDS.get("romeo"), Loopback.patient(), InstantSource.system())
                        .look());
        assertThat(refused).hasMessageContaining("Name an editor");
    }

    @Override
    protected URI site() {
        return URI.create(site.url());
    }

    @Override
    protected RemoteCms open(URI at, SafeHttp http) {
        return new WordPressCms(at.toString(), PASSWORDS.get("admin"), http, InstantSource.system());
    }

    @Override
    protected RemoteCms openWrongly(URI at, SafeHttp http) {
        return new WordPressCms(at.toString(), new Credential("admin", "wrong"), http, InstantSource.system());
    }

    @Override
    protected Author wrong(Author author) {
        return new Author(author.name(), true, new Credential(author.name(), "wrong"));
    }

    @Override
    protected Author author() {
        return member("romeo");
    }

    @Override
    protected Author other() {
        return member("juliet");
    }

    @Override
    protected String password() {
        return PASSWORDS.get("romeo").password();
    }

    @Override
    protected Hand hand() {
        return new PagesHand(site, site.url() + "/?", true);
    }
}
