package org.ratatosk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.alerts.Subscription;
import org.ratatosk.bridge.alerts.Target;
import org.ratatosk.bridge.alerts.Trace;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.server.admin.Admin;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Connection;
import org.ratatosk.server.stanza.Proof;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.DiskState;

class ConsoleTest {
    private static final Jid ALICE = Jid.of("alice@example.org");
    private final RunningWeb web = new RunningWeb();
    private String members = "";

    @BeforeEach
    void root() {
        web.people();
        session("alice@example.org/Gajim", "203.0.113.7:51222");
        session("mallory@other.example/Dino", "198.51.100.4:40000");
        web.login(web.console(), "root", RunningWeb.PASSWORD);
        members = web.console() + "/console/members";
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private void session(String jid, String address) {
        Connection.Info info =
                new Connection.Info(address, "TLSv1.3 TLS_AES_128_GCM_SHA256", "STARTTLS", web.clock.instant());
        web.admin.sessions.add(new Admin.SessionView(Jid.of(jid), true, 0, "away", info));
    }

    private Account account(Jid jid) {
        return web.admin.account(jid).toCompletableFuture().join().orElseThrow();
    }

    private String body(String path) {
        return web.get(web.console() + path).body();
    }

    // dashboard

    @Test
    void theDashboardTellsHowTheHouseIs() {
        web.bridge.addAlert(ALICE, "alice", 17, Alert.State.WAITING, 1);
        web.bridge.addAlert(ALICE, "alice", 17, Alert.State.DEAD, 6);
        web.clock.turn(Duration.ofMinutes(5));
        assertThat(body("/console"))
                .contains("1,200 in, 3,400 out", "oldest 5 min, 1 dead", "Ratatosk 1.2.3")
                .contains("accounts of example.org", "class=\"spark\"", "in 59 days", "13 May 2026")
                .doesNotContain("The disk is full");
    }

    @Test
    void allWhoLookShareOneCountOfTheHouse() {
        body("/console");
        web.clock.turn(Duration.ofSeconds(10));
        int alerts = web.bridge.alertsCounted;
        int accounts = web.admin.accountsCounted;
        for (int i = 0; i < 5; i++) {
            body("/console");
            body("/console/outbox");
            web.get(web.metrics() + "/metrics");
        }
        assertThat(web.bridge.alertsCounted).isEqualTo(alerts + 1);
        assertThat(web.admin.accountsCounted).isEqualTo(accounts + 1);
        web.clock.turn(Duration.ofSeconds(10));
        body("/console");
        assertThat(web.bridge.alertsCounted).isEqualTo(alerts + 2);
    }

    @Test
    void aFullDiskIsSaid() {
        synchronized (web.admin) {
            web.admin.disk = DiskState.FULL;
        }
        assertThat(body("/console")).contains("The disk is full");
        HttpResponse<String> health = web.get(web.console() + "/health");
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).contains("the disk is full");
    }

