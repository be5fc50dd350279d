package org.ratatosk.bridge.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ratatosk.bridge.bot.BotSite.ALICE;
import static org.ratatosk.bridge.bot.BotSite.BOT;
import static org.ratatosk.bridge.bot.BotSite.CAROL;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ratatosk.bridge.cms.Sight;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.server.feature.DiscoInfo;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.stanza.Presence;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.xml.Element;

/** What clients ask the bot without words. */
class BotTrafficTest {
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private final BotSite site = new BotSite();

    @AfterEach
    void close() {
        site.close();
    }

    private Stanza ask(Iq.Type type, Element payload) {
        site.bring(Iq.request(type, "q1", CAROL, BOT.withResource("bot"), payload));
        Stanza answer = site.engine.next().orElseThrow();
        assertThat(answer.id()).contains("q1");
        assertThat(answer.to()).contains(CAROL);
        assertThat(answer.from()).contains(BOT.withResource("bot"));
        return answer;
    }

    private List<Stanza> presence(Presence.Type type) {
        site.bring(Presence.of(Presence.builder(type).attr("from", CAROL).attr("to", BOT)));
        return site.engine.rest();
    }

    @Test
    void answersPings() {
        Stanza answer = ask(Iq.Type.GET, Element.of("urn:xmpp:ping", "ping"));
        assertThat(answer.element().attr("type")).contains("result");
    }

    @Test
    void saysWhatItIs() {
        Element info =
                ask(Iq.Type.GET, Element.of(INFO, "query")).element().first().orElseThrow();
        Element identity = info.child(INFO, "identity").orElseThrow();
        assertThat(identity.attr("category")).contains("client");
        assertThat(identity.attr("type")).contains("bot");
        assertThat(identity.attr("name")).contains("Ratatosk");
        assertThat(info.children(INFO, "feature"))
                .extracting(f -> f.attr("var").orElse(""))
                .contains(
                        INFO,
                        "urn:xmpp:ping",
                        "urn:xmpp:message-correct:0",
                        "urn:xmpp:message-retract:1",
                        "urn:xmpp:reactions:0",
                        "urn:xmpp:receipts",
                        "urn:xmpp:reply:0",
                        "vcard-temp",
                        "jabber:iq:version");
    }

