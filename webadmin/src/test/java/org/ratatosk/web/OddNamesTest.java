package org.ratatosk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Account;

/** Accounts can have names that look like something else in an address of a page; they have pages and can be managed all the same. */
class OddNamesTest {
    private static final Pattern ENTRY = Pattern.compile("class=\"author\" href=\"([^\"]+)\"");
    private static final Pattern FEED = Pattern.compile("href=\"([^\"]+/feed\\.atom)\"");
    private final RunningWeb web = new RunningWeb();

    @BeforeEach
    void admin() {
        web.people();
        web.login(web.console(), "root", RunningWeb.PASSWORD);
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private static String first(Pattern pattern, HttpResponse<String> page) {
        Matcher matcher = pattern.matcher(page.body());
        assertThat(matcher.find()).as(page.body()).isTrue();
        return matcher.group(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".",
                "...",
                "a..b",
                "%",
                "%2e%2e",
                "%2f",
                "100%",
                "a;b",
                ";jsessionid=1",
                "a\\b",
                "..\\..",
                "~",
                "~tilde",
                "~Li4",
                "a?b=c",
                "a#b",
                "a+b",
                "{name}",
                "$!*()[]|^`,=",
                "müller",
                "κόσμος",
                "नमस्ते",
                "松",
                "-",
                "feed.atom",
                "a.very.long.name.a.very.long.name.a.very.long.name.a.very.long.name.a.very.long.name.a.very.long.name"
            })
    void canBeManagedAndRead(String name) {
        String members = web.console() + "/console/members";
        assertThat(web.submit(members, members, "name", name).statusCode()).isEqualTo(200);
        Jid jid = Jid.of(name, "example.org", null);
        String local = jid.local().orElseThrow();
        assertThat(web.admin.accounts).containsKey(jid);
        String path = "/console/members/" + Links.segment(local);
        String page = web.console() + path;
        assertThat(web.get(members).body()).contains("<a class=\"who\" href=\"" + path + "\">");
        assertThat(web.get(page).body()).contains("Link to set the password");
        assertThat(web.submit(page, page, "action", "link").body()).contains("/set-password/");
        HttpResponse<String> disabled = web.submit(page, page, "action", "disable");
        assertThat(disabled.statusCode()).isEqualTo(303);
        String next = disabled.headers().firstValue("Location").orElseThrow();
        assertThat(web.get(web.console() + next).body()).contains("The account is disabled");
        assertThat(web.submit(page, page, "action", "enable").statusCode()).isEqualTo(303);
        readable(local);
        assertThat(web.submit(page, page, "action", "delete", "confirm", local).statusCode())
                .isEqualTo(303);
        assertThat(web.admin.accounts).doesNotContainKey(jid);
    }

    private void readable(String local) {
        web.bridge.add(local, "");
        web.bridge.publish(local, "Odd", "Words of an odd one.", Security.PUBLIC);
        String path = first(ENTRY, web.get(web.https() + "/"));
        HttpResponse<String> journal = web.get(web.https() + path);
        assertThat(journal.statusCode()).isEqualTo(200);
        assertThat(journal.body()).contains("Words of an odd one.");
        HttpResponse<String> feed = web.get(web.https() + first(FEED, journal));
        assertThat(feed.statusCode()).isEqualTo(200);
        assertThat(feed.body()).contains("Words of an odd one.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a;b", "%", "a\\b"})
    void canLogInAndSeeTheirOwnPages(String name) {
        web.admin.add(name + "@example.org", RunningWeb.PASSWORD, Account.Role.MEMBER);
        web.bridge.add(name, "");
        web.login(web.https(), name, RunningWeb.PASSWORD);
        HttpResponse<String> page = web.get(web.https() + "/me");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(web.get(web.https() + Links.journalPath(name)).statusCode()).isEqualTo(200);
    }
}
