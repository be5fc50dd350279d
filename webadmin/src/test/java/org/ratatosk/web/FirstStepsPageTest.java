package org.ratatosk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.alerts.Target;
import org.ratatosk.bridge.remote.SiteKey;
import org.ratatosk.web.page.Lookout.Finding;
import org.ratatosk.web.page.Lookout.Website;

class FirstStepsPageTest {
    private static final byte[] NOTHING = "{\"orderedItems\":[]}".getBytes(StandardCharsets.UTF_8);
    private final RunningWeb web = new RunningWeb();
    private final String page = web.console() + "/console/start";

    @BeforeEach
    void people() {
        web.people();
        web.login(web.console(), "root", RunningWeb.PASSWORD);
    }

    @AfterEach
    void stop() {
        web.close();
    }

    @Test
    void whatTheWorldNeedsIsLookedAtAndSaid() {
        web.lookout.domains.add(new Finding(
                Finding.Mark.BAD, "There is no record <x>.", "Add to the domain's zone:\n_xmpp-client._tcp. IN SRV"));
        web.lookout.certificates.add(new Finding(Finding.Mark.GOOD, "The certificate is good.", ""));
        assertThat(web.get(page).body())
                .contains("<li class=\"bad\"><span>There is no record &lt;x&gt;.", "_xmpp-client._tcp. IN SRV")
                .contains("<li class=\"good\"><span>The certificate is good.")
                .contains("Posts live in the journal", "This needs a key");
        assertThat(web.lookout.patiences).allMatch(patience -> patience.compareTo(Duration.ZERO) > 0);
        web.lookout.looked = false;
        assertThat(web.get(page).body()).contains("is still being looked at");
    }

    @Test
    void aWebsiteIsConnectedByLinesForTheSettingsAndAKeyThatIsShownOnce() {
        String body = connect("https://blog.example/", "wordpress", "").body();
        Matcher key = Pattern.compile("id=\"fresh\">([^<]+)<").matcher(body);
        assertThat(key.find()).isTrue();
        assertThat(SiteKey.read(key.group(1))).isPresent();
        assertThat(body)
                .contains("/etc/ratatosk/ratatosk.conf", "site.adapter = contract")
                .contains("as a service by <code>systemctl restart ratatosk</code>", "in a terminal by Ctrl-C")
                .contains("site.cms.url = &quot;https://blog.example/wp-json/ratatosk/v1&quot;")
                .contains("site.cms.key = &quot;" + key.group(1) + "&quot;")
                .contains(web.bridge.siteUrl())
                .doesNotContain("allow-private");
        assertThat(web.get(page).body()).doesNotContain("whsec_").contains("blog.example (k1)");
        assertThat(connect("http://10.0.0.7", "contract", "on").body())
                .contains("site.cms.url = &quot;http://10.0.0.7&quot;\n", "site.cms.allow-private = on");
    }

    @Test
    void whatIsNoAddressOfAWebsiteMakesNoKey() {
        for (String url :
                new String[] {"", "blog", "ftp://x.example", "http://open.example", "https://a@b.example", "https://"
                }) {
            HttpResponse<String> answer = connect(url, "wordpress", "");
            assertThat(answer.statusCode()).as(url).isEqualTo(422);
            assertThat(answer.body()).contains("is no address that begins with https://");
        }
        assertThat(web.bridge.keys.all()).isEmpty();
    }

    @Test
    void theTestGoesBothWays() throws Exception {
        connect("https://blog.example", "wordpress", "");
        SiteKey key = web.bridge.keys.find("k1").orElseThrow().key();
        assertThat(test("k1").body())
                .contains("<li class=\"good\"><span>The website answers.")
                .contains("<li class=\"bad\"><span>Nobody has come with this key since the server started.");
        assertThat(web.lookout.asked).containsExactly("https://blog.example/wp-json/ratatosk/v1 k1");
        push(key.sign("other".getBytes(StandardCharsets.UTF_8), web.clock.instant()));
        assertThat(test("k1").body())
                .contains("somebody was refused", "but not what was signed with it", "Test the connection");
        push(key.sign(NOTHING, web.clock.instant().minus(Duration.ofHours(1))));
        assertThat(test("k1").body()).contains("clocks of both", "timedatectl");
        push(SiteKey.fresh("unknown", new SecureRandom()).sign(NOTHING, web.clock.instant()));
        assertThat(test("k1").body()).contains("The key is not known here");
        push(key.sign(NOTHING, web.clock.instant()));
        assertThat(test("k1").body())
                .contains("<li class=\"good\"><span>The website reached this server with this key")
                .doesNotContain("refused");
        web.lookout.answer = new Finding(Finding.Mark.BAD, "The website is not there.", "Look whether it runs.");
        assertThat(test("k1").body()).contains("The website is not there.", "Look whether it runs.");
        assertThat(test("none").statusCode()).isEqualTo(422);
    }

    @Test
    void theWebsiteOfTheSettingsIsTheOneToTest() {
        connect("https://blog.example", "wordpress", "");
        web.lookout.website = new Website("https://set.example/api", "k1");
        assertThat(web.get(page).body())
                .contains("The settings name the website at", "value=\"https://set.example/api\"")
                .contains("<option value=\"k1\" selected>");
    }

    @Test
    void theAdminHearsOfAllPosts() {
        assertThat(web.get(page).body()).contains("Tell me of all posts", "Log in as", "root@example.org");
        assertThat(web.submit(page, page, "action", "hear").headers().firstValue("Location"))
                .contains("/console/start?done=subscribed");
        assertThat(web.bridge.subscriptions)
                .singleElement()
                .matches(one -> one.target() == Target.EVERYTHING
                        && one.address().toString().equals("root@example.org"));
        assertThat(web.get(page).body()).contains("You hear of all posts").doesNotContain("Tell me of all posts");
    }

    private HttpResponse<String> connect(String url, String kind, String own) {
        return web.submit(page, page, "action", "connect", "url", url, "kind", kind, "own", own);
    }

    private HttpResponse<String> test(String key) {
        return web.submit(page, page, "action", "test", "url", "https://blog.example/wp-json/ratatosk/v1", "key", key);
    }

    /** The website tells of nothing, with some signature. */
    private void push(Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(web.http() + "/api/v1/events"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(NOTHING));
        headers.forEach(request::header);
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.discarding());
    }
}
