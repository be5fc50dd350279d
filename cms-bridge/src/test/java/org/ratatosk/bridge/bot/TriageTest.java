package org.ratatosk.bridge.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.xml.Element;

class TriageTest {
    private static Triage of(String body, Consumer<Element.Builder> more) {
        Element.Builder message = Message.builder(Message.Type.CHAT).attr("id", "1");
        if (!body.isEmpty()) {
            message.child("body", body);
        }
        more.accept(message);
        return Triage.of(Message.of(message));
    }

    private static Triage with(String body, String ns, String local) {
        return of(body, message -> message.child(Element.of(ns, local)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Message.Type.class,
            names = {"ERROR", "HEADLINE", "GROUPCHAT"})
    void someTypesAreNeverWords(Message.Type type) {
        assertThat(Triage.of(Message.of(Message.builder(type).child("body", "post: hello"))))
                .isEqualTo(Triage.IGNORED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Message.Type.class,
            names = {"CHAT", "NORMAL"})
    void theOthersAre(Message.Type type) {
        assertThat(Triage.of(Message.of(Message.builder(type).child("body", "post: hello"))))
                .isEqualTo(Triage.WORDS);
    }

    @ParameterizedTest
    @CsvSource({
        "urn:xmpp:carbons:2, sent",
        "urn:xmpp:carbons:2, received",
        "urn:xmpp:forward:0, forwarded",
        "urn:xmpp:mam:2, result",
        "http://jabber.org/protocol/pubsub#event, event"
    })
    void copiesAreIgnored(String ns, String local) {
        assertThat(with("post: hello", ns, local)).isEqualTo(Triage.IGNORED);
    }

    @ParameterizedTest
    @CsvSource({
        "eu.siacs.conversations.axolotl, encrypted",
        "urn:xmpp:omemo:1, encrypted",
        "urn:xmpp:omemo:2, encrypted",
        "urn:xmpp:openpgp:0, openpgp",
        "jabber:x:encrypted, x",
        "urn:xmpp:eme:0, encryption"
    })
    void encryptedWithAnExplainingBody(String ns, String local) {
        assertThat(with("post: I sent you an encrypted message", ns, local)).isEqualTo(Triage.ENCRYPTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?OTRv23?", "?OTR:AAMC", "  ?OTR?"})
    void otr(String body) {
        assertThat(of(body, m -> {})).isEqualTo(Triage.ENCRYPTED);
    }

    @Test
    void omemoWithoutABodyCountsByItsPayload() {
        Element payload = Element.builder("urn:xmpp:omemo:2", "encrypted")
                .child("payload", "AAAA")
                .build();
        assertThat(of("", m -> m.child(payload))).isEqualTo(Triage.ENCRYPTED);
        assertThat(with("", "urn:xmpp:omemo:2", "encrypted")).isEqualTo(Triage.IGNORED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[Auto-reply] I am away",
                "[auto-response] gone",
                "Auto-reply: gone",
                "Automatic reply: gone",
                "(autoreply) gone",
                "*** Auto Response ***",
                "Out of office until Monday"
            })
    void autoReplies(String body) {
        assertThat(of(body, m -> {})).isEqualTo(Triage.IGNORED);
    }

    @Test
    void whatAnswersAMessageIsNoAutoReplyHoweverItBegins() {
        assertThat(with("Out of office parties are the best", "urn:xmpp:reply:0", "reply"))
                .isEqualTo(Triage.WORDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\n"})
    void nothingIsSaid(String body) {
        assertThat(of(body, m -> m.child(Element.of("http://jabber.org/protocol/chatstates", "composing"))))
                .isEqualTo(Triage.IGNORED);
    }

    @Test
    void delayedWordsAndChatStatesWithWordsCount() {
        assertThat(with("post: hello", "urn:xmpp:delay", "delay")).isEqualTo(Triage.WORDS);
        assertThat(with("post: hello", "http://jabber.org/protocol/chatstates", "active"))
                .isEqualTo(Triage.WORDS);
    }

    @Test
    void fromInsideARoom() {
        assertThat(with("post: hello", "http://jabber.org/protocol/muc#user", "x"))
                .isEqualTo(Triage.FROM_ROOM);
    }

    @Test
    void takenBack() {
        assertThat(of(
                        "/me took it back",
                        m -> m.child(Element.builder("urn:xmpp:message-retract:1", "retract")
                                .attr("id", "1")
                                .build())))
                .isEqualTo(Triage.GESTURE);
        // what an archive says of it takes nothing back
        assertThat(with("post: hello", "urn:xmpp:message-retract:1", "retracted"))
                .isEqualTo(Triage.WORDS);
    }

    @Test
    void reactedTo() {
        assertThat(of(
                        "",
                        m -> m.child(Element.builder("urn:xmpp:reactions:0", "reactions")
                                .attr("id", "1")
                                .build())))
                .isEqualTo(Triage.GESTURE);
    }
}
