package org.ratatosk.trials;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jivesoftware.smackx.blocking.BlockingCommandManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jxmpp.jid.impl.JidCreate;

/** The running product as an admin and its members see it in Chromium; posts come from a Jabber client. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTest {
    private static final String PASSWORD = "Yggdrasil-is-9-worlds";
    private static final int DESK = 1280;
    private static final int PHONE = 390;
    private static final Pattern NUMBER = Pattern.compile("#(\\d+)");

    private Product product;
    private Trust trust;
    private Chromium chromium;
    private Page console;
    private Page guest;
    private Person alice;

    @BeforeAll
    void theFirstAdminIsSetUpByTheLinkThatTheServerPrinted() throws Exception {
        // few messages may wait for somebody and few alerts may come, so that both limits are soon reached
        product = new Product("limits { undelivered-messages = 2 }\nsite { limits { alerts-per-hour = 2 } }\n");
        product.start();
        trust = Trust.in(product.authority());
        chromium = new Chromium();
        Page page = chromium.window(DESK, ColorScheme.LIGHT);
        page.navigate(product.printed("(https://\\S+/first-admin/\\S+)").group(1));
        page.fill("#name", "odin");
        page.fill("#new", PASSWORD);
        page.fill("#again", PASSWORD);
        page.click("main button");
        assertThat(page.textContent("main")).contains("odin@localhost");
        assertThat(page.locator("svg.qr").count()).isEqualTo(1);
        guest = chromium.window(PHONE, ColorScheme.DARK);
        console = chromium.window(DESK, ColorScheme.LIGHT);
        console.navigate(product.consoleUrl() + "/console");
        logIn(console, "odin");
        assertThat(console.textContent("h1")).isEqualTo("Dashboard");
        member("alice");
        alice = login("alice@localhost");
    }

    @AfterAll
    void end() throws IOException {
        if (alice != null) {
            alice.close();
        }
        if (chromium != null) {
            chromium.close();
        }
        product.close();
    }

    private void logIn(Page page, String name) {
        page.fill("#name", name);
        page.fill("#password", PASSWORD);
        page.click("main button");
    }

    /** Adds a member in the console and sets the password behind the link that it shows; returns the window of that page. */
    private Page member(String name) {
        console.navigate(product.consoleUrl() + "/console/members");
        console.fill("#add", name);
        console.click("button:has-text(\"Add\")");
        String link = console.textContent(".code").strip();
        Page page = guest;
        page.context().clearCookies();
        page.navigate(link);
        page.fill("#new", PASSWORD);
        page.fill("#again", PASSWORD);
        page.click("main button");
        return page;
    }

    private Person login(String jid) throws Exception {
        return Person.login(product, trust, jid, PASSWORD, line -> {});
    }

    /** A member who has asked for alice's posts, and is gone again. */
    private void subscriber(String name) throws Exception {
        member(name);
        try (Person person = login(name + "@localhost")) {
            person.ask("sub alice");
        }
    }

    private long post(String text) throws Exception {
        Matcher matcher = NUMBER.matcher(Person.body(alice.ask(text)));
        assertThat(matcher.find()).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    /** Asks the page until the outcome is there, and returns its sentence. */
    private String trace(String who, long number, String outcome) {
        Awaitility.await().pollInSameThread().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            console.navigate(product.consoleUrl() + "/console/trace");
            console.fill("#who", who);
            console.fill("#number", "#" + number);
            console.click("main button");
            assertThat(console.textContent("#outcome")).isEqualTo(outcome);
        });
        return console.textContent("#sentence").strip();
    }

    private void fillUp(String jid) throws Exception {
        // one more than fits: what the bot said last may wait there or not
        for (String body : List.of("one", "two", "three")) {
            alice.say(jid, body);
        }
    }

    // the members

    @Test
    void aMemberSetsThePasswordBehindTheLinkAndLogsIn() {
        Page page = member("freya");
        assertThat(page.textContent("main")).contains("freya@localhost", "ratatosk@localhost");
        assertThat(page.locator("svg.qr").isVisible()).isTrue();
        page.click("a:has-text(\"Log in on the web\")");
        logIn(page, "freya");
        page.navigate(product.siteUrl() + "/me");
        assertThat(page.inputValue("#display-name")).isEqualTo("freya");
        page.navigate(product.siteUrl() + "/console");
        assertThat(page.textContent("h1")).isEqualTo("Nothing here");
    }

    @Test
    void aMemberCommentsUnderAPost() throws Exception {
        long number = post("post [Acorns] Found seven.");
        Page page = member("idun");
        page.navigate(product.siteUrl() + "/login?next=/posts/" + number);
        logIn(page, "idun");
        page.fill("#text", "Where <b>exactly</b>?");
        page.click("button:has-text(\"Comment\")");
        assertThat(page.textContent(".comment .prose").strip()).isEqualTo("Where <b>exactly</b>?");
        alice.awaitFrom(Person.BOT, "exactly");
    }

    // the first steps

    @Test
    void aWebsiteIsConnectedStepByStep() {
        console.navigate(product.consoleUrl() + "/console/start");
        assertThat(console.textContent("#domain")).contains("localhost is a name for this machine");
        assertThat(console.textContent("#certificate")).contains("of this server's own authority");
        console.fill("#site-url", "https://blog.invalid");
        console.click("button:has-text(\"Make a key\")");
        String key = console.textContent("#fresh").strip();
        assertThat(console.textContent("#lines"))
                .contains("site.cms.url = \"https://blog.invalid/wp-json/ratatosk/v1\"", key);
        assertThat(console.textContent("#website")).contains(product.config().toString());
        console.click("button:text-is(\"Test\")");
        assertThat(console.textContent("#test"))
                .contains("The website at https://blog.invalid/wp-json/ratatosk/v1 cannot be worked with")
                .contains("Nobody has come with this key since the server started.");
        console.click("button:has-text(\"Tell me of all posts\")");
        assertThat(console.textContent(".note")).contains("You will hear of it.");
        assertThat(console.textContent("#alert")).contains("You hear of all posts.");
    }

    // the trace

    @Test
    void noEvent() {
        assertThat(trace("alice", 9999, "no event")).contains("#9999");
    }

    @Test
    void notSubscribed() throws Exception {
        member("njord");
        assertThat(trace("njord", post("post Not for njord"), "not subscribed")).contains("njord");
    }

    @Test
    void ownDoing() throws Exception {
        assertThat(trace("alice", post("post My own"), "own doing")).contains("alice");
    }

    @Test
    void notVisible() throws Exception {
        subscriber("vidar");
        assertThat(trace("vidar", post("post\nsecurity: private\n\nA secret"), "not visible"))
                .contains("vidar may not see it");
    }

    @Test
    void quota() throws Exception {
        subscriber("kvasir");
        post("post The first");
        post("post The second");
        assertThat(trace("kvasir", post("post The third"), "quota")).contains("2 alerts within an hour");
    }

    @Test
    void switchedOff() throws Exception {
        subscriber("magni");
        try (Person magni = login("magni@localhost")) {
            magni.ask("off");
        }
        assertThat(trace("magni", post("post While it is off"), "switched off")).contains("off");
    }

    @Test
    void unproved() throws Exception {
        member("una");
        product.account("una@" + Product.ABROAD, PASSWORD);
        String abroad = "una@" + Product.ABROAD;
        try (Person home = login("una@localhost");
                Person away = login(abroad)) {
            Matcher code = Pattern.compile("code (\\S+)").matcher(Person.body(home.ask("link " + abroad)));
            assertThat(code.find()).isTrue();
            away.ask("code " + code.group(1));
            away.ask("sub alice");
        }
        fillUp(abroad);
        long number = post("post Waits abroad");
        trace(abroad, number, "waiting");
        try (Person home = login("una@localhost")) {
            home.ask("unlink " + abroad);
        }
        assertThat(trace(abroad, number, "unproved")).contains("not proved");
    }

    @Test
    void waitingUntilThereIsRoom() throws Exception {
        subscriber("wali");
        fillUp("wali@localhost");
        long number = post("post Waits for room");
        assertThat(trace("wali", number, "waiting")).contains("next try");
        try (Person wali = login("wali@localhost")) {
            wali.awaitFrom("alice@localhost", "one");
            console.navigate(product.consoleUrl() + "/console/outbox?state=waiting");
            console.click("tr:has-text(\"wali@localhost\") button");
            assertThat(console.textContent(".note")).contains("It is tried again now.");
            wali.awaitFrom(Person.BOT, "#" + number);
            trace("wali", number, "acknowledged");
        }
    }

    @Test
    void bounced() throws Exception {
        subscriber("baldur");
        try (Person baldur = login("baldur@localhost")) {
            BlockingCommandManager.getInstanceFor(baldur.connection())
                    .blockContacts(List.of(JidCreate.from(Person.BOT)));
        }
        assertThat(trace("baldur", post("post To a closed door"), "bounced")).contains("refused");
    }

    @Test
    void sentAndThenAcknowledged() throws Exception {
        subscriber("sif");
        long number = post("post Stored and fetched");
        assertThat(trace("sif", number, "sent")).contains("stored");
        try (Person sif = login("sif@localhost")) {
            sif.awaitFrom(Person.BOT, "#" + number);
            assertThat(trace("sif", number, "acknowledged")).contains("sif@localhost");
        }
    }

    // how it looks

    @ParameterizedTest
    @CsvSource({"390, LIGHT", "390, DARK", "1280, LIGHT", "1280, DARK"})
    void noPageScrollsSidewaysOrAsksForWhatItMayNot(int width, ColorScheme colors) throws Exception {
        long number = post("post [A title-that-is-one-word-" + "x".repeat(80) + "] https://example.org/"
                + "y".repeat(200) + "\ntags: " + "z".repeat(45));
        Page page = chromium.window(width, colors);
        List<String> complaints = new ArrayList<>();
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.navigate(product.consoleUrl() + "/login");
        logIn(page, "odin");
        for (String path : List.of(
                "/",
                "/~alice",
                "/posts/" + number,
                "/me",
                "/me/addresses",
                "/me/subscriptions",
                "/me/comments",
                "/me/password",
                "/console",
                "/console/start",
                "/console/members",
                "/console/members/alice",
                "/console/sessions",
                "/console/identities",
                "/console/subscriptions",
                "/console/outbox",
                "/console/trace?who=alice&number=" + number)) {
            page.navigate(product.consoleUrl() + path);
            assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .as("how far %s scrolls sideways", path)
                    .isEqualTo(0);
            assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                    .as("the colour of %s", path)
                    .isEqualTo(colors == ColorScheme.DARK ? "rgb(14, 20, 17)" : "rgb(243, 246, 242)");
        }
        assertThat(complaints).isEmpty();
    }
}
