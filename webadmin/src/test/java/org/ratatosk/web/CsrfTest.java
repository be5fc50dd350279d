package org.ratatosk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Account;

/** Security test 34: nothing changes but by a form of our own page, of the same login. */
class CsrfTest {
    private final RunningWeb web = new RunningWeb();

    /** A form that would change something: where it goes, and its fields. */
    record Form(String path, List<String> fields) {
        static Form of(String path, String... fields) {
            return new Form(path, List.of(fields));
        }
    }

    static List<Form> forms() {
        return List.of(
                Form.of("/logout"),
                Form.of("/login", "name", "alice", "password", RunningWeb.PASSWORD),
                Form.of("/me", "display-name", "Changed", "security", "private"),
                Form.of("/me/addresses", "action", "link", "address", "x@y.example"),
                Form.of("/me/subscriptions", "action", "add", "target", "everything", "at", "root@example.org"),
                Form.of("/me/mail", "action", "ask", "address", "eve@evil.test"),
                Form.of("/me/comments", "comment", "102", "action", "show"),
                Form.of("/me/password", "old", RunningWeb.PASSWORD, "new", "battery staple", "again", "battery staple"),
                Form.of("/posts/101", "action", "comment", "text", "Hello", "key", "k"),
                Form.of("/console/members", "name", "freya"),
                Form.of("/console/members/alice", "action", "disable"),
                Form.of("/console/members/alice", "action", "delete", "confirm", "alice"),
                Form.of("/console/sessions", "jid", "alice@example.org/x"),
                Form.of("/console/outbox", "id", "1"),
                Form.of("/console/start", "action", "connect", "url", "https://example.org", "kind", "wordpress"),
                Form.of("/console/start", "action", "hear"),
                Form.of("/console/keys", "action", "make", "name", "Website", "scope", "events"));
    }

    @BeforeEach
    void people() {
        web.people();
        web.bridge.publish("root", "Acorns", "Found seven.", Security.PUBLIC);
        web.bridge.addAlert(Jid.of("bob@example.org"), "bob", 101, Alert.State.DEAD, 6);
        web.login(web.console(), "root", RunningWeb.PASSWORD);
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private String state() {
        return web.admin.accounts + " " + web.admin.passwords + " " + web.bridge.members + web.bridge.comments
                + web.bridge.pending + web.bridge.subscriptions + web.bridge.alerts + web.bridge.told
                + web.bridge.mailer.sent;
    }

    private String token() {
        return RunningWeb.token(web.get(web.console() + "/console/members").body());
    }

    private HttpResponse<String> post(Form form, List<String> headers, String token) {
        List<String> fields = new ArrayList<>(form.fields());
        fields.addAll(List.of("token", token));
        return web.postWith(headers, web.console() + form.path(), fields.toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aFormWithoutItsTokenOrFromElsewhereChangesNothing(Form form) {
        String token = token();
        String before = state();
        assertThat(post(form, List.of(), "").statusCode()).isEqualTo(403);
        assertThat(post(form, List.of(), "x" + token).statusCode()).isEqualTo(403);
        assertThat(post(form, List.of("Sec-Fetch-Site", "cross-site"), token).statusCode())
                .isEqualTo(403);
        assertThat(post(form, List.of("Sec-Fetch-Site", "same-site"), token).statusCode())
                .isEqualTo(403);
        assertThat(post(form, List.of("Origin", "https://evil.example"), token).statusCode())
                .isEqualTo(403);
        assertThat(state()).isEqualTo(before);
        assertThat(web.get(web.console() + "/console").statusCode())
                .as("still logged in")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void whatAFormDoesAnAddressDoesNot(Form form) {
        String before = state();
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < form.fields().size(); i += 2) {
            pairs.add(form.fields().get(i) + "=" + form.fields().get(i + 1).replace(" ", "+"));
        }
        web.get(web.console() + form.path() + "?token=" + token() + "&" + String.join("&", pairs));
        assertThat(state()).isEqualTo(before);
        assertThat(web.get(web.console() + "/console").statusCode()).isEqualTo(200);
    }

    @Test
    void theTokenOfAnotherLoginIsNoneOfOurs() {
        String foreign = token();
        web.login(web.console(), "root", RunningWeb.PASSWORD);
        Form form = Form.of("/console/members", "name", "freya");
        assertThat(post(form, List.of(), foreign).statusCode()).isEqualTo(403);
        assertThat(post(form, List.of(), token()).statusCode()).isEqualTo(200);
        assertThat(web.admin.accounts).containsKey(Jid.of("freya@example.org"));
    }

    @Test
    void withItsTokenAndFromOurPageItIsTaken() {
        Form form = Form.of("/console/members/alice", "action", "disable");
        List<String> headers = List.of("Origin", web.console());
        assertThat(post(form, headers, token()).statusCode()).isEqualTo(303);
        assertThat(web.admin.accounts.get(Jid.of("alice@example.org")))
                .extracting(Account::enabled)
                .isEqualTo(false);
    }

    @Test
    void theLoginFormOfAStrangerIsTiedToTheirBrowser() {
        web.cookies.clear();
        String token = RunningWeb.token(web.get(web.console() + "/login").body());
        web.cookies.clear();
        Form form = Form.of("/login", "name", "alice", "password", RunningWeb.PASSWORD, "next", "");
        assertThat(post(form, List.of(), token).statusCode()).isEqualTo(403);
        String other = RunningWeb.token(web.get(web.console() + "/login").body());
        assertThat(other).isNotEqualTo(token);
        assertThat(post(form, List.of(), token).statusCode()).isEqualTo(403);
        assertThat(post(form, List.of(), other).statusCode()).isEqualTo(303);
    }

    @Test
    void aFormHasASize() {
        Form form = Form.of("/posts/101", "action", "comment", "text", "x".repeat(140_000), "key", "k");
        assertThat(post(form, List.of(), token()).statusCode()).isEqualTo(400);
        assertThat(web.bridge.comments).isEmpty();
    }
}
