package org.ratatosk.server.stanza;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.XmlException;
import org.ratatosk.server.xml.XmlReader;

/** RFC 6120 section 8, RFC 6121 sections 4.7 and 5.2. */
class StanzaTest {
    private static final Jid ALICE = Jid.of("alice@a.test/desk");
    private static final Jid BOB = Jid.of("bob@b.test");

    private static Stanza read(String xml) {
        return Stanza.of(XmlReader.parse(xml.replaceFirst("(/?>)", " xmlns='jabber:client'$1")));
    }

    private static void assertRefused(String xml, Condition condition) {
        assertThatThrownBy(() -> read(xml))
                .isInstanceOfSatisfying(
                        StanzaException.class,
                        e -> assertThat(e.error().condition()).isEqualTo(condition));
    }

    @Test
    void readsAddressesAndId() {
        Stanza stanza = read("<message from='Alice@A.test/desk' to='bob@B.test' id='1'/>");
        assertThat(stanza.kind()).isEqualTo(Stanza.Kind.MESSAGE);
        assertThat(stanza.from()).contains(ALICE);
        assertThat(stanza.to()).contains(BOB);
        assertThat(stanza.id()).contains("1");
        Stanza bare = read("<presence/>");
        assertThat(bare.kind()).isEqualTo(Stanza.Kind.PRESENCE);
        assertThat(bare.from()).isEmpty();
        assertThat(bare.to()).isEmpty();
        assertThat(bare.id()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message to='@'/>",
                "<presence from=''/>",
                "<iq type='result' id='1' to='a@b/'/>",
                "<message to=' a'/>"
            })
    void refusesWhatIsNoAddress(String xml) {
        assertRefused(xml, Condition.JID_MALFORMED);
    }

    @Test
    void refusesWhatIsNoStanza() {
        assertRefused("<stanza/>", Condition.BAD_REQUEST);
        assertThatThrownBy(() -> Stanza.of(Element.of("jabber:server", "message")))
                .isInstanceOf(StanzaException.class);
        assertThatThrownBy(() -> Stanza.of(Element.of("", "message"))).isInstanceOf(StanzaException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "chat,CHAT",
        "groupchat,GROUPCHAT",
        "headline,HEADLINE",
        "error,ERROR",
        "normal,NORMAL",
        "CHAT,NORMAL",
        "x,NORMAL"
    })
    void readsTheTypeOfAMessage(String type, Message.Type expected) {
        Message message = (Message) read("<message type='" + type + "'/>");
        assertThat(message.type()).isEqualTo(expected);
        assertThat(message.isError()).isEqualTo(expected == Message.Type.ERROR);
    }

    @Test
    void readsABody() {
        assertThat(((Message) read("<message/>")).type()).isEqualTo(Message.Type.NORMAL);
        assertThat(((Message) read("<message/>")).body()).isEmpty();
        assertThat(((Message) read("<message><body>a</body><body xml:lang='de'>b</body></message>")).body())
                .contains("a");
        assertThat(((Message) read("<message><body xmlns='urn:x'>a</body></message>")).body())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Message.Type.class)
    void buildsMessages(Message.Type type) {
        assertThat(Message.of(Message.builder(type)).type()).isEqualTo(type);
    }

    @ParameterizedTest
    @EnumSource(Presence.Type.class)
    void buildsPresences(Presence.Type type) {
        Presence presence = Presence.of(Presence.builder(type));
        assertThat(presence.type()).isEqualTo(type);
        assertThat(presence.isError()).isEqualTo(type == Presence.Type.ERROR);
        assertThat(presence.isSubscription()).isEqualTo(type.name().contains("SUBSCRIBE"));
        assertThat(presence.element().attr("type"))
                .isEqualTo(
                        type == Presence.Type.AVAILABLE
                                ? Optional.empty()
                                : Optional.of(type.name().toLowerCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"available", "", "invisible", "Probe"})
    void refusesOtherTypesOfPresence(String type) {
        assertRefused("<presence type='" + type + "'/>", Condition.BAD_REQUEST);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "5,5",
        "-1,-1",
        "127,127",
        "-128,-128",
        "128,0",
        "-129,0",
        "99999999999,0",
        "x,0",
        "'',0",
        "' 3 ',3",
        "+3,3"
    })
    void readsThePriority(String text, int expected) {
        Presence presence = (Presence) read("<presence><priority>" + text + "</priority></presence>");
        assertThat(presence.priority()).isEqualTo(expected);
        assertThat(((Presence) read("<presence/>")).priority()).isZero();
    }

    @Test
    void readsAnIq() {
        Iq get = (Iq) read("<iq type='get' id='1'><q xmlns='u'/></iq>");
        assertThat(get.type()).isEqualTo(Iq.Type.GET);
        assertThat(get.isRequest()).isTrue();
        assertThat(get.isError()).isFalse();
        assertThat(get.payload()).contains(Element.of("u", "q"));
        assertThat(((Iq) read("<iq type='set' id='1'><q/></iq>")).isRequest()).isTrue();
        Iq result = (Iq) read("<iq type='result' id='1'/>");
        assertThat(result.isRequest()).isFalse();
        assertThat(result.payload()).isEmpty();
        assertThat(read("<iq type='error' id='1'><q/><error type='cancel'/></iq>")
                        .isError())
                .isTrue();
        assertThat(((Iq) read("<iq type='get' id=''> <q/> </iq>")).payload()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<iq id='1'/>",
                "<iq type='' id='1'/>",
                "<iq type='GET' id='1'><q/></iq>",
                "<iq type='get'><q/></iq>",
                "<iq type='result'/>",
                "<iq type='get' id='1'/>",
                "<iq type='set' id='1'><q/><r/></iq>",
                "<iq type='get' id='1'>text</iq>",
                "<iq type='result' id='1'><q/><r/></iq>"
            })
    void refusesAnIqThatIsNotAsItShouldBe(String xml) {
        assertRefused(xml, Condition.BAD_REQUEST);
    }

