package org.ratatosk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Security test 34, its headers. */
class HeadersTest {
    private final RunningWeb web = new RunningWeb();

    @AfterEach
    void stop() {
        web.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/nothing",
                "/login",
                "/feed.atom",
                "/static/ratatosk.css",
                "/set-password/x",
                "/console",
                "/x/%2e%2e/y",
                "/a%00b"
            })
    void everyAnswerForbidsWhatNoPageNeeds(String path) {
        for (String door : new String[] {web.https(), web.console()}) {
            HttpResponse<String> page = web.get(door + path);
            String policy = page.headers().firstValue("Content-Security-Policy").orElse("");
            assertThat(policy)
                    .as(door + path)
                    .contains("default-src 'none'", "style-src 'self'", "form-action 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe", "script-src", "*");
            assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(page.headers().firstValue("X-Frame-Options")).contains("DENY");
            assertThat(page.headers().firstValue("Referrer-Policy")).isPresent();
            assertThat(page.headers().firstValue("Server")).isEmpty();
            assertThat(page.headers().firstValue("Cache-Control"))
                    .as(door + path)
                    .isPresent();
        }
    }

    @Test
    void noPageHasScriptOrStyleOfItsOwn() {
        web.people();
        web.login(web.console(), "root", RunningWeb.PASSWORD);
        for (String path : new String[] {"/", "/login", "/me", "/console", "/console/members", "/console/outbox"}) {
            String page = web.get(web.console() + path).body();
            assertThat(page).as(path).doesNotContainIgnoringCase("<script").doesNotContainIgnoringCase("<style");
            assertThat(page).as(path).doesNotContainPattern("<[^>]+\\s(style|on[a-z]+)=");
        }
    }

    @Test
    void pagesForOnePersonAreNotKept() {
        web.people();
        assertThat(web.get(web.https() + "/").headers().firstValue("Cache-Control"))
                .contains("no-cache");
        assertThat(web.get(web.https() + "/").headers().firstValue("Vary")).contains("Cookie");
        web.login(web.https(), "alice", RunningWeb.PASSWORD);
        for (String path : new String[] {"/", "/me", "/feed.atom", "/nothing"}) {
            HttpResponse<String> page = web.get(web.https() + path);
            assertThat(page.headers().firstValue("Cache-Control")).as(path).contains("no-store");
            assertThat(page.headers().firstValue("ETag")).as(path).isEmpty();
        }
    }

    @Test
    void readingSetsNoCookie() {
        for (String path : new String[] {"/", "/feed.atom", "/nothing", "/static/ratatosk.css"}) {
            assertThat(web.get(web.https() + path).headers().allValues("Set-Cookie"))
                    .as(path)
                    .isEmpty();
        }
    }
}
