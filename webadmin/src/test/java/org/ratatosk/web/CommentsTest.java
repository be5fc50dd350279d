package org.ratatosk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Security;

class CommentsTest {
    private final RunningWeb web = new RunningWeb();
    private String page = "";
    private long number;

    @BeforeEach
    void aPost() {
        web.people();
        Post post = web.bridge.publish("alice", "Acorns", "Found seven.", Security.PUBLIC);
        number = post.number();
        page = web.https() + "/posts/" + number;
    }

    @AfterEach
    void stop() {
        web.close();
    }

    @Test
    void aMemberComments() {
        web.login(web.https(), "bob", RunningWeb.PASSWORD);
        HttpResponse<String> done = web.submit(page, page, "action", "comment", "text", "Where?", "key", "k1");
        assertThat(done.statusCode()).isEqualTo(303);
        Comment made = web.bridge.comments.get(0);
        assertThat(done.headers().firstValue("Location"))
                .contains("/posts/" + number + "?c=" + made.number() + "#c" + made.number());
        assertThat(made.author()).isEqualTo("bob");
        assertThat(made.parent()).isEmpty();
        assertThat(web.get(page).body()).contains("Where?", "1 comment");
    }

    @Test
    void whatIsLikedSaysByHowMany() {
        Comment comment = web.bridge.addComment(number, OptionalLong.empty(), "alice", true, "Under the ash");
        assertThat(web.get(page).body()).doesNotContain("class=\"likes\"");
        web.bridge.likes.put(number, 2);
        web.bridge.likes.put(comment.number(), 1);
        assertThat(web.get(page).body())
                .contains("#" + number + " · <span class=\"likes\">2 like it</span>")
                .contains("#" + comment.number() + " · <span class=\"likes\">1 likes it</span>");
    }

    @Test
    void anAnswerStandsUnderWhatItAnswers() {
        Comment first = web.bridge.addComment(number, OptionalLong.empty(), "alice", true, "Under the ash");
        web.login(web.https(), "bob", RunningWeb.PASSWORD);
        assertThat(web.get(page).body()).contains("?answer=" + first.number() + "#write");
        String form = web.get(page + "?answer=" + first.number()).body();
        assertThat(form).contains("Your answer to #" + first.number(), "name=\"answers\" value=\"" + first.number());
        web.submit(page, page, "action", "comment", "answers", "" + first.number(), "text", "Which?", "key", "k1");
        assertThat(web.bridge.comments.get(1).parent()).hasValue(first.number());
    }

    @Test
    void aFormSentTwiceIsOneComment() {
        web.login(web.https(), "bob", RunningWeb.PASSWORD);
        web.submit(page, page, "action", "comment", "text", "Where?", "key", "k1");
        web.submit(page, page, "action", "comment", "text", "Where?", "key", "k1");
        assertThat(web.bridge.comments).hasSize(1);
        web.submit(page, page, "action", "comment", "text", "Where?", "key", "k2");
        assertThat(web.bridge.comments).hasSize(2);
        web.login(web.https(), "alice", RunningWeb.PASSWORD);
        web.submit(page, page, "action", "comment", "text", "Mine", "key", "k1");
        assertThat(web.bridge.comments).hasSize(3);
    }

    @Test
    void aCommentNeedsWordsAndWhatWasWrittenStaysInTheForm() {
        web.login(web.https(), "bob", RunningWeb.PASSWORD);
        HttpResponse<String> empty = web.submit(page, page, "action", "comment", "text", " \n ", "key", "k1");
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(empty.body()).contains("A comment needs words.");
        HttpResponse<String> nowhere =
                web.submit(page, page, "action", "comment", "answers", "999", "text", "A long thought", "key", "k1");
        assertThat(nowhere.statusCode()).isEqualTo(422);
        assertThat(nowhere.body()).contains("There is no #999.", ">A long thought</textarea>");
        assertThat(web.bridge.comments).isEmpty();
    }

