package org.ratatosk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.admin.Peers.Direction;
import org.ratatosk.server.admin.Peers.Peer;
import org.ratatosk.server.admin.Peers.Rule;
import org.ratatosk.server.admin.Peers.Step;
import org.ratatosk.server.session.Connection;
import org.ratatosk.server.stream.component.ComponentState;
import org.ratatosk.web.page.Lookout.Finding;

class FederationPageTest {
    private final RunningWeb web = new RunningWeb();
    private final String page = web.console() + "/console/federation";

    @BeforeEach
    void peers() {
        web.people();
        web.peers.peers.add(new Peer(
                "example.org",
                "far.example",
                Direction.BOTH,
                "203.0.113.9:5269",
                "TLSv1.3 TLS_AES_128_GCM_SHA256",
                "PKIX",
                List.of("far.example", "*.far.example", "xmpp.far.example", "chat.far.example", "x.far.example"),
                web.clock.instant().plus(Duration.ofDays(60)),
                0,
                "",
                web.clock.instant()));
        web.peers.peers.add(new Peer(
                "other.example",
                "gone.example",
                Direction.OUT,
                "",
                "",
                "",
                List.of(),
                null,
                3,
                "The server of gone.example does not answer.",
                null));
        web.login(web.console(), "root", RunningWeb.PASSWORD);
    }

    @AfterEach
    void stop() {
        web.close();
    }

    @Test
    void eachServerIsShownWithHowItStands() {
        String body = web.get(page).body();
        assertThat(body)
                .contains("far.example", "with example.org, both ways", "203.0.113.9:5269")
                .contains("TLSv1.3", "TLS_AES_128_GCM_SHA256", ">PKIX<", "far.example, *.far.example", "and 2 more")
                .contains("certificate until", "13 May 2026")
                .contains("gone.example", "not connected", "3 stanzas", "The server of gone.example does not answer.")
                .doesNotContain("meets no others");
        assertThat(web.get(page + "?q=203.0").body()).contains("far.example").doesNotContain("gone.example");
        assertThat(web.get(page + "?q=nobody").body()).contains("No server of another domain is connected");
    }

    @Test
    void whoeverHasNotSaidWhoTheyAreIsShownWithoutButtons() {
        web.peers.peers.clear();
        web.peers.peers.add(new Peer(
                "", "", Direction.IN, "203.0.113.50:40000", "", "", List.of(), null, 0, "", web.clock.instant()));
        assertThat(web.get(page).body())
                .contains("not known yet", "203.0.113.50:40000", "not encrypted", "not proved")
                .doesNotContain(">Close<", ">Block<");
    }

    @Test
    void manyServersComeInPages() {
        Peer one = web.peers.peers.get(0);
        for (int i = 100; i < 170; i++) {
            web.peers.peers.add(new Peer(
                    one.local(), "s" + i + ".example", Direction.IN, "", "", "dialback", List.of(), null, 0, "", null));
        }
        assertThat(web.get(page + "?q=s1").body())
                .contains("s100.example", "s149.example", "1 to 50")
                .doesNotContain("s150.");
        assertThat(web.get(page + "?q=s1&from=50").body())
                .contains("s169.example")
                .doesNotContain("s149.");
    }

    @Test
    void aServerThatMeetsNoOthersSaysHowThatIsChanged() {
        web.peers.enabled = false;
        assertThat(web.get(page).body()).contains("meets no others", "s2s.enabled");
    }

    @Test
    void aTestTellsItsSteps() {
        web.peers.steps.add(new Step("policy", true, "it has to prove itself by a certificate"));
        web.peers.steps.add(new Step("dns", true, "xmpp.far.example:5269 by SRV"));
        web.peers.steps.add(new Step("connect", false, "nobody answers at 203.0.113.9 <port 5269>"));
        String body = web.submit(page, page, "action", "test", "domain", "Far.Example")
                .body();
        assertThat(web.peers.told).containsExactly("test example.org far.example");
        assertThat(body)
                .contains(
                        "not reached", "<strong>Rule</strong>", "<strong>DNS</strong>", "xmpp.far.example:5269 by SRV")
                .contains("<li class=\"bad\"><span><strong>Connection</strong>", "&lt;port 5269&gt;");
        web.peers.steps.remove(2);
        assertThat(web.submit(page, page, "action", "test", "domain", "far.example")
                        .body())
                .contains("far.example answers.");
    }

