package org.ratatosk.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Account;
import org.slf4j.LoggerFactory;

class OneTimeLinksTest {
    private static final Jid ALICE = Jid.of("alice@example.org");
    private final RunningWeb web = new RunningWeb();

    @BeforeEach
    void people() {
        web.people();
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private String link(String purpose, String subject) {
        return web.https() + "/" + purpose + "/"
                + web.admin
                        .createLink(purpose, Jid.of(subject))
                        .toCompletableFuture()
                        .join();
    }

    private HttpResponse<String> set(String link, String password) {
        return web.submit(link, link, "new", password, "again", password);
    }

    @Test
    void aLinkSetsThePasswordOnceAndSaysHowToLogIn() {
        String link = link("set-password", ALICE.toString());
        HttpResponse<String> done = set(link, "battery staple");
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.body()).contains("xmpp:alice@example.org", "<svg class=\"qr\"", "ratatosk@example.org");
        assertThat(web.admin.passwords.get(ALICE)).isEqualTo("battery staple");
        assertThat(web.get(link).statusCode()).isEqualTo(410);
        assertThat(web.submit(web.https() + "/login", link, "new", "other password", "again", "other password")
                        .statusCode())
                .isEqualTo(410);
        assertThat(web.admin.passwords.get(ALICE)).isEqualTo("battery staple");
    }

    @Test
    void lookingAtALinkDoesNotUseItUp() {
        String link = link("set-password", ALICE.toString());
        for (int i = 0; i < 3; i++) {
            assertThat(web.get(link).body()).contains("alice@example.org");
            web.head(link);
        }
        assertThat(set(link, "short").statusCode()).isEqualTo(422);
        assertThat(web.submit(link, link, "new", "battery staple", "again", "staple battery")
                        .body())
                .contains("The two passwords are not the same.");
        assertThat(set(link, "battery staple").statusCode()).isEqualTo(200);
    }

    @Test
    void aPasswordThatTheServerRefusesDoesNotCostTheLink() {
        String link = link("set-password", ALICE.toString());
        HttpResponse<String> refused = set(link, "battery\u0007staple");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("no password can have");
        Matcher action = Pattern.compile("action=\"(/set-password/[^\"]+)\"").matcher(refused.body());
        assertThat(action.find()).isTrue();
        assertThat(set(web.https() + action.group(1), "battery staple").statusCode())
                .isEqualTo(200);

        String first = link("first-admin", "example.org");
        String again = web.submit(
                        first, first, "name", "odin", "new", "battery\u0007staple", "again", "battery\u0007staple")
                .body();
        assertThat(again).contains("no password can have", "value=\"odin\"");
        assertThat(web.admin.accounts).doesNotContainKey(Jid.of("odin@example.org"));
        assertThat(web.bridge.told).isEmpty();
    }

    @Test
    void aDiskThatIsFullDoesNotCostTheLink() {
        web.admin.failing = true;
        String link = link("set-password", ALICE.toString());
        HttpResponse<String> failed = set(link, "battery staple");
        String first = link("first-admin", "example.org");
        HttpResponse<String> alsoFailed =
                web.submit(first, first, "name", "odin", "new", "battery staple", "again", "battery staple");
        assertThat(failed.statusCode()).isEqualTo(503);
        assertThat(alsoFailed.statusCode()).isEqualTo(503);
        assertThat(web.admin.accounts).doesNotContainKey(Jid.of("odin@example.org"));

        web.admin.failing = false;
        assertThat(set(action(failed), "battery staple").statusCode()).isEqualTo(200);
        String again = action(alsoFailed);
        assertThat(web.submit(again, again, "name", "odin", "new", "battery staple", "again", "battery staple")
                        .statusCode())
                .isEqualTo(200);
        assertThat(web.admin.passwords).containsEntry(Jid.of("odin@example.org"), "battery staple");
    }

    private String action(HttpResponse<String> page) {
        Matcher action = Pattern.compile("action=\"(/(?:set-password|first-admin)/[^\"]+)\"")
                .matcher(page.body());
        assertThat(action.find()).isTrue();
        return web.https() + action.group(1);
    }

