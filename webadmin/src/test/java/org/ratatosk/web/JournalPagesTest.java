package org.ratatosk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Security;

class JournalPagesTest {
    private final RunningWeb web = new RunningWeb();

    @BeforeEach
    void people() {
        web.people();
    }

    @AfterEach
    void stop() {
        web.close();
    }

    @Test
    void theNewestPostsOfEverybodyStandOnTheFrontPage() {
        web.bridge.publish("alice", "Acorns", "Found seven.", Security.PUBLIC, "wood");
        web.bridge.publish("bob", "", "Hello\n\nthere", Security.PUBLIC);
        HttpResponse<String> page = web.get(web.https() + "/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
        assertThat(page.body())
                .contains("Acorns", "<p>Found seven.</p>", "Alice of the Wood", "href=\"/~alice\"", "wood")
                .contains("<p>Hello</p>\n<p>there</p>");
        assertThat(page.body().indexOf("Hello")).isLessThan(page.body().indexOf("Acorns"));
    }

    @Test
    void aMembersJournalHoldsTheirPostsAlone() {
        web.bridge.publish("alice", "Acorns", "Found seven.", Security.PUBLIC);
        web.bridge.publish("bob", "Nuts", "Found none.", Security.PUBLIC);
        String page = web.get(web.https() + "/~alice").body();
        assertThat(page).contains("Acorns").doesNotContain("Nuts");
        assertThat(page).contains("xmpp:ratatosk@example.org?message;body=sub%20alice");
        assertThat(web.get(web.https() + "/~nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void aPostStandsWithItsCommentsInThreads() {
        Post post = web.bridge.publish("alice", "Acorns", "Found seven.", Security.PUBLIC);
        Comment first = web.bridge.addComment(post.number(), OptionalLong.empty(), "bob", true, "Where?");
        web.bridge.addComment(post.number(), OptionalLong.empty(), "carol@elsewhere.example", false, "Well done");
        web.bridge.addComment(post.number(), OptionalLong.of(first.number()), "alice", true, "Under the ash");
        String page = web.get(web.https() + "/posts/" + post.number()).body();
        assertThat(page).contains("3 comments", "id=\"c" + first.number() + "\"", "carol@elsewhere.example");
        assertThat(page.indexOf("Where?")).isLessThan(page.indexOf("Under the ash"));
        assertThat(page.indexOf("Under the ash")).isLessThan(page.indexOf("Well done"));
        assertThat(page).contains("comment depth1");
    }

    @Test
    void whatIsNotPublicIsNotThereForStrangers() {
        Post hidden = web.bridge.publish("alice", "Secret", "Under the third root", Security.PRIVATE);
        Post friends = web.bridge.publish("alice", "Friends", "Come at nine", Security.FRIENDS);
        assertThat(web.get(web.https() + "/posts/" + hidden.number()).statusCode())
                .isEqualTo(404);
        assertThat(web.get(web.https() + "/posts/" + friends.number()).statusCode())
                .isEqualTo(404);
        assertThat(web.get(web.https() + "/").body()).doesNotContain("Secret", "third root", "Friends", "nine");
        assertThat(web.get(web.https() + "/~alice").body()).doesNotContain("Secret", "third root", "Friends", "nine");
    }

    @Test
    void olderPostsAreOnFurtherPages() {
        for (int i = 1; i <= 45; i++) {
            web.bridge.publish("alice", "Day " + i + ".", "x", Security.PUBLIC);
        }
        String first = web.get(web.https() + "/").body();
        assertThat(first).contains("Day 45.", "Day 26.").doesNotContain("Day 25.");
        String second = web.get(web.https() + "/" + older(first)).body();
        assertThat(second).contains("Day 25.", "Day 6.").doesNotContain("Day 26.", "Day 5.");
        String third = web.get(web.https() + "/" + older(second)).body();
        assertThat(third).contains("Day 5.", "Day 1.").doesNotContain("Older posts");
    }

    private static String older(String page) {
        int at = page.indexOf("href=\"?before=");
        return page.substring(at + 6, page.indexOf('"', at + 6));
    }

    @Test
    void whatIsNotThereIsSaidInWords() {
        HttpResponse<String> page = web.get(web.https() + "/nothing");
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("There is no such page.");
        for (String path : new String[] {"/posts/0", "/posts/-1", "/posts/99999999999999999999", "/?before=x"}) {
            assertThat(web.get(web.https() + path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void aSlashTooManyIsForgivenOnPagesForEverybody() {
        HttpResponse<String> page = web.get(web.https() + "/~alice/");
        assertThat(page.statusCode()).isEqualTo(308);
        assertThat(page.headers().firstValue("Location")).contains("/~alice");
        for (String path :
                new String[] {"/me/", "/console/", "/~alice//", "//~alice/", "//", "/nothing/", "/x/../login/"}) {
            assertThat(web.get(web.console() + path).statusCode()).as(path).isEqualTo(400);
        }
    }

    @Test
    void aPageThatHasNotChangedIsNotSentAgain() {
        web.bridge.publish("alice", "Acorns", "Found seven.", Security.PUBLIC);
        HttpResponse<String> first = web.get(web.https() + "/");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = web.get(web.https() + "/", "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        web.bridge.publish("alice", "More", "Eight.", Security.PUBLIC);
        assertThat(web.get(web.https() + "/", "If-None-Match", tag).statusCode())
                .isEqualTo(200);
    }

    @Test
    void headAnswersLikeGetWithoutItsBody() {
        HttpResponse<String> head = web.head(web.https() + "/");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length")).isPresent();
    }

    @Test
    void theStyleMayBeKeptForAYearUnderItsVersion() {
        String page = web.get(web.https() + "/").body();
        int at = page.indexOf("/static/ratatosk.css?v=");
        String path = page.substring(at, page.indexOf('"', at));
        HttpResponse<String> style = web.get(web.https() + path);
        assertThat(style.headers().firstValue("Content-Type")).contains("text/css;charset=utf-8");
        assertThat(style.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
        assertThat(web.get(web.https() + "/static/ratatosk.css").headers().firstValue("Cache-Control"))
                .contains("no-cache");
        assertThat(web.get(web.https() + "/static/WebAdmin.class").statusCode()).isEqualTo(404);
    }
}
