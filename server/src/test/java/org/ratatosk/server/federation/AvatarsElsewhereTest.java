package org.ratatosk.server.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.conversation.Xml;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.testing.StanzaClient;
import org.ratatosk.server.testing.TestServer;
import org.ratatosk.server.testing.World;
import org.ratatosk.server.xml.Element;

/** Contacts on another server hear of pictures, and everybody there may ask for cards (XEP-0054, XEP-0084, XEP-0115, XEP-0163). */
@Tag("also-federation")
class AvatarsElsewhereTest {
    private static final String PNG_ID = "cd6a1562e9fd85b10954d3b912c231616f6dd264";
    private static final String GIF_ID = "ef9db18d6d276a4b47961b0c4569e94cae9ed380";
    private static final String INFO = "http://jabber.org/protocol/disco#info";

    private final World world = new World();

    @AfterEach
    void stop() {
        world.close();
    }

    private static void sends(StanzaClient client, String xml) {
        client.send(Xml.one(xml));
    }

    /** What comes next that is wanted; the rest is passed over. */
    private static Element until(StanzaClient client, Predicate<Element> wanted) {
        for (Optional<Element> next = client.receive(); next.isPresent(); next = client.receive()) {
            if (wanted.test(next.get())) {
                return next.get();
            }
        }
        throw new AssertionError("It did not come to " + client.jid());
    }

    private static Predicate<Element> says(String text) {
        return element -> element.toString().contains(text);
    }

    private static void setPicture(StanzaClient client, String base64) {
        sends(
                client,
                "<iq type='set' id='s'><vCard xmlns='vcard-temp'><PHOTO><BINVAL>" + base64
                        + "</BINVAL></PHOTO></vCard></iq>");
    }

    private static void comesOnline(StanzaClient bob) {
        sends(
                bob,
                "<presence><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:x' ver='nobody knows'/></presence>");
        answers(bob, "bob@there.test");
    }

    private static void answers(StanzaClient bob, String asker) {
        Element question =
                until(bob, iq -> iq.local().equals("iq") && iq.attr("from").equals(Optional.of(asker)));
        sends(
                bob,
                "<iq type='result' to='" + asker + "' id='"
                        + question.attr("id").orElseThrow() + "'><query xmlns='" + INFO
                        + "'><feature var='urn:xmpp:avatar:metadata+notify'/></query></iq>");
    }

    @Test
    void aContactHearsOfThePictureThatStandsThereAndOfTheNext() {
        TestServer here = world.serve("here.test");
        TestServer there = world.serve("there.test");
        StanzaClient alice = StanzaClient.present(here, "alice@here.test/desk");
        StanzaClient bob = StanzaClient.present(there, "bob@there.test/desk");
        setPicture(alice, "iVBORw0KGgpzcXVpcnJlbA==");
        sends(bob, "<presence type='subscribe' to='alice@here.test'/>");
        until(alice, says("type='subscribe'"));
        sends(alice, "<presence type='subscribed' to='bob@there.test'/>");
        until(bob, says("<photo>" + PNG_ID));
        bob.close();

        there.awaitGone(Jid.of("bob@there.test/desk"));
        StanzaClient again = StanzaClient.connect(there, Jid.of("bob@there.test/desk"), true);
        comesOnline(again);
        sends(alice, "<presence type='subscribe' to='bob@there.test'/>");
        until(again, says("type='subscribe'"));
        sends(again, "<presence type='subscribed' to='alice@here.test'/>");
        answers(again, "alice@here.test");
        Element last = until(again, says("pubsub#event"));
        assertThat(last.attr("from")).contains("alice@here.test");
        assertThat(last.attr("type")).contains("headline");
        assertThat(last.toString()).contains(PNG_ID);
        setPicture(alice, "R0lGODlhLi4uYSBudXQ=");
        assertThat(until(again, says("pubsub#event")).toString()).contains(GIF_ID);
        again.close();
        alice.close();
    }

    @Test
    void aStrangerFetchesTheCard() {
        TestServer here = world.serve("here.test");
        TestServer there = world.serve("there.test");
        StanzaClient alice = StanzaClient.present(here, "alice@here.test/desk");
        setPicture(alice, "iVBORw0KGgpzcXVpcnJlbA==");
        alice.settle();
        StanzaClient eve = StanzaClient.present(there, "eve@there.test/desk");
        sends(eve, "<iq type='get' id='v1' to='alice@here.test'><vCard xmlns='vcard-temp'/></iq>");
        assertThat(until(eve, says("id='v1'")).toString()).contains("iVBORw0KGgpzcXVpcnJlbA==");
        sends(eve, "<iq type='get' id='v2' to='nobody@here.test'><vCard xmlns='vcard-temp'/></iq>");
        assertThat(until(eve, says("id='v2'")).toString()).contains("service-unavailable");
        eve.close();
        alice.close();
    }
}
