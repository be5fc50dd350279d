package org.ratatosk.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.testing.Bench;

/** XEP-0030 section 8: what strangers cannot find out. */
class DiscoTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<query xmlns='http://jabber.org/protocol/disco#info'/>",
                "<query xmlns='http://jabber.org/protocol/disco#info' node='n'/>",
                "<query xmlns='http://jabber.org/protocol/disco#items'/>",
                "<ping xmlns='urn:xmpp:ping'/>",
                "<query xmlns='jabber:iq:version'/>",
                "<query xmlns='urn:xmpp:mam:2'/>",
                "<blocklist xmlns='urn:xmpp:blocking'/>",
                "<query xmlns='jabber:iq:roster'/>",
                "<unknown xmlns='urn:x'/>"
            })
    void anAccountAnswersAStrangerLikeOneThatDoesNotExist(String payload) {
        try (Bench bench = new Bench()) {
            bench.accounts("alice@example.org", "bob@example.org");
            Bench.Client alice = bench.connect("alice@example.org/home");
            for (String resource : new String[] {"", "/nowhere"}) {
                String there = ask(bench, alice, "bob@example.org" + resource, payload);
                String nowhere = ask(bench, alice, "nobody@example.org" + resource, payload);
                assertThat(there).contains("service-unavailable");
                assertThat(there.replace("bob", "nobody")).isEqualTo(nowhere);
            }
        }
    }

    private static String ask(Bench bench, Bench.Client client, String to, String payload) {
        client.sends("<iq type='get' id='q' to='" + to + "'>" + payload + "</iq>");
        bench.settle();
        return client.received().toString();
    }
}
