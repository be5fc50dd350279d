package org.ratatosk.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.testing.Bench;

/**
 * RFC 6121 section 8.5.1 and ADR 7: a stranger cannot tell an account that nobody looks at from none, whether it is of the same domain or
 * of another one.
 */
class StrangersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message type='chat' to='WHO' id='1'><body>hello</body></message>",
                "<message to='WHO' id='1'><body>hello</body></message>",
                "<message to='WHO/nowhere' type='chat' id='1'><body>hello</body></message>",
                "<message to='WHO/nowhere' id='1'><body>hello</body></message>",
                "<message to='WHO' type='chat' id='1'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>",
                "<message to='WHO' type='chat' id='1'><body>x</body><no-store xmlns='urn:xmpp:hints'/></message>",
                "<message to='WHO' type='groupchat' id='1'><body>hello</body></message>",
                "<message to='WHO/nowhere' type='groupchat' id='1'><body>hello</body></message>",
                "<message to='WHO' type='headline' id='1'><body>hello</body></message>",
                "<message to='WHO' type='error' id='1'><body>hello</body></message>",
                "<message to='WHO' type='chat' id='1'><received xmlns='urn:xmpp:receipts' id='x'/></message>",
                "<presence to='WHO' type='subscribe' id='1'/>",
                "<presence to='WHO' type='subscribed' id='1'/>",
                "<presence to='WHO' type='unsubscribe' id='1'/>",
                "<presence to='WHO' type='unsubscribed' id='1'/>",
                "<presence to='WHO' type='probe' id='1'/>",
                "<presence to='WHO' id='1'/>",
                "<presence to='WHO/nowhere' type='unavailable' id='1'/>",
                "<iq to='WHO' type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>",
                "<iq to='WHO/nowhere' type='set' id='1'><ping xmlns='urn:xmpp:ping'/></iq>"
            })
    void anAccountIsToAStrangerAsIfItWereNone(String stanza) {
        try (Bench bench = new Bench()) {
            bench.accounts("alice@example.org", "carol@example.net", "bob@example.org");
            for (String client : List.of("alice@example.org/home", "carol@example.net/home")) {
                assertThat(told(bench, client, stanza, "bob@example.org"))
                        .isEqualTo(told(bench, client, stanza, "nobody@example.org"));
            }
        }
    }

    private static String told(Bench bench, String from, String stanza, String who) {
        Bench.Client client = bench.connect(from);
        client.sends(stanza.replace("WHO", who));
        bench.settle();
        String told = client.received().toString();
        assertThat(client.accepted()).isOne();
        client.session().end(List.of());
        bench.settle();
        return told.replace(who, "WHO");
    }
}