    @Test
    void hasACardAndAVersion() {
        Element card = ask(Iq.Type.GET, Element.of("vcard-temp", "vCard"))
                .element()
                .first()
                .orElseThrow();
        assertThat(card.childText("vcard-temp", "NICKNAME")).contains("Ratatosk");
        assertThat(card.childText("vcard-temp", "DESC"))
                .hasValueSatisfying(text -> assertThat(text).contains("Example"));
        Element version = ask(Iq.Type.GET, Element.of("jabber:iq:version", "query"))
                .element()
                .first()
                .orElseThrow();
        assertThat(version.childText("jabber:iq:version", "name")).contains("Ratatosk");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, urn:example:unknown, query, service-unavailable",
        "SET, urn:example:unknown, query, service-unavailable",
        "SET, vcard-temp, vCard, not-allowed",
        "GET, urn:xmpp:ping, pong, service-unavailable"
    })
    void refusesTheRest(Iq.Type type, String ns, String local, String condition) {
        Stanza answer = ask(type, Element.of(ns, local));
        assertThat(answer.isError()).isTrue();
        assertThat(answer.toString()).contains(condition);
    }

    @Test
    void itsPresenceHasTheFingerprintOfWhatItSays() {
        Element caps = presence(Presence.Type.PROBE)
                .get(0)
                .element()
                .child("http://jabber.org/protocol/caps", "c")
                .orElseThrow();
        String node = caps.attr("node").orElseThrow() + "#" + caps.attr("ver").orElseThrow();
        Element asked = Element.builder(INFO, "query").attr("node", node).build();
        Element info = ask(Iq.Type.GET, asked).element().first().orElseThrow();
        assertThat(info.attr("node")).contains(node);
        assertThat(caps.attr("hash")).contains("sha-1");
        assertThat(caps.attr("ver")).contains(DiscoInfo.version(info));
    }

    @Test
    void tellsOfNewAccounts() {
        site.engine.made(ALICE.bare());
        assertThat(site.newcomers).containsExactly(ALICE.bare());
    }

    @Test
    void hasNoNodes() {
        Element query = Element.builder(INFO, "query").attr("node", "x").build();
        assertThat(ask(Iq.Type.GET, query).toString()).contains("item-not-found");
    }

    @Test
    void answersProbes() {
        List<Stanza> sent = presence(Presence.Type.PROBE);
        assertThat(sent).hasSize(1);
        assertThat(((Presence) sent.get(0)).type()).isEqualTo(Presence.Type.AVAILABLE);
        assertThat(sent.get(0).to()).contains(CAROL);
        assertThat(sent.get(0).from()).contains(BOT.withResource("bot"));
        assertThat(sent.get(0).element().childText(Stanza.NS, "status")).contains("At your service");
    }

    @Test
    void showsItselfToWhoeverAsks() {
        assertThat(presence(Presence.Type.SUBSCRIBE))
                .extracting(p -> ((Presence) p).type() + " " + p.to().orElseThrow())
                .containsExactly("SUBSCRIBED carol@elsewhere.example", "AVAILABLE carol@elsewhere.example");
        assertThat(presence(Presence.Type.UNSUBSCRIBE))
                .extracting(p -> ((Presence) p).type())
                .containsExactly(Presence.Type.UNSUBSCRIBED, Presence.Type.UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource({"UNAVAILABLE", "SUBSCRIBED", "UNSUBSCRIBED", "ERROR", "AVAILABLE"})
    void isSilentToOtherPresence(Presence.Type type) {
        assertThat(presence(type)).isEmpty();
    }

    @Test
    void passesOnWhatConcernsAlerts() {
        Element received = Element.builder("urn:xmpp:receipts", "received")
                .attr("id", "a1")
                .build();
        site.bring(Message.of(Message.builder(Message.Type.CHAT)
                .attr("from", CAROL)
                .attr("to", BOT)
                .child(received)));
        site.bring(Message.of(Message.builder(Message.Type.ERROR)
                .attr("id", "a2")
                .attr("from", CAROL)
                .attr("to", BOT)
                .child(Element.of(Stanza.NS, "error"))));
        site.bring(Iq.request(Iq.Type.GET, "a3", BOT, CAROL, Element.of("urn:xmpp:ping", "ping"))
                .result());
        presence(Presence.Type.AVAILABLE);
        assertThat(site.alerts.heard).containsExactly("received " + CAROL + " a1", "refused a2", "answered a3");
        assertThat(site.engine.rest()).isEmpty();
    }

    @Test
    void givesReceipts() {
        site.bring(site.message(ALICE, "m1", "help", Element.of("urn:xmpp:receipts", "request")));
        List<Stanza> sent =
                List.of(site.engine.next().orElseThrow(), site.engine.next().orElseThrow());
        assertThat(sent)
                .filteredOn(
                        s -> s.element().child("urn:xmpp:receipts", "received").isPresent())
                .hasSize(1)
                .allSatisfy(s -> assertThat(s.element()
                                .child("urn:xmpp:receipts", "received")
                                .orElseThrow()
                                .attr("id"))
                        .contains("m1"));
        site.say(ALICE, "help");
        assertThat(site.engine.rest()).isEmpty();
    }

    @Test
    void isSilentToErrorsAndHeadlines() {
        for (Message.Type type : List.of(Message.Type.ERROR, Message.Type.HEADLINE, Message.Type.GROUPCHAT)) {
            site.bring(Message.of(Message.builder(type)
                    .attr("id", "x")
                    .attr("from", ALICE)
                    .attr("to", BOT)
                    .child("body", "post: It rained")));
        }
        assertThat(site.engine.rest()).isEmpty();
        assertThat(site.journal.latest(Sight.of(Viewer.member("alice")), Long.MAX_VALUE, 10))
                .isEmpty();
    }
}
