package org.ratatosk.server.component;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.Features;
import org.ratatosk.server.stream.component.ComponentState;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.RawComponent;
import org.ratatosk.server.testing.TestServer;

/** What goes to and from a component that is connected, and what happens when it is not (XEP-0114, attack 25). */
@Tag("also-federation")
class ComponentStanzasTest {
    private static final String ECHO = "echo.example.test";
    private static final String ITEMS =
            "<iq type='get' id='items' to='example.test'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>";

    private static final String ROSTER = "<iq type='get' id='roster'><query xmlns='jabber:iq:roster'/></iq>";

    private final TestServer server =
            new TestServer(RawComponent.components(ECHO, "rooms.example.test"), Features::all);
    private RawClient alice = RawClient.connect(server);

    @BeforeEach
    void logIn() {
        alice.close();
        server.account("alice@example.test");
        alice = RawClient.bound(server, "alice", "desk");
    }

    @AfterEach
    void stop() {
        alice.close();
        server.close();
    }

    private static void ended(RawClient component, String condition) {
        assertThat(component.untilEnd()).contains("<stream:error><" + condition + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {ECHO, "somebody@" + ECHO, "somebody@" + ECHO + "/nut", ECHO + "/nut"})
    void whateverIsSentUnderItsDomainReachesIt(String address) {
        try (RawClient echo = RawComponent.proved(server, ECHO)) {
            alice.send("<message to='" + address + "' id='m1' type='chat'><body>word</body></message>");
            assertThat(echo.until("</message>"))
                    .startsWith("<message ")
                    .doesNotContain("xmlns='jabber:client'")
                    .contains("from='alice@example.test/desk'")
                    .contains("to='" + address + "'")
                    .contains("<body>word</body>");
            echo.send("<message from='" + address
                    + "' to='alice@example.test/desk' type='chat' id='m2'><body>drow</body>" + "</message>");
            assertThat(alice.until("</message>"))
                    .contains("from='" + address + "'")
                    .contains("<body>drow</body>");
        }
    }

    @Test
    void subscriptionsProbesAndQuestionsAreItsOwnAffair() {
        try (RawClient echo = RawComponent.proved(server, ECHO)) {
            alice.send(ROSTER + "<presence/><presence type='subscribe' to='" + ECHO + "'/>");
            assertThat(echo.until("/>"))
                    .contains("type='subscribe'")
                    .contains("from='alice@example.test'")
                    .contains("to='" + ECHO + "'");
            echo.send("<presence type='subscribed' from='" + ECHO + "' to='alice@example.test'/>");
            alice.until("subscription='to'");
            try (RawClient phone = RawClient.bound(server, "alice", "phone")) {
                phone.send("<presence/>");
                echo.until("type='probe'");
                assertThat(echo.until("/>"))
                        .contains("from='alice@example.test")
                        .contains("to='" + ECHO + "'");
            }
            alice.send("<iq type='get' id='v' to='" + ECHO + "'><query xmlns='jabber:iq:version'/></iq>");
            assertThat(echo.until("</iq>")).contains("id='v'").contains("jabber:iq:version");
        }
    }

    @Test
    void serviceDiscoveryShowsItWhileItIsThere() {
        alice.send(ITEMS);
        assertThat(alice.until("</iq>")).doesNotContain(ECHO);
        try (RawClient echo = RawComponent.proved(server, ECHO)) {
            alice.send(ITEMS);
            assertThat(alice.until("</iq>"))
                    .contains("<item jid='echo.example.test'/>")
                    .doesNotContain("rooms");
            echo.send("</stream:stream>");
            echo.untilEnd();
        }
        // the end of the stream is said before the connection is over
        Awaitility.await()
                .until(() -> server.server().components().all().stream()
                        .allMatch(state -> state.connections().isEmpty()));
        alice.send(ITEMS);
        assertThat(alice.until("</iq>")).doesNotContain(ECHO);
    }

    @Test
    void whatIsSentWhileItIsAwayComesBackAndIsNotKept() {
        alice.send("<message to='somebody@" + ECHO + "' id='m1' type='chat'><body>word</body></message>");
        assertThat(alice.until("</message>"))
                .contains("type='error'")
                .contains("from='somebody@echo.example.test'")
                .contains("<error type='wait'><service-unavailable ");
        alice.send("<iq to='" + ECHO + "' id='i1' type='get'><query xmlns='jabber:iq:version'/></iq>");
        assertThat(alice.until("</iq>")).contains("<service-unavailable ");
        alice.send("<presence to='room@" + ECHO + "/nick'/>");
        assertThat(alice.until("</presence>")).contains("<service-unavailable ");
        try (RawClient echo = RawComponent.proved(server, ECHO)) {
            alice.send("<message to='" + ECHO + "' id='m2' type='chat'><body>second</body></message>");
            assertThat(echo.until("</message>")).contains("second").doesNotContain("word");
        }
    }

    @Test
    void presenceForAllContactsIsForgottenWhileItIsAway() {
        try (RawClient echo = RawComponent.proved(server, ECHO)) {
            alice.send(ROSTER + "<presence/><presence type='subscribe' to='" + ECHO + "'/>");
            echo.until("type='subscribe'");
            echo.send("<presence type='subscribed' from='" + ECHO + "' to='alice@example.test'/>"
                    + "<presence type='subscribe' from='" + ECHO + "' to='alice@example.test'/>");
            alice.until("type='subscribe'");
            alice.send("<presence type='subscribed' to='" + ECHO + "'/>");
            alice.until("subscription='both'");
            echo.until("type='subscribed'");
            alice.send("<presence id='here'/>");
            echo.until("id='here'");
            echo.send("</stream:stream>");
            echo.untilEnd();
        }
        alice.send("<presence id='still-here'/>" + ITEMS);
        assertThat(alice.until("id='items'")).doesNotContain("type='error'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from='alice@example.test'",
                "from='example.test'",
                "from='other.echo.example.test'",
                "from='xecho.example.test'",
                "from='rooms.example.test'",
                "from='stranger@elsewhere.example'",
                "from='@@'",
                ""
            })
    void nobodyIsBelievedUnderAnotherDomain(String from) {
        try (RawClient echo = RawComponent.proved(server, ECHO)) {
            echo.send("<message to='alice@example.test' " + from + "><body>forged</body></message>");
            ended(echo, "invalid-from");
            alice.send(ITEMS);
            assertThat(alice.until("</iq>")).doesNotContain("forged");
        }
    }

    @Test
    void aStanzaThatIsWrongIsAnsweredAndTheStreamGoesOn() {
        try (RawClient echo = RawComponent.proved(server, ECHO)) {
            echo.send("<message from='" + ECHO + "' id='e1'><body>to nobody</body></message>");
            assertThat(echo.until("</message>")).contains("id='e1'").contains("<bad-request ");
            echo.send("<message from='" + ECHO + "' to='@@' id='e2'><body>to nobody</body></message>");
            assertThat(echo.until("</message>")).contains("id='e2'").contains("<jid-malformed ");
            echo.send("<iq type='result' from='" + ECHO + "'/><message type='error' from='" + ECHO + "'/>");
            echo.send("<message from='" + ECHO
                    + "' to='nobody@example.test' id='e3' type='chat'><body>x</body></message>");
            assertThat(echo.until("</message>"))
                    .contains("id='e3'")
                    .contains("from='nobody@example.test'")
                    .contains("<service-unavailable ");
        }
    }

    @Test
    void otherElementsEndTheStream() {
        try (RawClient echo = RawComponent.proved(server, ECHO)) {
            echo.send("<route xmlns='jabber:component:accept' from='" + ECHO + "' to='example.test'/>");
            ended(echo, "unsupported-stanza-type");
        }
    }

    @Test
    void stanzasOfOtherNamespacesAreNone() {
        try (RawClient echo = RawComponent.proved(server, ECHO)) {
            echo.send("<message xmlns='jabber:client' from='" + ECHO + "' to='alice@example.test'/>");
            ended(echo, "unsupported-stanza-type");
        }
    }

    @Test
    void theNameIsTakenWhileAConnectionHasIt() {
        try (RawClient echo = RawComponent.proved(server, ECHO)) {
            RawClient second = RawComponent.connect(server);
            second.send(RawComponent.handshake(RawComponent.open(second, ECHO), RawComponent.SECRET));
            ended(second, "conflict");
            alice.send("<message to='" + ECHO + "'><body>first</body></message>");
            assertThat(echo.until("</message>")).contains("first");
            echo.send("</stream:stream>");
            echo.untilEnd();
        }
        RawComponent.proved(server, ECHO).close();
    }

    @Test
    void peopleSeeHowItStands() {
        try (RawClient echo = RawComponent.proved(server, ECHO)) {
            alice.send("<message to='" + ECHO + "'><body>word</body></message>");
            echo.until("</message>");
            echo.send("<message from='" + ECHO + "' to='alice@example.test/desk'><body>drow</body></message>");
            alice.until("</message>");
            ComponentState state = server.server().components().all().get(0);
            assertThat(state.domain()).isEqualTo(ECHO);
            assertThat(state.connections()).hasSize(1);
            assertThat(state.connections().get(0).transport()).isEqualTo("no TLS");
            assertThat(state.received()).isEqualTo(1);
            assertThat(state.sent()).isEqualTo(1);
            assertThat(state.waiting()).isZero();
        }
    }
}