    @Test
    void aDiskThatFailsIsSaid() {
        synchronized (web.admin) {
            web.admin.disk = DiskState.FAILING;
        }
        assertThat(body("/console")).contains("The disk fails").doesNotContain("The disk is full");
        HttpResponse<String> health = web.get(web.console() + "/health");
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).contains("the disk fails");
        assertThat(web.get(web.metrics() + "/metrics").body())
                .contains("ratatosk_disk_failing 1")
                .contains("ratatosk_disk_full 0");
    }

    @Test
    void aCertificateThatEndsSoonIsSaid() {
        assertThat(body("/console")).doesNotContain("Renew it");
        web.clock.turn(Duration.ofDays(50));
        web.login(web.console(), "root", RunningWeb.PASSWORD);
        assertThat(body("/console")).contains("ends in", "Renew it");
    }

    // members

    @Test
    void membersAreSearchedAndPaged() {
        for (int i = 100; i < 220; i++) {
            web.admin.add("elf" + i + "@example.org", "x", Account.Role.MEMBER);
        }
        assertThat(body("/console/members")).contains("123 accounts on example.org", "Further");
        String found = body("/console/members?q=elf");
        assertThat(found).contains("120 accounts", "elf100", "elf149", "?from=50&amp;q=elf");
        assertThat(found).doesNotContain("elf150", "/console/members/alice");
        assertThat(body("/console/members?q=elf&from=100")).contains("elf200", "101 to 120", "?from=50&amp;q=elf");
        assertThat(body("/console/members?q=xyz")).contains("No account has that in its name.");
        assertThat(body("/console/members?from=99999999999999")).contains("No account");
    }

    @Test
    void aMemberIsAddedAndGivenALink() {
        HttpResponse<String> done = web.submit(members, members, "name", "Freya");
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        Matcher link = Pattern.compile("https://example.org(/set-password/[A-Za-z0-9_-]+)<")
                .matcher(done.body());
        assertThat(link.find()).isTrue();
        assertThat(done.body()).contains("<svg class=\"qr\"");
        assertThat(account(Jid.of("freya@example.org")).role()).isEqualTo(Account.Role.MEMBER);
        assertThat(web.bridge.told).containsExactly("added freya@example.org");
        assertThat(web.get(web.https() + link.group(1)).body()).contains("freya@example.org");
    }

    @Test
    void whoCannotBeAddedIsSaidInWords() {
        assertThat(web.submit(members, members, "name", "alice").body())
                .contains("There is an account alice@example.org already.");
        assertThat(web.submit(members, members, "name", "a b").body()).contains("must not hold");
        assertThat(web.submit(members, members, "name", "a@other.example").body())
                .contains("must not hold");
        assertThat(web.submit(members, members, "name", "ratatosk").body()).contains("the bot&#39;s name");
        assertThat(web.admin.accounts).hasSize(5);
    }

    @Test
    void anAccountIsDisabledAndEnabled() {
        String page = members + "/alice";
        HttpResponse<String> done = web.submit(page, page, "action", "disable");
        assertThat(done.headers().firstValue("Location")).contains("/console/members/alice?done=disabled");
        assertThat(body("/console/members/alice?done=disabled"))
                .contains("The account is disabled and its sessions have ended.");
        assertThat(account(ALICE).enabled()).isFalse();
        web.submit(page, page, "action", "enable");
        assertThat(account(ALICE).enabled()).isTrue();
    }

    @Test
    void anAccountIsMadeAnAdminAndAMemberAgain() {
        String page = members + "/alice";
        web.submit(page, page, "action", "make-admin");
        assertThat(account(ALICE).role()).isEqualTo(Account.Role.ADMIN);
        web.submit(page, page, "action", "make-member");
        assertThat(account(ALICE).role()).isEqualTo(Account.Role.MEMBER);
    }

    @Test
    void anAccountIsDeletedWhenItsNameWasTyped() {
        String page = members + "/alice";
        assertThat(web.submit(page, page, "action", "delete", "confirm", "bob").body())
                .contains("type the account&#39;s name, alice");
        assertThat(web.submit(page, page, "action", "delete").statusCode()).isEqualTo(422);
        assertThat(web.admin.accounts).containsKey(ALICE);
        HttpResponse<String> done = web.submit(page, page, "action", "delete", "confirm", "alice");
        assertThat(done.headers().firstValue("Location")).contains("/console/members?done=deleted");
        assertThat(web.admin.accounts).doesNotContainKey(ALICE);
        assertThat(web.bridge.told).containsExactly("removed alice@example.org");
        assertThat(web.get(page).statusCode()).isEqualTo(404);
    }

    @Test
    void aResetLinkIsShownOnce() {
        String page = members + "/alice";
        String shown = web.submit(page, page, "action", "link").body();
        assertThat(shown).contains("https://example.org/set-password/", "<svg class=\"qr\"");
        assertThat(web.admin.passwords.get(ALICE)).isEqualTo(RunningWeb.PASSWORD);
        assertThat(web.get(page).body()).doesNotContain("set-password/");
    }

    @Test
    void nobodyLocksThemselvesOut() {
        String page = members + "/root";
        for (String action : List.of("disable", "make-member", "delete")) {
            HttpResponse<String> done = web.submit(page, page, "action", action, "confirm", "root");
            assertThat(done.statusCode()).as(action).isEqualTo(422);
            assertThat(done.body()).contains("This is your own account.");
        }
        assertThat(web.submit(page, page, "action", "nonsense").statusCode()).isEqualTo(422);
        assertThat(web.submit(members + "/bob", members + "/bob", "action", "nonsense")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void anAdminWhoLosesTheRoleIsOutAtOnce() {
        web.admin
                .setRole(Jid.of("root@example.org"), Account.Role.MEMBER)
                .toCompletableFuture()
                .join();
        assertThat(web.get(members).statusCode()).isEqualTo(403);
    }

    // sessions

    @Test
    void sessionsTellWhoAndHow() {
        assertThat(body("/console/sessions"))
                .contains("Gajim", "203.0.113.7:51222", "TLSv1.3", "TLS_AES_128_GCM_SHA256", "STARTTLS", "away")
                .contains("14 Mar 2026, 15:09 UTC");
        assertThat(body("/console/sessions?q=203.0")).contains("Gajim");
        assertThat(body("/console/sessions?q=nobody")).doesNotContain("Gajim");
        assertThat(body("/console/members/alice")).contains("Gajim");
    }

    @Test
    void aSessionIsEnded() {
        String page = web.console() + "/console/sessions";
        assertThat(web.submit(page, page, "jid", "alice@example.org/Gajim")
                        .headers()
                        .firstValue("Location"))
                .contains("/console/sessions?done=kicked");
        assertThat(web.admin.sessions("example.org")).isEmpty();
        assertThat(web.submit(members, page, "jid", "alice@example.org/Gajim")
                        .headers()
                        .firstValue("Location"))
                .contains("/console/sessions?done=gone");
        assertThat(web.submit(members, page, "jid", "alice@example.org").statusCode())
                .isEqualTo(404);
        assertThat(web.submit(members, page, "jid", "").statusCode()).isEqualTo(404);
    }

    /** Security test 39. */
    @Test
    void anAdminSeesAndTouchesTheirOwnDomainOnly() {
        assertThat(body("/console/sessions")).doesNotContain("mallory", "Dino", "198.51.100.4");
        assertThat(body("/console/members")).doesNotContain("mallory", "boss");
        String sessions = web.console() + "/console/sessions";
        assertThat(web.submit(members, sessions, "jid", "mallory@other.example/Dino")
                        .statusCode())
                .isEqualTo(404);
        assertThat(web.admin.sessions("other.example")).hasSize(1);
        for (String name : List.of("mallory", "mallory%40other.example", "mallory@other.example")) {
            assertThat(web.get(members + "/" + name).statusCode()).as(name).isEqualTo(404);
        }
        web.login(web.console(), "boss@other.example", RunningWeb.PASSWORD);
        assertThat(body("/console/sessions")).contains("mallory").doesNotContain("alice");
        assertThat(body("/console/members")).contains("mallory").doesNotContain("alice", "root");
        assertThat(body("/console"))
                .contains("accounts of other.example")
                .doesNotContain("Stanzas", ">example.org<", "Outbox");
        assertThat(web.submit(members, members + "/alice", "action", "disable").statusCode())
                .isEqualTo(404);
        web.submit(members, members, "name", "alice");
        assertThat(web.admin.accounts).containsKey(Jid.of("alice@other.example"));
        assertThat(web.bridge.told).isEmpty();
        assertThat(web.submit(members, web.console() + "/console/outbox", "id", "1")
                        .statusCode())
                .isEqualTo(403);
    }

    // bridge

    @Test
    void identitiesAndSubscriptionsAreSearched() {
        web.bridge.identities.add(new Identity(
                Jid.of("a@work.example"),
                "alice",
                EnumSet.of(Identity.Right.POST),
                web.clock.instant(),
                Proof.CERTIFICATE));
        web.bridge.subscriptions.add(
                new Subscription(1, Jid.of("c@far.example"), null, Target.TAG, "wood", web.clock.instant()));
        assertThat(body("/console/identities?q=work")).contains("a@work.example", "alice", "post");
        assertThat(body("/console/identities?q=other")).doesNotContain("a@work.example");
        assertThat(body("/console/subscriptions")).contains("c@far.example", "nobody", "Posts with the tag wood");
        assertThat(body("/console/subscriptions?q=other")).doesNotContain("c@far.example");
    }

    @Test
    void theOutboxShowsWhatFailedAndTriesAgain() {
        web.bridge.addAlert(ALICE, "alice", 17, Alert.State.ACKNOWLEDGED, 1);
        Alert dead = web.bridge.addAlert(Jid.of("c@far.example"), null, 18, Alert.State.DEAD, 6);
        web.clock.turn(Duration.ofSeconds(10));
        String page = web.console() + "/console/outbox?state=dead";
        String shown = web.get(page).body();
        assertThat(shown)
                .contains("#18", "c@far.example", "6 tries", "The server example.net does not answer.")
                .contains("/console/trace?number=18&amp;who=c%40far.example", "Retry")
                .doesNotContain("#17");
        assertThat(body("/console/outbox")).contains("#17", "#18", "all <span>2</span>", "dead <span>1</span>");
        HttpResponse<String> done =
                web.submit(page, web.console() + "/console/outbox", "id", "" + dead.id(), "state", "dead");
        assertThat(done.headers().firstValue("Location")).contains("/console/outbox?state=dead&done=retried");
        assertThat(web.bridge.alerts.get(0).state()).isEqualTo(Alert.State.WAITING);
        assertThat(body("/console/outbox?state=acknowledged")).doesNotContain("Retry");
        assertThat(body("/console/outbox")).contains("dead <span>0</span>");
    }

    @Test
    void theTraceTellsTheStepsAndTheSentence() {
        web.bridge.traces.put(
                "bob#17",
                new Trace(
                        List.of(
                                new Trace.Step(web.clock.instant(), "alice published #17."),
                                new Trace.Step(null, "bob is not subscribed.")),
                        Trace.Outcome.NOT_SUBSCRIBED,
                        "bob did not get it: bob subscribed only later, at {now}."));
        String now = "14 Mar 2026, 15:09:26 UTC";
        for (String number : List.of("17", "%2317")) {
            String shown = body("/console/trace?who=bob&number=" + number);
            assertThat(shown).contains("alice published #17.", "bob is not subscribed.", "not subscribed</span>");
            assertThat(shown)
                    .contains("id=\"sentence\">bob did not get it: bob subscribed only later, at " + now + ".");
            assertThat(shown).as("a page has one form of times").contains(">" + now + "</time>");
            assertThat(shown.indexOf("alice published")).isLessThan(shown.indexOf("bob is not subscribed."));
        }
        assertThat(body("/console/trace?who=bob&number=99")).contains("No event of #99 ever came.");
        assertThat(body("/console/trace?who=bob&number=x")).contains("Say who");
        assertThat(body("/console/trace?who=&number=17")).contains("Say who");
        assertThat(body("/console/trace")).doesNotContain("Say who");
    }

    // programs

    @Test
    void metricsAreWhatPrometheusReads() {
        web.bridge.addAlert(ALICE, "alice", 17, Alert.State.WAITING, 1);
        web.clock.turn(Duration.ofSeconds(10));
        HttpResponse<String> page = web.get(web.metrics() + "/metrics");
        assertThat(page.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(page.body())
                .contains("\nratatosk_sessions 2.0\n")
                .contains("\nratatosk_stanzas_total{direction=\"in\"} 1200.0\n")
                .contains("\nratatosk_alerts{state=\"waiting\"} 1.0\n")
                .contains("\nratatosk_web_sessions 1.0\n")
                .contains("jvm_memory_used_bytes");
        assertThat(page.body()).doesNotContain("alice");
        assertThat(web.get(web.metrics() + "/health").body()).isEqualTo("ok\n");
    }
}
