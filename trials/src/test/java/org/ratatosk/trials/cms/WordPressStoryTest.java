package org.ratatosk.trials.cms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.MessageBuilder;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smack.sasl.SASLErrorException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.ratatosk.bridge.remote.Gate;
import org.ratatosk.trials.Person;
import org.ratatosk.trials.Product;
import org.ratatosk.trials.Trust;

/** What members do from their Jabber clients happens on their WordPress, and the other way round, whatever comes between. */
@Tag("cms")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WordPressStoryTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private final SiteKey key = SiteKey.of("site1");
    private final Map<String, String> passwords = new HashMap<>();
    private final Map<String, Person> people = new HashMap<>();
    private WordPress site;
    private Gate road;
    private Product product;
    private Trust trust;

    @BeforeAll
    void start() throws Exception {
        site = new WordPress();
        site.php(
                "activate_plugin('ratatosk/ratatosk.php'); update_option('ratatosk', ['address' => '', 'keys' => '%s']);"
                        .formatted(key.text()));
        site.php("""
                file_put_contents(WPMU_PLUGIN_DIR . '/hurry.php', '<?php add_filter("comment_flood_filter", "__return_false", 99);');
                """);
        site.serve(3);
        road = new Gate(URI.create(site.url()).getPort());
        product = new Product("""
                site {
                  adapter = contract, accounts = cms
                  cms { url = "%s/wp-json/ratatosk/v1", key = "%s", poll = 1 second, allow-private = on }
                }
                """.formatted(road.before(URI.create(site.url())), key.text()));
        product.start();
        trust = Trust.in(product.authority());
        for (String name : new String[] {"romeo", "juliet", "nurse"}) {
            passwords.put(
                    name, new MemberPages(product, trust).appPassword(name, name + "-password", "Phone of " + name));
        }
    }

    @AfterAll
    void end() throws IOException {
        people.values().forEach(Person::close);
        product.close();
        road.close();
        site.close();
    }

    @BeforeEach
    void comeIn() throws Exception {
        for (String name : passwords.keySet()) {
            Person before = people.get(name);
            if (before == null || !before.connection().isAuthenticated()) {
                people.put(name, login(name, String.valueOf(passwords.get(name))));
            }
        }
    }

    private Person login(String name, String password) throws Exception {
        return Person.login(product, trust, name + "@" + Product.HOME, password, line -> {});
    }

    private Person person(String name) {
        return people.get(name);
    }

    /** How many posts with a title stand on the site. */
    private int posts(String title) throws Exception {
        return Integer.parseInt(site.php(
                "echo $wpdb->get_var(\"SELECT COUNT(*) FROM $wpdb->posts WHERE post_status = 'publish' AND post_title = '%s'\");"
                        .formatted(title)));
    }

    private String ofPost(String title, String expression) throws Exception {
        return site.php("""
                $p = get_posts(['title' => '%s', 'numberposts' => 1])[0]; echo %s;
                """.formatted(title, expression));
    }

    private static long heard(Person person, String text) {
        return person.all().stream()
                .filter(message -> Person.body(message).contains(text))
                .count();
    }

    private static void gesture(Person person, String body, StandardExtensionElement extension) throws Exception {
        MessageBuilder message = StanzaBuilder.buildMessage("gesture-" + System.nanoTime())
                .to(Person.BOT)
                .ofType(Message.Type.chat)
                .addExtension(extension);
        if (!body.isEmpty()) {
            message.setBody(body);
        }
        person.connection().sendStanza(message.build());
    }

    @Test
    @Order(1)
    void peopleLogInByEitherPassword() throws Exception {
        assertThat(person("romeo").howLoggedIn()).startsWith("SCRAM-SHA-1 over verified TLS");
        try (Person juliet = Person.loginPlain(product, trust, "juliet@" + Product.HOME, "juliet-password")) {
            assertThat(juliet.howLoggedIn()).startsWith("PLAIN over verified TLS");
            assertThat(Person.body(juliet.ask("whoami"))).contains("juliet");
        }
        assertThatThrownBy(() -> Person.loginPlain(product, trust, "juliet@" + Product.HOME, "romeo-password"))
                .isInstanceOf(SASLErrorException.class);
    }

    @Test
    @Order(2)
    void aPostIsMadeCorrectedAndTakenBack() throws Exception {
        Person romeo = person("romeo");
        assertThat(Person.body(person("juliet").ask("sub romeo"))).contains("romeo");
        romeo.say(Person.BOT, "post [Market day]\ntags: honey, fair\nFresh honey at nine.", "market");
        romeo.awaitFrom(Person.BOT, "/market-day/");
        assertThat(ofPost(
                        "Market day",
                        "get_the_author_meta('user_login', $p->post_author), ' ', "
                                + "implode(',', wp_get_post_tags($p->ID, ['fields' => 'names', 'orderby' => 'name']))"))
                .isEqualTo("romeo fair,honey");
        person("juliet").awaitFrom(Person.BOT, "Fresh honey at nine.");
        gesture(
                romeo,
                "post [Market day]\ntags: honey\nFresh honey at ten.",
                StandardExtensionElement.builder("replace", "urn:xmpp:message-correct:0")
                        .addAttribute("id", "market")
                        .build());
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(ofPost("Market day", "$p->post_content")).contains("at ten."));
        gesture(
                romeo,
                "",
                StandardExtensionElement.builder("retract", "urn:xmpp:message-retract:1")
                        .addAttribute("id", "market")
                        .build());
        Awaitility.await().atMost(PATIENCE).until(() -> posts("Market day") == 0);
        assertThat(heard(person("juliet"), "Market day")).isEqualTo(1);
    }

    @Test
    @Order(3)
    void aCommentOnTheSiteIsAnsweredFromTheAlertInItsThread() throws Exception {
        Person romeo = person("romeo");
        romeo.say(Person.BOT, "post [Talk] What do you think?");
        romeo.awaitFrom(Person.BOT, "/talk/");
        site.php("""
                $p = get_posts(['title' => 'Talk', 'numberposts' => 1])[0];
                $u = get_user_by('login', 'nurse');
                wp_insert_comment(['comment_post_ID' => $p->ID, 'user_id' => $u->ID, 'comment_author' => 'nurse',
                    'comment_content' => 'A word from the pages']);
                """);
        Message alert = romeo.awaitFrom(Person.BOT, "A word from the pages");
        romeo.answer(alert, "Well said");
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(site.php("""
                        $c = get_comments(['search' => 'Well said'])[0];
                        echo $c->comment_author, ' to ', get_comment($c->comment_parent)->comment_content;
                        """)).isEqualTo("Romeo to A word from the pages"));
        person("nurse").awaitFrom(Person.BOT, "Well said");
    }

    @Test
    @Order(4)
    void aHeldCommentIsApprovedByAReaction() throws Exception {
        Person romeo = person("romeo");
        site.php("""
                $p = get_posts(['title' => 'Talk', 'numberposts' => 1])[0];
                wp_insert_comment(['comment_post_ID' => $p->ID, 'comment_author' => 'Carol', 'comment_approved' => '0',
                    'comment_author_email' => 'carol@example.test', 'comment_content' => 'May I come in']);
                """);
        Message alert = romeo.awaitFrom(Person.BOT, "May I come in");
        gesture(
                romeo,
                "",
                StandardExtensionElement.builder("reactions", "urn:xmpp:reactions:0")
                        .addAttribute("id", alert.getStanzaId())
                        .addElement("reaction", "\uD83D\uDC4D")
                        .build());
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> site.php("echo get_comments(['search' => 'May I come in'])[0]->comment_approved;")
                        .equals("1"));
    }

    private void say(String title) throws Exception {
        person("romeo").say(Person.BOT, "post [" + title + "] Whatever happens.", "say-" + title);
    }

    /** It stands there once, was told of once, and its author knows. */
    private void assertOnce(String title) throws Exception {
        person("romeo").awaitFrom(Person.BOT, "/" + title.toLowerCase(Locale.ROOT) + "/");
        Awaitility.await(title + " is told")
                .atMost(PATIENCE)
                .until(() -> heard(person("juliet"), "\"" + title + "\"") > 0);
        assertThat(posts(title)).isEqualTo(1);
        assertThat(heard(person("juliet"), "\"" + title + "\"")).isEqualTo(1);
    }

    @Test
    @Order(5)
    void aSlowSiteIsWaitedForAndHoldsUpNobodyElse() throws Exception {
        road.mood(Gate.Mood.HELD);
        say("Slow");
        assertThat(Person.body(person("nurse").ask("whoami"))).contains("nurse");
        road.mood(Gate.Mood.CALM);
        assertOnce("Slow");
    }

    /** What cannot be done is said, and done once when it is sent again, as clients do and people. */
    private void refused(String title, String why) throws Exception {
        say(title);
        person("romeo").awaitFrom(Person.BOT, why);
    }

    @Test
    @Order(6)
    void aFailingSiteIsSaid() throws Exception {
        road.mood(Gate.Mood.BROKEN);
        refused("Failing", "The website");
        assertThat(posts("Failing")).isZero();
        road.mood(Gate.Mood.CALM);
        say("Failing");
        assertOnce("Failing");
    }

    @Test
    @Order(7)
    void aSiteThatIsDownIsSaid() throws Exception {
        site.stopServing();
        refused("Down", "The website");
        site.serve(3);
        say("Down");
        assertOnce("Down");
    }

    @Test
    @Order(8)
    void anAnswerThatNeverComesMakesNothingTwice() throws Exception {
        road.insteadOfTellingThatItIsMade(() -> {});
        refused("Unheard", "The website");
        assertThat(road.wasUntold()).isTrue();
        assertThat(posts("Unheard")).isEqualTo(1);
        say("Unheard");
        assertOnce("Unheard");
    }

    /** The site has made it, and Ratatosk dies before it can keep that. */
    @Test
    @Order(9)
    void aDeathBeforeTheAnswerIsKeptMakesNothingTwice() throws Exception {
        road.insteadOfTellingThatItIsMade(() -> {
            try {
                product.kill();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        say("Death");
        product.awaitEnd();
        assertThat(posts("Death")).isEqualTo(1);
        assertThat(person("romeo").acknowledged()).doesNotContain("say-Death");
        people.values().forEach(Person::vanish);
        product.start();
        comeIn();
        say("Death");
        assertOnce("Death");
    }

    @Test
    @Order(10)
    void whoIsDeletedThereIsGoneHere() throws Exception {
        site.php("wp_delete_user(get_user_by('login', 'nurse')->ID);");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> !person("nurse").connection().isConnected());
        assertThatThrownBy(() -> login("nurse", String.valueOf(passwords.get("nurse"))))
                .isInstanceOf(SASLErrorException.class);
        assertThatThrownBy(() -> Person.loginPlain(product, trust, "nurse@" + Product.HOME, "nurse-password"))
                .isInstanceOf(SASLErrorException.class);
        assertThat(site.complaints()).isEmpty();
    }
}
