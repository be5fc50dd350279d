package org.ratatosk.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.testing.Bench;

/** XEP-0163: bounds of what an account publishes, and what strangers find out. */
class PepTest {
    private final Bench bench = new Bench();

    @BeforeEach
    void accounts() {
        bench.accounts("alice@example.org", "eve@example.net");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private String says(Bench.Client client, String xml) {
        client.sends(xml);
        bench.settle();
        List<?> received = client.received();
        assertThat(received).hasSize(1);
        return received.toString();
    }

    private static String publish(String node, String id, String payload) {
        return "<iq type='set' id='p'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='" + node
                + "'><item id='" + id + "'>" + payload + "</item></publish></pubsub></iq>";
    }

    private static String ask(String to, String content) {
        return "<iq type='get' id='g' to='" + to + "'><pubsub xmlns='http://jabber.org/protocol/pubsub'>" + content
                + "</pubsub></iq>";
    }

    @Test
    void thereAreAHundredNodes() {
        Bench.Client alice = bench.connect("alice@example.org/home");
        for (int i = 0; i < 100; i++) {
            assertThat(says(alice, publish("n" + i, "1", "<a xmlns='a'/>"))).contains("type='result'");
        }
        assertThat(says(alice, publish("n100", "1", "<a xmlns='a'/>"))).contains("conflict", "max-nodes-exceeded");
        assertThat(says(alice, publish("n7", "2", "<a xmlns='a'/>"))).contains("type='result'");
        assertThat(
                        says(
                                alice,
                                "<iq type='set' id='c'><pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='n100'/></pubsub></iq>"))
                .contains("max-nodes-exceeded");
    }

    @Test
    void whatIsPublishedIsBounded() {
        Bench.Client alice = bench.connect("alice@example.org/home");
        assertThat(says(alice, publish("n", "1", "<a xmlns='a'>" + "x".repeat(65_000) + "</a>")))
                .contains("type='result'");
        assertThat(says(alice, publish("n", "1", "<a xmlns='a'>" + "x".repeat(66_000) + "</a>")))
                .contains("not-acceptable", "payload-too-big");
        assertThat(says(alice, publish("n".repeat(501), "1", "<a xmlns='a'/>"))).contains("not-acceptable");
        assertThat(says(alice, publish("n", "i".repeat(501), "<a xmlns='a'/>"))).contains("not-acceptable");
        assertThat(says(alice, publish("n".repeat(500), "i".repeat(500), "<a xmlns='a'/>")))
                .contains("type='result'");
    }

    /** Each is answered as if there were no account. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<items node='closed'/>",
                "<items node='none'/>",
                "<items node='empty'/>",
                "<items node='open'><item id='none'/></items>",
                "<items/>",
                "<subscriptions/>",
                ""
            })
    void aStrangerDoesNotLearnThatThereIsAnAccount(String asked) {
        Bench.Client alice = bench.connect("alice@example.org/home");
        says(alice, publish("closed", "1", "<a xmlns='a'/>"));
        for (String node : List.of("open", "empty")) {
            says(
                    alice,
                    "<iq type='set' id='c'><pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='" + node
                            + "'/><configure><x xmlns='jabber:x:data'><field var='pubsub#access_model'><value>open</value></field></x></configure></pubsub></iq>");
        }
        says(alice, publish("open", "1", "<a xmlns='a'/>"));
        Bench.Client eve = bench.connect("eve@example.net/home");
        String nobody = says(eve, ask("nobody@example.org", asked));
        assertThat(says(eve, ask("alice@example.org", asked)).replace("alice@", "nobody@"))
                .isEqualTo(nobody);
        assertThat(says(eve, ask("alice@example.org", "<items node='open'/>"))).contains("type='result'");
    }

    @Test
    void whoIsRemovedFromTheContactsHearsAndSeesNothingMore() {
        Bench.Client alice = bench.connect("alice@example.org/home");
        Bench.Client eve = bench.connect("eve@example.net/home");
        alice.sends("<presence type='subscribed' to='eve@example.net'/>");
        eve.sends("<presence type='subscribe' to='alice@example.org'/>");
        bench.settle();
        says(alice, publish("n", "1", "<a xmlns='a'/>"));
        assertThat(says(eve, ask("alice@example.org", "<items node='n'/>"))).contains("type='result'");
        alice.sends("<presence type='unsubscribed' to='eve@example.net'/>");
        bench.settle();
        assertThat(says(eve, ask("alice@example.org", "<items node='n'/>"))).contains("service-unavailable");
    }
}
