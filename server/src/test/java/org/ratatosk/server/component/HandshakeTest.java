package org.ratatosk.server.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.Features;
import org.ratatosk.server.config.Limits;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.RawComponent;
import org.ratatosk.server.testing.TestServer;

/** What a stream of a component may not do before and while it proves itself: attacks 1, 2, 5 and 25. */
@Tag("also-federation")
class HandshakeTest {
    private static final String ECHO = "echo.example.test";
    private static final String PING =
            "<iq type='get' id='early' from='echo.example.test' to='example.test'><ping xmlns='urn:xmpp:ping'/></iq>";

    private final TestServer server =
            new TestServer(RawComponent.components(ECHO, "rooms.example.test"), Features::all);
    private final RawClient component = RawComponent.connect(server);

    @AfterEach
    void stop() {
        component.close();
        server.close();
    }

    private String error(String condition) {
        String all = component.untilEnd();
        assertThat(all).contains("<stream:error><" + condition + " ").endsWith("</stream:stream>");
        return all;
    }

    @Test
    void provesWhoItIs() {
        component.send(RawComponent.header(ECHO));
        component.until("?>");
        String header = component.until(">");
        assertThat(header)
                .startsWith("<stream:stream xmlns='jabber:component:accept' ")
                .contains(" from='echo.example.test'")
                .contains(" id='");
        String id = header.replaceAll(".* id='([^']*)'.*", "$1");
        component.send(RawComponent.handshake(id, RawComponent.SECRET));
        assertThat(component.until("<handshake/>")).isEqualTo("<handshake/>");
        component.send(PING);
        assertThat(component.until("<iq ")).isNotEmpty();
        assertThat(component.until("/>")).contains("type='result'").contains("id='early'");
    }

    @Test
    void everyStreamHasAnIdOfItsOwn() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            try (RawClient one = RawComponent.connect(server)) {
                ids.add(RawComponent.open(one, ECHO));
            }
        }
        assertThat(ids).hasSize(20).allSatisfy(id -> assertThat(id).hasSizeGreaterThanOrEqualTo(20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "", "nuts in the hollow oa", "nuts in the hollow oak "})
    void aWrongSecretIsNotEnough(String secret) {
        String id = RawComponent.open(component, ECHO);
        component.send(RawComponent.handshake(id, secret) + PING);
        assertThat(error("not-authorized")).doesNotContain("handshake/>").doesNotContain("early");
        assertThat(server.server().components().all().get(0).connections()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<handshake/>", "<handshake>&#10;</handshake>", "<handshake>", "<handshake><a/></handshake>"})
    void whatIsNoHashAtAllIsRefused(String handshake) {
        RawComponent.open(component, ECHO);
        component.send(handshake.equals("<handshake>") ? handshake + "0".repeat(4000) + "</handshake>" : handshake);
        error("not-authorized");
    }

    @Test
    void theHandshakeOfAnotherStreamIsWrong() {
        try (RawClient other = RawComponent.connect(server)) {
            String id = RawComponent.open(other, ECHO);
            RawComponent.open(component, ECHO);
            component.send(RawComponent.handshake(id, RawComponent.SECRET));
            error("not-authorized");
        }
    }

    @Test
    void aHandshakeBeforeTheHeaderIsNoStream() {
        component.send("<handshake xmlns='jabber:component:accept'>00</handshake>");
        error("invalid-namespace");
    }

    @Test
    void aSecondHandshakeIsRefused() {
        String id = RawComponent.open(component, ECHO);
        String handshake = RawComponent.handshake(id, RawComponent.SECRET);
        component.send(handshake + handshake);
        component.until("<handshake/>");
        error("policy-violation");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message from='echo.example.test' to='alice@example.test'><body>early</body></message>",
                "<presence from='echo.example.test' to='alice@example.test'/>",
                "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AGEAYg==</auth>",
                "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
                "<handshake xmlns='jabber:client'>00</handshake>"
            })
    void nothingComesBeforeTheHandshake(String element) {
        RawComponent.open(component, ECHO);
        component.send(element);
        error("not-authorized");
    }

    @Test
    void namesThatAreNotConfiguredAreUnknown() {
        component.send(RawComponent.header("other.example.test"));
        error("host-unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.test", "alice@echo.example.test", "echo.example.test/x", "", "@", "%00"})
    void whatIsNoNameOfAComponentIsUnknown(String to) {
        component.send(RawComponent.header(to));
        error("host-unknown");
    }

    @Test
    void otherNamespacesAreRefused() {
        component.send(RawClient.header(ECHO));
        error("invalid-namespace");
    }

    private String guessed(String handshake) {
        try (RawClient guess = RawComponent.connect(server)) {
            RawComponent.open(guess, ECHO);
            guess.send("<handshake>" + handshake + "</handshake>");
            return guess.untilEnd();
        }
    }

    @Test
    void guessingIsSlowedDownAndTheRightSecretIsTaken() {
        for (int i = 0; i < 5; i++) {
            assertThat(guessed("wrong " + i)).contains("<not-authorized ");
        }
        assertThat(guessed("one too many")).contains("<policy-violation ");
        RawComponent.proved(server, ECHO).close();
        assertThat(guessed("still too many"))
                .as("what is right does not give tries to others at its address")
                .contains("<policy-violation ");
        server.clock().pass(Duration.ofMinutes(1));
        assertThat(guessed("a minute later")).contains("<not-authorized ");
    }

    @Test
    void theHandshakeHasToComeInTime() {
        RawComponent.open(component, ECHO);
        server.clock().pass(Duration.ofSeconds(60));
        error("connection-timeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "&b;"})
    void aDocumentTypeIsRefused(String to) {
        component.send("<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>"
                + RawComponent.header(to).replace("<?xml version='1.0'?>", ""));
        error("restricted-xml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!-- c -->", "<?p x?>", "<message><body>&eacute;</body></message>"})
    void restrictedXmlIsRefusedAfterTheHandshakeToo(String xml) {
        component.send(RawComponent.handshake(RawComponent.open(component, ECHO), RawComponent.SECRET));
        component.until("<handshake/>");
        component.send(xml);
        error("restricted-xml");
    }

    @Test
    void strangersCannotFillTheMemory() {
        RawComponent.open(component, ECHO);
        component.send(
                "<handshake>" + "A".repeat(Limits.defaults().beforeLogin().stanzaBytes()) + "</handshake>");
        error("policy-violation");
    }

    @Test
    void aStanzaOfAComponentIsBounded() {
        component.send(RawComponent.handshake(RawComponent.open(component, ECHO), RawComponent.SECRET));
        component.until("<handshake/>");
        component.send("<message from='echo.example.test' to='echo.example.test'><body>" + "a".repeat(200_000)
                + "</body></message>");
        component.until("</message>");
        component.send("<message from='echo.example.test' to='echo.example.test'><body>");
        component.pour("A".repeat(1000).getBytes(), 300_000);
        error("policy-violation");
    }
}