    @Test
    void answersAnIq() {
        Iq get = Iq.request(Iq.Type.GET, "1", ALICE, BOB, Element.of("u", "q"));
        Iq empty = get.result();
        assertThat(empty)
                .hasToString(
                        "<iq xmlns='jabber:client' type='result' id='1' from='bob@b.test' to='alice@a.test/desk'/>");
        assertThat(get.result(Element.of("u", "r")).payload()).contains(Element.of("u", "r"));
        Iq toServer = Iq.request(Iq.Type.SET, "1", null, null, Element.of("u", "q"));
        assertThat(toServer.result()).hasToString("<iq xmlns='jabber:client' type='result' id='1'/>");
    }

    @Test
    void copiesWithOtherAddressesAndContent() {
        Stanza message = read("<message to='bob@b.test' type='chat'><body>x</body></message>");
        assertThat(message.withFrom(ALICE).from()).contains(ALICE);
        assertThat(message.withFrom(ALICE).withFrom(null)).hasToString(message.toString());
        assertThat(message.withTo(null).to()).isEmpty();
        assertThat(message.withTo(ALICE).to()).contains(ALICE);
        assertThat(message.with(Element.of("u", "x")).element().child("u", "x")).isPresent();
        assertThat(message.to()).contains(BOB);
        assertThat(message.withElement(Element.of(Stanza.NS, "message")).to()).isEmpty();
    }

    @Test
    void errorsGoBackWithTheChildOfAnIq() {
        Stanza iq = read("<iq type='get' id='1' from='alice@a.test/desk' to='bob@b.test'><q xmlns='u'/></iq>");
        Stanza error = iq.error(StanzaError.of(Condition.NOT_ALLOWED, "No"));
        assertThat(error)
                .hasToString("<iq xmlns='jabber:client' type='error' id='1' from='bob@b.test' to='alice@a.test/desk'>"
                        + "<q xmlns='u'/><error type='cancel'><not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                        + "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>No</text></error></iq>");
        assertThat(error.isError()).isTrue();
    }

    @Test
    void errorsOfMessagesDoNotCarryTheMessage() {
        Stanza error = read("<message from='alice@a.test/desk' to='bob@b.test'><body>secret</body></message>")
                .error(StanzaError.of(Condition.SERVICE_UNAVAILABLE));
        assertThat(error.element().children()).hasSize(1);
        assertThat(error.from()).contains(BOB);
        assertThat(error.to()).contains(ALICE);
        assertThat(error.id()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message type='error' to='bob@b.test'/>",
                "<presence type='error'/>",
                "<iq type='error' id='1'/>",
                "<iq type='result' id='1'/>"
            })
    void errorsAndResultsAreNeverAnswered(String xml) {
        Stanza stanza = read(xml);
        assertThatThrownBy(() -> stanza.error(StanzaError.of(Condition.BAD_REQUEST)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void requestsAloneHaveResults() {
        Iq result = (Iq) read("<iq type='result' id='1'/>");
        assertThatThrownBy(result::result).isInstanceOf(IllegalStateException.class);
    }

    /** RFC 6120 section 8.3.3. */
    @Test
    void conditionsHaveTheirUsualTypes() {
        assertThat(Condition.values()).hasSize(22);
        assertThat(Condition.values())
                .filteredOn(c -> c.usualType() == StanzaError.Type.AUTH)
                .containsExactly(
                        Condition.FORBIDDEN,
                        Condition.NOT_AUTHORIZED,
                        Condition.REGISTRATION_REQUIRED,
                        Condition.SUBSCRIPTION_REQUIRED);
        assertThat(Condition.values())
                .filteredOn(c -> c.usualType() == StanzaError.Type.WAIT)
                .containsExactly(
                        Condition.RECIPIENT_UNAVAILABLE,
                        Condition.REMOTE_SERVER_TIMEOUT,
                        Condition.RESOURCE_CONSTRAINT,
                        Condition.UNEXPECTED_REQUEST);
        assertThat(Condition.ITEM_NOT_FOUND.elementName()).isEqualTo("item-not-found");
    }

    @Test
    void errorsCanSayMore() {
        Element detail = Element.of("urn:xmpp:blocking:errors", "blocked");
        Element error = StanzaError.of(Condition.NOT_ACCEPTABLE)
                .as(StanzaError.Type.WAIT)
                .with(detail)
                .toElement("jabber:server");
        assertThat(error.is("jabber:server", "error")).isTrue();
        assertThat(error.attr("type")).contains("wait");
        assertThat(error.children()).containsExactly(Element.of(StanzaError.NS, "not-acceptable"), detail);
    }

    /** RFC 6120 section 4.9.3. */
    @Test
    void streamErrorsHaveTheirNames() {
        assertThat(StreamError.Condition.values()).hasSize(25);
        Element error =
                StreamError.of(StreamError.Condition.HOST_UNKNOWN, "Not here").toElement();
        assertThat(error.is(StreamError.STREAM_NS, "error")).isTrue();
        assertThat(error.children()).extracting(Element::local).isEqualTo(List.of("host-unknown", "text"));
    }

    @ParameterizedTest
    @EnumSource(XmlException.Problem.class)
    void everyProblemWithXmlHasAStreamError(XmlException.Problem problem) {
        StreamError error = StreamError.of(new XmlException(problem, "why"));
        assertThat(error.condition().name()).isEqualTo(problem.name());
        assertThat(error.text()).isEqualTo("why");
    }
}
