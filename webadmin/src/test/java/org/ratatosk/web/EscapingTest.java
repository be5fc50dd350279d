package org.ratatosk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.bridge.alerts.Subscription;
import org.ratatosk.bridge.alerts.Target;
import org.ratatosk.bridge.alerts.Trace;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.bridge.identity.LinkCode;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.server.admin.Admin;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Connection;
import org.ratatosk.server.stanza.Proof;

/** Security test 34: whatever is stored, or asked for, is text on every page. */
class EscapingTest {
    private static final String EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>${7*7}<#assign x=1>";
    private final RunningWeb web = new RunningWeb();

    @BeforeEach
    void evilEverywhere() {
        web.people();
        web.bridge.name = "Site " + EVIL;
        Jid home = Jid.of("alice@example.org");
        web.bridge.members.put("alice", new Member("alice", home, EVIL, Security.PUBLIC, true));
        web.bridge.posts.add(new Post(
                101,
                "alice",
                EVIL,
                EVIL,
                Security.PUBLIC,
                List.of(EVIL),
                EVIL,
                web.clock.instant(),
                "https://example.org/posts/101"));
        web.bridge.comments.add(comment(102, EVIL, Comment.State.SHOWN));
        web.bridge.comments.add(comment(103, "evil@x.example", Comment.State.HELD));
        Jid full = Jid.of("alice@example.org/" + EVIL);
        Connection.Info info = new Connection.Info(EVIL, EVIL, EVIL, web.clock.instant());
        web.admin.sessions.add(new Admin.SessionView(full, true, 0, EVIL, info));
        web.bridge.identities.add(new Identity(
                Jid.of("a@x.example"),
                "alice",
                EnumSet.allOf(Identity.Right.class),
                web.clock.instant(),
                Proof.CERTIFICATE));
        web.bridge.pending.add(new LinkCode("alice", Jid.of("c@x.example"), EVIL, web.clock.instant()));
        for (Target target : Target.values()) {
            web.bridge.subscriptions.add(new Subscription(
                    web.bridge.subscriptions.size() + 1L, home, "alice", target, EVIL, web.clock.instant()));
        }
        web.bridge.alerts.add(new Alert(
                1,
                EVIL,
                home,
                EVIL,
                101,
                EVIL,
                Alert.State.DEAD,
                3,
                null,
                EVIL,
                web.clock.instant(),
                web.clock.instant()));
        web.bridge.traces.put(
                "bob#101", new Trace(List.of(new Trace.Step(web.clock.instant(), EVIL)), Trace.Outcome.DEAD, EVIL));
    }

    private Comment comment(long number, String author, Comment.State state) {
        return new Comment(
                number,
                101,
                OptionalLong.empty(),
                author,
                false,
                EVIL,
                state,
                web.clock.instant(),
                "https://x/#" + number);
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private void assertTextOnly(String where, String body) {
        assertThat(body).as(where).doesNotContain("<script>alert", "<img src=x", "onerror=alert(2)>", "\"'>", "49<");
        String withoutTags = body.replaceAll("<[!/a-zA-Z][^<>\"]*(\"[^\"<>]*\"[^<>\"]*)*>", "");
        assertThat(withoutTags).as(where + " is made of whole tags").doesNotContain("<", ">");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/~alice",
                "/posts/101",
                "/posts/101?answer=102",
                "/me",
                "/me/addresses",
                "/me/subscriptions",
                "/me/comments",
                "/me/mail",
                "/nothing"
            })
    void onTheSite(String path) {
        web.login(web.https(), "alice", RunningWeb.PASSWORD);
        String body = web.get(web.https() + path).body();
        assertThat(body).contains("&lt;script&gt;alert(1)");
        assertTextOnly(path, body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console",
                "/console/members",
                "/console/members/alice",
                "/console/sessions",
                "/console/identities",
                "/console/subscriptions",
                "/console/outbox",
                "/console/trace?who=bob&number=101"
            })
    void inTheConsole(String path) {
        web.login(web.console(), "root", RunningWeb.PASSWORD);
        String body = web.get(web.console() + path).body();
        assertThat(body).contains("&lt;script&gt;alert(1)");
        assertTextOnly(path, body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login?next=",
                "/?done=",
                "/?before=",
                "/console/members?q=",
                "/console/sessions?q=",
                "/console/identities?q=",
                "/console/subscriptions?q=",
                "/console/outbox?state=",
                "/console/trace?number=1&who=",
                "/console/trace?who=bob&number=",
                "/console/members?from=",
                "/console/members/",
                "/~",
                "/posts/"
            })
    void whatIsAskedFor(String path) {
        if (!path.startsWith("/login")) {
            web.login(web.console(), "root", RunningWeb.PASSWORD);
        }
        String evil =
                URLEncoder.encode(EVIL.replace("/", ""), StandardCharsets.UTF_8).replace("+", "%20");
        assertTextOnly(path, web.get(web.console() + path + evil).body());
    }

    @Test
    void whatIsSentInAForm() {
        web.login(web.console(), "root", RunningWeb.PASSWORD);
        String members = web.console() + "/console/members";
        assertTextOnly(
                "name of a new account",
                web.submit(members, members, "name", EVIL).body());
        String addresses = web.console() + "/me/addresses";
        assertTextOnly(
                "address",
                web.submit(addresses, addresses, "action", "link", "address", EVIL)
                        .body());
        String post = web.console() + "/posts/101";
        assertTextOnly(
                "comment",
                web.submit(post, post, "action", "comment", "text", " ", "key", EVIL)
                        .body());
        web.cookies.clear();
        String login = web.console() + "/login";
        assertTextOnly(
                "login",
                web.submit(login, login, "name", EVIL, "password", EVIL, "next", EVIL)
                        .body());
    }

    @Test
    void inTheHeadersOfARequest() {
        String body = web.get(web.https() + "/nothing", "User-Agent", EVIL, "Referer", EVIL, "Accept-Language", EVIL)
                .body();
        web.bridge.name = "Plain";
        String plain = web.get(web.https() + "/nothing", "User-Agent", EVIL).body();
        assertTextOnly("404", body);
        assertThat(plain).doesNotContain("script");
    }

    @Test
    void inTheFeed() {
        String feed = web.get(web.https() + "/feed.atom").body();
        assertThat(feed).contains("&lt;script&gt;").doesNotContain("<script>", "<img");
    }
}