    @Test
    void aLinkEndsAfterHalfAnHour() {
        String link = link("set-password", ALICE.toString());
        web.clock.turn(Duration.ofMinutes(29));
        assertThat(web.get(link).statusCode()).isEqualTo(200);
        web.clock.turn(Duration.ofMinutes(1));
        HttpResponse<String> page = web.get(link);
        assertThat(page.statusCode()).isEqualTo(410);
        assertThat(page.body()).contains("This link has been used, or its 30 minutes are over.");
    }

    @Test
    void aLinkIsForItsPurposeOnly() {
        String password = link("set-password", ALICE.toString());
        assertThat(web.get(password.replace("set-password", "first-admin")).statusCode())
                .isEqualTo(410);
        String admin = link("first-admin", "example.org");
        assertThat(web.get(admin.replace("first-admin", "set-password")).statusCode())
                .isEqualTo(410);
    }

    @Test
    void aNewPasswordEndsTheLoginsOfTheAccount() {
        web.login(web.https(), "alice", RunningWeb.PASSWORD);
        String login = web.cookies.get("__Host-ratatosk");
        web.cookies.clear();
        set(link("set-password", ALICE.toString()), "battery staple");
        web.cookies.put("__Host-ratatosk", String.valueOf(login));
        assertThat(web.get(web.https() + "/me").statusCode()).isEqualTo(303);
    }

    @Test
    void theSecretGoesNowhere() {
        Logger root = (Logger) LoggerFactory.getLogger("ROOT");
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.DEBUG);
        ((Logger) LoggerFactory.getLogger("org.eclipse.jetty")).setLevel(Level.INFO);
        ((Logger) LoggerFactory.getLogger("jdk.internal.httpclient")).setLevel(Level.OFF);
        try {
            String link = link("set-password", ALICE.toString());
            String secret = link.substring(link.lastIndexOf('/') + 1);
            HttpResponse<String> page = web.get(link);
            assertThat(page.headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
            assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
            HttpResponse<String> done = set(link, "battery staple");
            assertThat(done.headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
            web.get(link);
            web.get(link + "/%2e%2e");
            assertThat(log.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .anyMatch(line -> line.contains("The password of alice@example.org was set"))
                    .noneMatch(line -> line.contains(secret) || line.contains("battery staple"));
        } finally {
            root.detachAppender(log);
            root.setLevel(before);
        }
    }

    @Test
    void theFirstAdminIsSetUp() {
        String link = link("first-admin", "example.org");
        assertThat(web.get(link).body()).contains("@example.org", "Set up the first admin");
        HttpResponse<String> done =
                web.submit(link, link, "name", "Odin", "new", "battery staple", "again", "battery staple");
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.body()).contains("odin@example.org", "<svg class=\"qr\"", "https://console.localhost/console");
        Jid odin = Jid.of("odin@example.org");
        assertThat(web.admin.accounts.get(odin)).extracting(Account::role).isEqualTo(Account.Role.ADMIN);
        assertThat(web.admin.passwords.get(odin)).isEqualTo("battery staple");
        assertThat(web.bridge.told).containsExactly("added odin@example.org");
        assertThat(web.get(link).statusCode()).isEqualTo(410);
    }

    @Test
    void aFirstAdminTakesNobodysName() {
        String link = link("first-admin", "example.org");
        for (String name : new String[] {"alice", "ratatosk", "a b", "a/b", "", "x@y"}) {
            HttpResponse<String> page =
                    web.submit(link, link, "name", name, "new", "battery staple", "again", "battery staple");
            assertThat(page.statusCode()).as(name).isEqualTo(422);
        }
        assertThat(web.admin.passwords.get(ALICE)).isEqualTo(RunningWeb.PASSWORD);
        assertThat(web.admin.accounts).hasSize(5);
        assertThat(web.get(link).statusCode()).isEqualTo(200);
    }

    @Test
    void theAdminOfAnotherDomainIsNoMemberOfTheSite() {
        String link = link("first-admin", "other.example");
        HttpResponse<String> done =
                web.submit(link, link, "name", "loki", "new", "battery staple", "again", "battery staple");
        assertThat(done.body()).contains("loki@other.example").doesNotContain("is in your contact list");
        assertThat(web.bridge.told).isEmpty();
    }
}