    /** As "check" has it. */
    @Test
    void whatWentWrongComesWithWhatToDo() {
        Step first = new Step("connect", false, "203.0.113.9:5269: nobody answers");
        web.peers.steps.addAll(List.of(first, new Step("connect", false, "203.0.113.10:5269: nobody answers")));
        assertThat(web.submit(page, page, "action", "test", "domain", "far.example")
                        .body())
                .containsOnlyOnce("<small class=\"soft advice\">" + first.advice() + "</small>");
    }

    @Test
    void ofAnAddressTheDomainIsTested() {
        web.peers.steps.add(new Step("dns", true, "xmpp.far.example:5269 by SRV"));
        String body = web.submit(page, page, "action", "test", "domain", "xmpp:alice@far.example")
                .body();
        assertThat(web.peers.told).containsExactly("test example.org far.example");
        assertThat(body)
                .contains("Of &quot;xmpp:alice@far.example&quot; only the domain far.example is tested.")
                .contains("value=\"far.example\"");
        assertThat(web.submit(page, page, "action", "rule", "domain", "alice@far.example", "rule", "blocked")
                        .statusCode())
                .as("a rule is for a domain, and nobody is to set one by mistake")
                .isEqualTo(422);
        assertThat(web.peers.rules).isEmpty();
    }

    @Test
    void howTheWorldFindsTheServerIsSaidWithoutWaiting() {
        web.lookout.looked = false;
        assertThat(web.get(page).body()).contains("How the world finds you", "are being looked at", "/console/start");
        assertThat(web.lookout.patiences).containsOnly(Duration.ZERO);
        web.lookout.looked = true;
        web.lookout.domains.add(new Finding(Finding.Mark.GOOD, "The record leads here.", ""));
        assertThat(web.get(page).body())
                .contains("Nothing stands in the way of others.")
                .doesNotContain("The record leads here.");
        web.lookout.domains.add(new Finding(Finding.Mark.BAD, "There is no record <x>.", "Add it."));
        web.lookout.certificates.add(new Finding(Finding.Mark.OPEN, "The DNS is silent.", "Wait."));
        assertThat(web.get(page).body())
                .contains("<li class=\"bad\"><span>There is no record &lt;x&gt;.", ">Add it.<")
                .contains("<li class=\"warn\"><span>The DNS is silent.")
                .doesNotContain("The record leads here.", "Nothing stands in the way");
        web.login(web.console(), "boss@other.example", RunningWeb.PASSWORD);
        assertThat(web.get(page).body()).doesNotContain("How the world finds you", "There is no record");
    }

    @Test
    void whatIsNoOtherDomainIsSaidInWords() {
        for (String text : List.of("", "a b", "alice@", "far.example x")) {
            HttpResponse<String> answer = web.submit(page, page, "action", "test", "domain", text);
            assertThat(answer.statusCode()).as(text).isEqualTo(422);
            assertThat(answer.body()).contains("is no domain");
        }
        assertThat(web.submit(page, page, "action", "test", "domain", "other.example")
                        .body())
                .contains("other.example is a domain of this server itself.");
        assertThat(web.peers.told).isEmpty();
    }

    @Test
    void connectionsAreClosed() {
        HttpResponse<String> answer = web.submit(page, page, "action", "close", "domain", "far.example");
        assertThat(answer.headers().firstValue("Location")).contains("/console/federation?done=closed");
        assertThat(web.get(page + "?done=closed").body())
                .contains("Its connections are closed")
                .doesNotContain("203.0.113.9");
        assertThat(web.peers.told).containsExactly("close far.example");
    }

