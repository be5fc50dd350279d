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
        assertThat(done.headers().firstValue("Location")).contains("/posts/" + number + "#c" + made.number());
        assertThat(made.author()).isEqualTo("bob");
        assertThat(made.parent()).isEmpty();
        assertThat(web.get(page).body()).contains("Where?", "1 comment");
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
        for (int i = 0; i < 200; i++) {
            parent = OptionalLong.of(web.bridge
                    .addComment(number, parent, "bob", true, "deeper " + i)
                    .number());
        }
        assertThat(web.get(page).body()).contains("deeper 199", "depth5").doesNotContain("depth6");
    }
}
