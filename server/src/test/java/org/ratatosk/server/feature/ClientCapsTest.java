package org.ratatosk.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.testing.Bench;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.XmlReader;

/** XEP-0115: what clients that lie, or do not answer, can do. */
class ClientCapsTest {
    private static final String INFO = "http://jabber.org/protocol/disco#info";

    private final Bench bench = new Bench();

    @BeforeEach
    void accounts() {
        bench.accounts("alice@example.org", "bob@example.org");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private List<Element> says(Bench.Client client, String xml) {
        client.sends(xml);
        bench.settle();
        return client.received();
    }

    private static String presence(String ver) {
        return "<presence><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:x' ver='" + ver
                + "'/></presence>";
    }

    private List<Element> questions(Bench.Client client, String ver) {
        return says(client, presence(ver)).stream()
                .filter(element -> element.local().equals("iq"))
                .toList();
    }

    private void answers(Bench.Client client, Element question, String info) {
        says(
                client,
                "<iq type='result' id='" + question.attr("id").orElseThrow() + "' to='"
                        + question.attr("from").orElseThrow() + "'>" + info + "</iq>");
    }

    private static String info(String... features) {
        StringBuilder info = new StringBuilder("<query xmlns='" + INFO + "'>");
        for (String feature : features) {
            info.append("<feature var='").append(feature).append("'/>");
        }
        return info.append("</query>").toString();
    }

    /** Several names in one have the fingerprint of the several: it is not believed for others (section 5.4, 3.4). */
    @Test
    void namesThatHideOthersAreNotBelievedForOtherClients() {
        String ver = DiscoInfo.version(XmlReader.parse(info("a", "tune+notify")));
        String hiding = info("a&lt;tune+notify");
        assertThat(DiscoInfo.version(XmlReader.parse(hiding))).isEqualTo(ver);
        Bench.Client eve = bench.connect("bob@example.org/eve");
        answers(eve, questions(eve, ver).get(0), hiding);
        Bench.Client alice = bench.connect("alice@example.org/home");
        List<Element> asked = questions(alice, ver);
        assertThat(asked).hasSize(1);
        answers(alice, asked.get(0), info("a", "tune+notify"));
        assertThat(questions(bench.connect("alice@example.org/two"), ver)).isEmpty();
    }

    @Test
    void onlyTheClientThatWasAskedAnswers() {
        Bench.Client alice = bench.connect("alice@example.org/home");
        String ver = DiscoInfo.version(XmlReader.parse(info("tune+notify")));
        Element question = questions(alice, ver).get(0);
        answers(bench.connect("bob@example.org/eve"), question, info("tune+notify"));
        answers(bench.connect("alice@example.org/two"), question, info("tune+notify"));
        assertThat(questions(bench.connect("bob@example.org/three"), ver)).hasSize(1);
    }

    @Test
    void aClientThatShowsEverOtherFingerprintsHasOneQuestionOpen() {
        Bench.Client alice = bench.connect("alice@example.org/home");
        Element first = questions(alice, "v0").get(0);
        for (int i = 1; i < 1_000; i++) {
            assertThat(questions(alice, "v" + i)).hasSize(1);
        }
        answers(alice, first, info("tune+notify"));
        alice.sends(
                "<iq type='set' id='p'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='tune'><item><a xmlns='a'/></item></publish></pubsub></iq>");
        bench.settle();
        assertThat(alice.received()).hasSize(1);
    }

    @Test
    void aFingerprintOfAnotherKindIsLeftAlone() {
        Bench.Client alice = bench.connect("alice@example.org/home");
        assertThat(
                        says(
                                alice,
                                "<presence><c xmlns='http://jabber.org/protocol/caps' node='urn:x' ver='1' ext='a b'/></presence>"))
                .hasSize(1);
        assertThat(
                        says(
                                alice,
                                "<presence><c xmlns='http://jabber.org/protocol/caps' hash='md5' node='urn:x' ver='1'/></presence>"))
                .hasSize(1);
    }
}
