package org.ratatosk.trials.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.ratatosk.trials.cms.Caller.Login;

/** What the owner of a WordPress has of the plugin: a page of settings that says what is wrong, no slower pages, and no traces when it goes. */
@Tag("cms")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WordPressOwnerTest {
    private static final String PAGE = "/wp-admin/options-general.php?page=ratatosk";
    private static final int BLOCKS = 4;
    private static final int BLOCK = 8;
    private final SiteKey key = SiteKey.of("site1");
    private WordPress site;
    private Listener listener;
    private Caller caller;
    private String untouched;

    @BeforeAll
    void start() throws Exception {
        listener = new Listener(key);
        site = new WordPress();
        caller = new Caller(site, key);
        site.serve(2);
        untouched = traces();
    }

    @AfterAll
    void end() throws IOException {
        listener.close();
        site.close();
    }

    /** All names of tables, options, fields of people and jobs, and the names of application passwords. */
    private String traces() throws Exception {
        return site.php("""
                $lists = [$wpdb->get_col('SHOW TABLES'), $wpdb->get_col("SELECT option_name FROM $wpdb->options"),
                    $wpdb->get_col("SELECT DISTINCT meta_key FROM $wpdb->usermeta"), array_map('key', _get_cron_array()),
                    $wpdb->get_col("SELECT meta_value FROM $wpdb->usermeta WHERE meta_key = '_application_passwords'")];
                foreach ($lists as $list) {
                    echo implode("\\n", preg_grep('/ratatosk/i', $list)), "\\n";
                }
                """);
    }

    @Test
    @Order(1)
    void settingsSayInWordsWhatIsWrong() throws Exception {
        site.php("activate_plugin('ratatosk/ratatosk.php');");
        caller.login("admin");
        assertThat(tested()).contains("The address of Ratatosk is missing.");
        save(listener.url(), "");
        assertThat(tested()).contains("The key is missing.");
        assertThat(save(listener.url(), "nonsense").text()).contains("copy the whole line");
        assertThat(save(listener.url(), key.text()).text())
                .contains("a key is set")
                .contains(site.url() + "/wp-json/ratatosk/v1")
                .doesNotContain("whsec_");
        assertThat(tested()).contains("Ratatosk answers and takes the key.").contains("notice-success");
        listener.answerWith(401);
        assertThat(tested()).contains("Ratatosk does not know this key.").contains("notice-error");
        listener.answerWith(404);
        assertThat(tested()).contains("but no Ratatosk");
        listener.answerWith(202);
        listener.die();
        assertThat(tested()).contains("Ratatosk does not answer");
        listener.open();
        assertThat(listener.complaints()).isEmpty();
        assertThat(caller.page(PAGE).text()).contains("Ratatosk has not been here yet.");
        caller.last();
        assertThat(caller.page(PAGE).text()).contains("Ratatosk was last here");
    }

    private Caller.Answer save(String address, String keys) throws Exception {
        String page = caller.page(PAGE).text();
        String nonce = page.replaceAll("(?s).*?name=\"_wpnonce\" value=\"([^\"]*)\".*", "$1");
        return caller.form(
                "/wp-admin/options.php",
                Map.of(
                        "option_page",
                        "ratatosk",
                        "action",
                        "update",
                        "_wpnonce",
                        nonce,
                        "_wp_http_referer",
                        PAGE,
                        "ratatosk[address]",
                        address,
                        "ratatosk[keys]",
                        keys));
    }

    private String tested() throws Exception {
        String page = caller.page(PAGE).text();
        String nonce = page.replaceAll("(?s).*ratatosk_test.*?name=\"_wpnonce\" value=\"([^\"]*)\".*", "$1");
        return caller.form("/wp-admin/admin-post.php", Map.of("action", "ratatosk_test", "_wpnonce", nonce))
                .text();
    }

    @Test
    @Order(2)
    void nobodyElseChangesThem() throws Exception {
        Caller romeo = new Caller(site, key);
        romeo.login("romeo");
        assertThat(romeo.page(PAGE).status()).isEqualTo(403);
        assertThat(romeo.form("/wp-admin/admin-post.php", Map.of("action", "ratatosk_test"))
                        .status())
                .isEqualTo(403);
        assertThat(caller.form("/wp-admin/admin-post.php", Map.of("action", "ratatosk_test"))
                        .status())
                .isEqualTo(403);
    }

    /** Behind FastCGI no second request is needed: the same process sends, when the page has gone out. */
    @Test
    @Order(3)
    void wherePhpCanEndTheAnswerItSendsAfterThat() throws Exception {
        Login romeo = new Login("romeo", appPassword());
        int before = site.connections().size();
        Caller program = new Caller(site, key);
        String post = "{\"title\":\"F\",\"status\":\"publish\"}";
        assertThat(program.rest("POST", "/posts", post, romeo, "Test-Fastcgi", "yes")
                        .status())
                .isEqualTo(201);
        List<String> lines = site.connections();
        assertThat(lines.subList(before, lines.size()))
                .containsExactly("the answer is out", "/wp-json/wp/v2/posts " + listener.url() + "/api/v1/events");
    }

    private String appPassword() throws Exception {
        return site.php("echo WP_Application_Passwords::create_new_application_password(2, ['name' => uniqid()])[0];");
    }

    /** Only printed: what else the machine does is in it too. */
    @Test
    @Order(4)
    void pagesTakeTheirTime() throws Exception {
        Login romeo = new Login("romeo", appPassword());
        List<Long> on = new ArrayList<>();
        List<Long> off = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) {
            site.php("deactivate_plugins('ratatosk/ratatosk.php');");
            post(romeo, off);
            site.php("activate_plugin('ratatosk/ratatosk.php');");
            post(romeo, on);
        }
        System.out.printf(
                "| a post by REST, median of %d | plugin on %d ms | plugin off %d ms |%n",
                on.size(), median(on), median(off));
        assertThat(site.complaints()).isEmpty();
    }

    private void post(Login login, List<Long> times) throws Exception {
        Caller program = new Caller(site, key);
        for (int i = 0; i < BLOCK; i++) {
            long begin = System.nanoTime();
            assertThat(program.rest("POST", "/posts", "{\"title\":\"T\",\"status\":\"publish\"}", login)
                            .status())
                    .isEqualTo(201);
            times.add((System.nanoTime() - begin) / 1_000_000);
        }
    }

    private static long median(List<Long> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    @Test
    @Order(5)
    void leavesNothingBehind() throws Exception {
        caller.signed("POST", "/credentials", "{\"user\":\"juliet\"}", null);
        site.php("update_user_meta(3, 'ratatosk_presence', 'members'); update_user_meta(3, 'ratatosk_acting', 'yes');");
        assertThat(traces()).contains("wp_ratatosk_events", "ratatosk_minutely", "ratatosk_swept", "Ratatosk");
        site.php("deactivate_plugins('ratatosk/ratatosk.php'); uninstall_plugin('ratatosk/ratatosk.php');");
        assertThat(traces()).isEqualTo(untouched);
        assertThat(site.complaints()).isEmpty();
    }
}