    @Test
    void domainsAreBlockedAllowedAndLeftToTheConfiguration() {
        HttpResponse<String> answer =
                web.submit(page, page, "action", "rule", "domain", "Bad.Example", "rule", "blocked");
        assertThat(answer.headers().firstValue("Location")).contains("/console/federation?done=rule");
        web.submit(page, page, "action", "rule", "domain", "old.example", "rule", "dialback");
        web.submit(page, page, "action", "rule", "domain", "good.example", "rule", "certificate");
        assertThat(web.peers.rules)
                .containsOnly(
                        Map.entry("bad.example", Rule.BLOCKED),
                        Map.entry("old.example", Rule.DIALBACK),
                        Map.entry("good.example", Rule.CERTIFICATE));
        assertThat(web.get(page).body())
                .contains("bad.example</strong><br><small class=\"ends\">is blocked, with its subdomains")
                .contains("old.example</strong><br><small class=\"soft\">may prove itself by dialback");
        web.submit(page, page, "action", "rule", "domain", "bad.example", "rule", "configured");
        assertThat(web.peers.rules).doesNotContainKey("bad.example");
        assertThat(web.submit(page, page, "action", "rule", "domain", "x.example", "rule", "plaintext")
                        .statusCode())
                .isEqualTo(400);
        assertThat(web.submit(page, page, "action", "rule", "domain", "full.example", "rule", "blocked")
                        .body())
                .contains("There are too many rules.");
        assertThat(web.submit(page, page, "action", "dance", "domain", "x.example")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void programsWithADomainOfTheirOwnAreShownAndClosed() {
        assertThat(web.get(page).body()).doesNotContain("Programs with a domain of their own");
        components();
        String body = web.get(page).body();
        assertThat(body)
                .contains(
                        "Programs with a domain of their own", "irc.example.org", "127.0.0.1:41822", "127.0.0.1:41830")
                .contains("connected ", "2 of 3", "12 stanzas wait", "sms.other.example", "not connected")
                .contains("127.0.0.1:41907 was told: &lt;You&gt; did not answer a ping for too long");
        HttpResponse<String> answer = web.submit(page, page, "action", "close-component", "domain", "irc.example.org");
        assertThat(answer.headers().firstValue("Location")).contains("/console/federation?done=component");
        assertThat(web.get(page + "?done=component").body()).contains("It may connect anew");
        assertThat(web.peers.told).containsExactly("close component irc.example.org");
    }

    private void components() {
        Connection.Info one = new Connection.Info("127.0.0.1:41822", "", "component", web.clock.instant());
        Connection.Info two = new Connection.Info("127.0.0.1:41830", "", "component", web.clock.instant());
        web.components.add(new ComponentState("irc.example.org", 3, List.of(one, two), 12, 0, 0, ""));
        web.components.add(new ComponentState(
                "sms.other.example",
                1,
                List.of(),
                0,
                0,
                0,
                "127.0.0.1:41907 was told: <You> did not answer a ping for too long"));
    }

    @Test
    void anAdminOfAnotherDomainSeesItsOwnProgramsAndClosesNone() {
        components();
        web.login(web.console(), "boss@other.example", RunningWeb.PASSWORD);
        assertThat(web.get(page).body())
                .contains("sms.other.example")
                .doesNotContain("irc.example.org", "close-component");
        assertThat(web.submit(page, page, "action", "close-component", "domain", "sms.other.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(web.peers.told).isEmpty();
    }

    /** Security test 39. */
    @Test
    void anAdminOfAnotherDomainSeesItsOwnConnectionsAndClosesNone() {
        web.login(web.console(), "boss@other.example", RunningWeb.PASSWORD);
        assertThat(web.get(page).body()).contains("gone.example").doesNotContain("far.example", ">Close<");
        web.submit(page, page, "action", "test", "domain", "far.example");
        assertThat(web.submit(page, page, "action", "close", "domain", "far.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(web.submit(page, page, "action", "rule", "domain", "far.example", "rule", "blocked")
                        .statusCode())
                .isEqualTo(403);
        assertThat(web.peers.rules).isEmpty();
        assertThat(web.get(page).body()).doesNotContain("Rules for single domains", ">Block<");
        assertThat(web.peers.told).containsExactly("test other.example far.example");
    }
}