    @Test
    void strangersAreShownHowAndMayNot() {
        String body = web.get(page).body();
        assertThat(body)
                .contains("/login?next=/posts/" + number, "reply #" + number)
                .doesNotContain("<textarea");
        HttpResponse<String> done =
                web.submit(web.https() + "/login", page, "action", "comment", "text", "Hello", "key", "k1");
        assertThat(done.statusCode()).isEqualTo(403);
        assertThat(done.body()).contains("Log in to comment.");
        assertThat(web.bridge.comments).isEmpty();
    }

    @Test
    void underAPostThatOneMayNotSeeOneMayNotComment() {
        Post hidden = web.bridge.publish("alice", "Secret", "Root", Security.PRIVATE);
        web.login(web.https(), "bob", RunningWeb.PASSWORD);
        String target = web.https() + "/posts/" + hidden.number();
        assertThat(web.submit(page, target, "action", "comment", "text", "Hello", "key", "k1")
                        .statusCode())
                .isEqualTo(404);
        assertThat(web.submit(page, page, "action", "comment", "answers", "" + hidden.number(), "text", "x", "key", "k")
                        .statusCode())
                .isEqualTo(422);
        assertThat(web.bridge.comments).isEmpty();
    }

    @Test
    void aHeldCommentIsSeenByThePostsAuthorAloneWhoShowsIt() {
        Comment held = web.bridge.addComment(
                number, OptionalLong.empty(), "carol@far.example", false, "Look under the ash", Comment.State.HELD);
        assertThat(web.get(page).body()).doesNotContain("Look under the ash");
        web.login(web.https(), "bob", RunningWeb.PASSWORD);
        assertThat(web.get(page).body()).doesNotContain("Look under the ash");
        String mine = web.https() + "/me/comments";
        assertThat(web.get(mine).body()).doesNotContain("Look under the ash");
        assertThat(web.submit(page, page, "comment", "" + held.number(), "action", "show")
                        .statusCode())
                .isEqualTo(409);
        web.login(web.https(), "alice", RunningWeb.PASSWORD);
        assertThat(web.get(page).body()).contains("Look under the ash", "waits for approval");
        assertThat(web.get(mine).body()).contains("Look under the ash", "carol@far.example", "Acorns");
        assertThat(web.submit(mine, mine, "comment", "" + held.number(), "action", "show")
                        .headers()
                        .firstValue("Location"))
                .contains("/me/comments?done=shown");
        assertThat(web.get(mine + "?done=shown").body()).contains("The comment is shown.", "No comment waits");
        web.cookies.clear();
        assertThat(web.get(page).body()).contains("Look under the ash");
    }

    @Test
    void orRejectsIt() {
        Comment held = web.bridge.addComment(
                number, OptionalLong.empty(), "carol@far.example", false, "Buy acorns", Comment.State.HELD);
        web.login(web.https(), "alice", RunningWeb.PASSWORD);
        web.submit(page, page, "comment", "" + held.number(), "action", "reject");
        assertThat(web.bridge.comments.get(0).state()).isEqualTo(Comment.State.REJECTED);
        assertThat(web.get(page).body()).doesNotContain("Buy acorns");
    }

    @Test
    void anAnswerToAHiddenCommentStandsAtTheTop() {
        Comment held = web.bridge.addComment(
                number, OptionalLong.empty(), "carol@far.example", false, "hidden", Comment.State.HELD);
        web.bridge.addComment(number, OptionalLong.of(held.number()), "alice", true, "an answer");
        assertThat(web.get(page).body()).contains("an answer", "comment depth0").doesNotContain("depth1");
    }

    @Test
    void longThreadsAreNotIndentedForever() {
        OptionalLong parent = OptionalLong.empty();
        for (int i = 0; i < 40; i++) {
            parent = OptionalLong.of(web.bridge
                    .addComment(number, parent, "bob", true, "deeper " + i)
                    .number());
        }
        assertThat(web.get(page).body()).contains("deeper 39", "depth5").doesNotContain("depth6");
    }

