package org.ratatosk.trials.cms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
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
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.remote.Change;
import org.ratatosk.bridge.remote.ContractCms;
import org.ratatosk.bridge.remote.Loopback;
import org.ratatosk.bridge.remote.RemoteCms;
import org.ratatosk.bridge.remote.RemoteCms.Author;
import org.ratatosk.bridge.remote.RemoteCms.Credential;
import org.ratatosk.bridge.remote.RemoteCms.Deed;
import org.ratatosk.bridge.remote.RemoteCms.Kind;
import org.ratatosk.bridge.remote.RemoteCms.Remark;
import org.ratatosk.bridge.remote.RemoteCmsContract;
import org.ratatosk.bridge.remote.SiteKey;
import org.ratatosk.server.http.SafeHttp;

/** The adapter for the contract, with the plugin of a real WordPress. */
@Tag("cms")
class WordPressContractTest extends RemoteCmsContract {
    private static final SiteKey KEY = SiteKey.fresh("site1", new SecureRandom());
    private static final Map<String, Author> MEMBERS = new HashMap<>();
    private static WordPress site;

    @BeforeAll
    static void start() throws Exception {
        site = new WordPress();
        site.add("friends-stand-in.php");
        site.php(
                "activate_plugin('ratatosk/ratatosk.php'); update_option('ratatosk', ['address' => '', 'keys' => '%s']);"
                        .formatted(KEY.written()));
        // the tests write faster than people may; one of them asks for the bound
        site.php("""
                file_put_contents(WPMU_PLUGIN_DIR . '/hurry.php', '<?php
                    add_filter("comment_flood_filter", fn ($is) => get_option("slowly") ? $is : false, 99);');
                """);
        for (String name : List.of("romeo", "juliet", "nurse")) {
            String password = site.php("""
                    echo WP_Application_Passwords::create_new_application_password(
                        get_user_by('login', '%s')->ID, ['name' => 'Ratatosk'])[0];
                    """.formatted(name));
            MEMBERS.put(name, new Author(name, true, new Credential(name, password)));
        }
        site.serve(3);
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    @Test
    void aCommentSoonAfterAnotherHasATime() throws Exception {
        RemoteCms cms = open(site(), Loopback.patient());
        String post = cms.publish(
                        author(), new PostDraft("romeo", "Slowly", "x", Security.PUBLIC, List.of(), ""), key())
                .id();
        Author nurse = MEMBERS.get("nurse");
        cms.comment(nurse, new Remark(post, null, "One", false), key());
        site.php("update_option('slowly', '1');");
        CmsException later = catchThrowableOfType(
                CmsException.class, () -> cms.comment(nurse, new Remark(post, null, "Two", false), key()));
        site.php("delete_option('slowly');");
        assertThat(later.temporary()).isTrue();
        assertThat(later.after()).contains(Duration.ofSeconds(15));
    }

    /** As with BuddyPress, for which the tests have a stand-in, friends are friends both ways or not at all. */
    @Test
    void friendsFollowEachOtherAndWhoAnswersARequestAgrees() {
        RemoteCms cms = open(site(), Loopback.patient());
        Author nurse = MEMBERS.get("nurse");
        cms.buddy(nurse, Deed.FOLLOW, "romeo", key());
        cms.buddy(author(), Deed.FOLLOW, "nurse", key());
        assertThat(ties(cms)).containsExactlyInAnyOrder("nurse romeo YES", "romeo nurse YES");
        cms.buddy(author(), Deed.REJECT, "nurse", key());
        assertThat(ties(cms)).isEmpty();
        CmsException refused =
                catchThrowableOfType(CmsException.class, () -> cms.buddy(nurse, Deed.BLOCK, "romeo", key()));
        assertThat(refused).hasMessage("The website cannot do that: Nobody can be blocked on this site.");
    }

    private static List<String> ties(RemoteCms cms) {
        return cms.buddies("").orElseThrow().list().stream()
                .map(Change.Tied.class::cast)
                .map(tied -> tied.tie().owner() + " " + tied.tie().other() + " " + tied.state())
                .toList();
    }

    @Test
    void whatItDoesNotKeepItSays() {
        RemoteCms cms = open(site(), Loopback.patient());
        String post = cms.publish(author(), new PostDraft("romeo", "Liked", "x", Security.PUBLIC, List.of(), ""), key())
                .id();
        CmsException refused =
                catchThrowableOfType(CmsException.class, () -> cms.like(other(), Kind.POST, post, true, key()));
        assertThat(refused).hasMessage("The website cannot do that: WordPress does not keep what people like.");
        assertThat(refused.temporary()).isFalse();
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    @Override
    protected URI site() {
        return URI.create(site.url() + "/wp-json/ratatosk/v1");
    }

    @Override
    protected RemoteCms open(URI at, SafeHttp http) {
        return new ContractCms("contract", at.toString(), KEY, http, InstantSource.system());
    }

    @Override
    protected RemoteCms openWrongly(URI at, SafeHttp http) {
        SiteKey wrong = SiteKey.fresh("site1", new SecureRandom());
        return new ContractCms("contract", at.toString(), wrong, http, InstantSource.system());
    }

    @Override
    protected Author author() {
        return MEMBERS.get("romeo");
    }

    @Override
    protected Author other() {
        return MEMBERS.get("juliet");
    }

    @Override
    protected String password() {
        return "romeo-password";
    }

    @Override
    protected Hand hand() {
        return new PagesHand(site, site.url() + "/?", false);
    }
}
