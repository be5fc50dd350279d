package org.ratatosk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.bridge.remote.SiteKeys;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Proof;

/** Forms with something else in their fields than their page has put there: nothing is changed, and nothing typed is lost. */
class FormsTest {
    private final RunningWeb web = new RunningWeb();
    private Post post;

    @BeforeEach
    void logIn() {
        web.people();
        post = web.bridge.publish("root", "Acorns", "Found seven.", Security.PUBLIC);
        web.login(web.console(), "root", RunningWeb.PASSWORD);
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private HttpResponse<String> submit(String path, String... fields) {
        return web.submit(web.console() + path, web.console() + path, fields);
    }

    private void assertUnknown(String path, String... fields) {
        HttpResponse<String> answer = submit(path, fields);
        assertThat(answer.statusCode()).as(path).isEqualTo(400);
        assertThat(answer.body()).contains("something that this page does not do");
    }

    @Test
    void aCommentIsRejectedByNoOtherWord() {
        Comment held = web.bridge.addComment(
                post.number(), OptionalLong.empty(), "carol@far.example", false, "Hello", Comment.State.HELD);
        assertUnknown("/me/comments", "comment", "" + held.number());
        assertUnknown("/posts/" + post.number(), "comment", "" + held.number(), "action", "dance");
        assertThat(web.bridge.comments)
                .singleElement()
                .extracting(Comment::state)
                .isEqualTo(Comment.State.HELD);
    }

    @Test
    void aSubscriptionIsMadeOfNothingElse() {
        String home = "root@example.org";
        assertUnknown("/me/subscriptions", "target", "everything", "at", home);
        assertUnknown("/me/subscriptions", "action", "add", "target", "the world", "at", home);
        assertThat(web.bridge.subscriptions).isEmpty();
    }

    @Test
    void aKeyIsMadeByNoOtherWord() {
        SiteKeys keys = web.bridge.keys;
        keys.make("Website", EnumSet.allOf(SiteKeys.Scope.class));
        assertUnknown("/console/keys", "name", "Another", "scope", "events");
        assertThat(keys.all()).hasSize(1);
    }

    @Test
    void settingsStayWhereTheFormSaysNothing() {
        Member before = web.bridge.members.get("root");
        assertUnknown("/me");
        assertUnknown("/me", "display-name", "Root", "security", "nonsense");
        assertUnknown("/me", "display-name", "Root", "security", "public", "presence", "the world");
        assertThat(web.bridge.members.get("root")).isEqualTo(before);
    }

    @Test
    void whatWasTypedStandsInTheFormAgain() {
        HttpResponse<String> address = submit("/me/addresses", "action", "link", "address", "root at work");
        assertThat(address.statusCode()).isEqualTo(422);
        assertThat(address.body()).contains("value=\"root at work\"");
        HttpResponse<String> rule =
                submit("/console/federation", "action", "rule", "rule", "blocked", "domain", "spam dot example");
        assertThat(rule.statusCode()).isEqualTo(422);
        assertThat(rule.body()).contains("id=\"ruled\" name=\"domain\" value=\"spam dot example\"");
        Jid work = Jid.of("root@work.example");
        web.bridge.identities.add(
                new Identity(work, "root", EnumSet.of(Identity.Right.ALERTS), web.clock.instant(), Proof.CERTIFICATE));
        HttpResponse<String> wish =
                submit("/me/subscriptions", "action", "add", "target", "tag", "value", "", "at", "root@work.example");
        assertThat(wish.statusCode()).isEqualTo(422);
        assertThat(wish.body()).contains("<option selected>root@work.example</option>");
    }

    /** Letters of three bytes take nine in a form. */
    @Test
    void theLongestCommentIsTakenInAnyScript() {
        String words = "水".repeat(10_000);
        String path = "/posts/" + post.number();
        assertThat(submit(path, "action", "comment", "text", words, "key", "k1").statusCode())
                .isEqualTo(303);
        assertThat(web.bridge.comments)
                .singleElement()
                .extracting(Comment::text)
                .isEqualTo(words);
    }
}