    private List<Comment> many(int count) {
        List<Comment> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(web.bridge.addComment(number, OptionalLong.empty(), "bob", true, "Nut " + i + "."));
        }
        return all;
    }

    @Test
    void commentsComeInPages() {
        many(120);
        assertThat(web.get(page).body())
                .contains("120 comments", "Nut 0.", "Nut 49.", "1 to 50 of 120")
                .contains("href=\"?page=2#comments\">Later", "href=\"?page=3#comments\">Newest")
                .doesNotContain("Nut 50.", "Earlier");
        assertThat(web.get(page + "?page=3").body())
                .contains("Nut 100.", "Nut 119.", "101 to 120 of 120", "href=\"?page=2#comments\">Earlier")
                .doesNotContain("Nut 99.", "Newest");
        assertThat(web.get(page + "?page=99999999999").body()).contains("Nut 119.");
        assertThat(web.get(page + "?page=x").body()).contains("Nut 0.");
    }

    @Test
    void aLinkToACommentLeadsToItsPage() {
        List<Comment> all = many(120);
        for (int i : new int[] {0, 49, 50, 99, 100, 119}) {
            Comment one = all.get(i);
            assertThat(one.link()).endsWith("/posts/" + number + "?c=" + one.number() + "#c" + one.number());
            assertThat(web.get(page + "?c=" + one.number()).body())
                    .contains("id=\"c" + one.number() + "\"", "Nut " + i + ".");
        }
        web.login(web.https(), "alice", RunningWeb.PASSWORD);
        Comment far = all.get(7);
        HttpResponse<String> done = web.submit(
                page, page, "action", "comment", "answers", "" + far.number(), "text", "Which nut?", "key", "k1");
        String made = done.headers().firstValue("Location").orElseThrow();
        assertThat(web.get(web.https() + made.replaceFirst("#.*", "")).body())
                .contains("Which nut?", "Nut 119.")
                .contains("to <a href=\"/posts/" + number + "?c=" + far.number() + "#c" + far.number() + "\">");
        assertThat(web.get(page + "?answer=" + all.get(110).number()).body())
                .contains("Nut 110.", "Your answer to #" + all.get(110).number());
    }

    @Test
    void theNewestCommentsAreAFeed() {
        List<Comment> all = many(30);
        web.bridge.addComment(
                number, OptionalLong.empty(), "carol@far.example", false, "A held one", Comment.State.HELD);
        HttpResponse<String> feed = web.get(page + "/feed.atom");
        assertThat(web.get(page).body()).contains("href=\"/posts/" + number + "/feed.atom\"");
        assertThat(feed.headers().firstValue("Content-Type")).contains("application/atom+xml;charset=utf-8");
        assertThat(feed.body())
                .contains(
                        "Comments on Acorns",
                        "Nut 10.",
                        "Nut 29.",
                        "?c=" + all.get(29).number())
                .doesNotContain("Nut 9.", "A held one");
        assertThat(feed.body().indexOf("Nut 29.")).isLessThan(feed.body().indexOf("Nut 28."));
        Post hidden = web.bridge.publish("alice", "Secret", "Root", Security.PRIVATE);
        assertThat(web.get(web.https() + "/posts/" + hidden.number() + "/feed.atom")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void allHeldCommentsAreListedHoweverOldTheirPosts() {
        web.bridge.addComment(number, OptionalLong.empty(), "carol@far.example", false, "Oldest", Comment.State.HELD);
        for (int i = 0; i < 120; i++) {
            Post later = web.bridge.publish("alice", "Later " + i, "Words.", Security.PUBLIC);
            if (i % 2 == 0) {
                web.bridge.addComment(
                        later.number(), OptionalLong.empty(), "c@far.example", false, "Held " + i, Comment.State.HELD);
            }
        }
        web.login(web.https(), "alice", RunningWeb.PASSWORD);
        String mine = web.https() + "/me/comments";
        assertThat(web.get(mine).body()).contains("Oldest", "Held 0<", "1 to 50", "?from=50");
        assertThat(web.get(mine + "?from=50").body())
                .contains("Held 118<", "Later 118")
                .doesNotContain("Oldest");
    }
}
