package org.ratatosk.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ratatosk.server.testing.Bench;

/** XEP-0191: which addresses match, and how many there can be. */
class BlockingTest {
    @ParameterizedTest
    @CsvSource({
        "bob@example.net/one, bob@example.net/one, true",
        "bob@example.net/two, bob@example.net/one, false",
        "bob@example.net,     bob@example.net/one, true",
        "eve@example.net,     bob@example.net/one, false",
        "example.net/one,     bob@example.net/one, true",
        "example.net/two,     bob@example.net/one, false",
        "example.net,         bob@example.net/one, true",
        "example.org,         bob@example.net/one, false"
    })
    void matching(String blocked, String sender, boolean stopped) {
        try (Bench bench = new Bench()) {
            bench.accounts("alice@example.org", "bob@example.net");
            Bench.Client alice = bench.connect("alice@example.org/home");
            alice.sends("<presence/>");
            alice.sends("<iq type='set' id='b'><block xmlns='urn:xmpp:blocking'><item jid='" + blocked
                    + "'/></block></iq>");
            Bench.Client bob = bench.connect(sender);
            alice.received();
            bob.sends("<message type='chat' to='alice@example.org' id='m'><body>hi</body></message>");
            bench.settle();
            assertThat(alice.received().isEmpty()).isEqualTo(stopped);
            assertThat(bob.received().isEmpty()).isEqualTo(!stopped);
        }
    }

    @Test
    void theServerAndOneselfAreNeverStopped() {
        try (Bench bench = new Bench()) {
            bench.accounts("alice@example.org");
            Bench.Client alice = bench.connect("alice@example.org/home");
            alice.sends(
                    "<iq type='set' id='b'><block xmlns='urn:xmpp:blocking'><item jid='example.org'/></block></iq>");
            bench.settle();
            alice.received();
            alice.sends("<message to='alice@example.org/home' id='m'><body>note</body></message>");
            bench.settle();
            assertThat(alice.received())
                    .extracting(e -> e.attr("type").orElse(""))
                    .containsExactly("");
        }
    }

    @Test
    void theOwnServerStillAnswersWhoBlocksItsDomain() {
        try (Bench bench = new Bench()) {
            bench.accounts("alice@example.org", "bob@example.org");
            Bench.Client alice = bench.connect("alice@example.org/home");
            alice.sends(
                    "<iq type='set' id='b'><block xmlns='urn:xmpp:blocking'><item jid='example.org'/></block></iq>");
            bench.settle();
            alice.received();
            alice.sends("<iq type='get' to='example.org' id='p'><ping xmlns='urn:xmpp:ping'/></iq>");
            bench.settle();
            assertThat(alice.received().toString()).contains("type='result'");
            alice.sends("<message to='bob@example.org' id='m'><body>hi</body></message>");
            bench.settle();
            assertThat(alice.received().toString()).contains("not-acceptable");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bob@example.net/one, bob@example.net/one",
        "bob@example.net, bob@example.net/one",
        "example.net, bob@example.net/one",
        "bob@example.net, bob@example.net",
        "bob@example.net/two, ''"
    })
    void whoHadDirectedPresenceAndIsBlockedSeesItGo(String blocked, String gone) {
        try (Bench bench = new Bench()) {
            bench.accounts("alice@example.org", "bob@example.net");
            Bench.Client alice = bench.connect("alice@example.org/home");
            Bench.Client bob = bench.connect("bob@example.net/one");
            bob.sends("<presence/>");
            alice.sends("<presence to='" + (gone.isEmpty() ? "bob@example.net/one" : gone) + "'/>");
            bench.settle();
            bob.received();
            alice.sends("<iq type='set' id='b'><block xmlns='urn:xmpp:blocking'><item jid='" + blocked
                    + "'/></block></iq>");
            bench.settle();
            assertThat(bob.received())
                    .extracting(e ->
                            e.attr("type").orElse("") + " to " + e.attr("to").orElse(""))
                    .isEqualTo(gone.isEmpty() ? List.of() : List.of("unavailable to " + gone));
        }
    }

    @Test
    void aSingleClientOfASubscriberThatIsBlockedSeesHerGoAndComeBack() {
        try (Bench bench = new Bench()) {
            bench.accounts("alice@example.org", "bob@example.net");
            Bench.Client alice = bench.connect("alice@example.org/home");
            Bench.Client bob = bench.connect("bob@example.net/one");
            bob.sends("<presence/>");
            alice.sends("<presence/>");
            alice.sends("<presence type='subscribed' to='bob@example.net'/>");
            bob.sends("<presence type='subscribe' to='alice@example.org'/>");
            bench.settle();
            bob.received();
            alice.sends(
                    "<iq type='set' id='b'><block xmlns='urn:xmpp:blocking'><item jid='bob@example.net/one'/></block></iq>");
            bench.settle();
            assertThat(bob.received())
                    .extracting(e -> e.attr("type").orElse(""))
                    .containsExactly("unavailable");
            alice.sends(
                    "<iq type='set' id='u'><unblock xmlns='urn:xmpp:blocking'><item jid='bob@example.net/one'/></unblock></iq>");
            bench.settle();
            assertThat(bob.received())
                    .extracting(e -> e.attr("type").orElse(""))
                    .containsExactly("");
        }
    }

    @Test
    void theListIsBounded() {
        try (Bench bench = new Bench(Small.config(usual -> Small.limits(usual, 10, 2, 10, 10)))) {
            bench.accounts("alice@example.org");
            Bench.Client alice = bench.connect("alice@example.org/home");
            alice.sends(
                    "<iq type='set' id='1'><block xmlns='urn:xmpp:blocking'><item jid='a@a'/><item jid='b@b'/></block></iq>");
            bench.settle();
            assertThat(alice.received().toString()).contains("type='result'");
            alice.sends("<iq type='set' id='2'><block xmlns='urn:xmpp:blocking'><item jid='b@b'/></block></iq>");
            bench.settle();
            assertThat(alice.received().toString()).contains("type='result'");
            alice.sends("<iq type='set' id='3'><block xmlns='urn:xmpp:blocking'><item jid='c@c'/></block></iq>");
            bench.settle();
            assertThat(alice.received().toString()).contains("resource-constraint");
        }
    }
}
