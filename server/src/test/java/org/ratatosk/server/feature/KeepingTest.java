package org.ratatosk.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.conversation.Xml;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.stanza.Stanza;

/** Which messages are kept, and which are the same. */
class KeepingTest {
    private static final String BODY = "<body>hello</body>";
    private static final String ORIGIN = "<origin-id xmlns='urn:xmpp:sid:0' id='o1'/>";

    private static Message message(String type, String payload) {
        return (Message) Stanza.of(Xml.one("<message type='" + type
                + "' id='m1' from='alice@example.org/home' to='bob@example.org'>" + payload + "</message>"));
    }

    @ParameterizedTest
    @CsvSource({"chat,true", "normal,true", "headline,false", "groupchat,false", "error,false", "unknown,true"})
    void theTypeDecides(String type, boolean kept) {
        assertThat(Keeping.isKept(message(type, BODY))).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<body>hello</body>",
                "<subject>only</subject>",
                "<received xmlns='urn:xmpp:receipts' id='x'/>",
                "<displayed xmlns='urn:xmpp:chat-markers:0' id='x'/>",
                "<encrypted xmlns='eu.siacs.conversations.axolotl'/>",
                "<active xmlns='http://jabber.org/protocol/chatstates'/><body>hello</body>",
                "<composing xmlns='http://jabber.org/protocol/chatstates'/><store xmlns='urn:xmpp:hints'/>",
                "<body>hello</body><no-copy xmlns='urn:xmpp:hints'/>"
            })
    void whatMeansSomethingLaterIsKept(String payload) {
        assertThat(Keeping.isKept(message("chat", payload))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<composing xmlns='http://jabber.org/protocol/chatstates'/>",
                "<composing xmlns='http://jabber.org/protocol/chatstates'/><thread>t</thread>",
                "<nick xmlns='http://jabber.org/protocol/nick'>A</nick>",
                "<origin-id xmlns='urn:xmpp:sid:0' id='x'/>",
                "<body>hello</body><no-store xmlns='urn:xmpp:hints'/>",
                "<body>hello</body><no-permanent-store xmlns='urn:xmpp:hints'/>",
                "<body>hello</body><no-store xmlns='urn:xmpp:hints'/><store xmlns='urn:xmpp:hints'/>"
            })
    void whatDoesNotOrAsksNotToBeIsNot(String payload) {
        assertThat(Keeping.isKept(message("chat", payload))).isFalse();
    }

    @Test
    void aClientsMessageIsTheSameByItsOriginIdAndContent() {
        String key = Keeping.key(message("chat", BODY + ORIGIN), false);
        assertThat(key).isNotEmpty().isEqualTo(Keeping.key(message("chat", BODY + ORIGIN), false));
        assertThat(Keeping.key(message("chat", "<body>other</body>" + ORIGIN), false))
                .isNotEqualTo(key);
        assertThat(Keeping.key(message("chat", BODY), false))
                .as("clients may start their ids at 1 each time")
                .isEmpty();
    }

    @Test
    void theSameToSomebodyElseIsAnother() {
        Message message = message("chat", BODY + ORIGIN);
        Message other = (Message) message.withTo(Jid.of("carol@example.org"));
        Message sameAccount = (Message) message.withTo(Jid.of("bob@example.org/home"));
        for (boolean component : new boolean[] {true, false}) {
            String key = Keeping.key(message, component);
            assertThat(Keeping.key(other, component)).isNotEqualTo(key);
            assertThat(Keeping.key(sameAccount, component)).isEqualTo(key);
        }
    }

    @Test
    void aComponentsMessageIsTheSameByItsId() {
        String key = Keeping.key(message("chat", BODY), true);
        assertThat(key).isNotEmpty().isEqualTo(Keeping.key(message("chat", "<body>other</body>"), true));
        assertThat(Keeping.key(message("chat", BODY), false)).isNotEqualTo(key);
    }
}
