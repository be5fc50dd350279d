package org.ratatosk.server.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.Features;
import org.ratatosk.server.session.Connection;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.RawComponent;
import org.ratatosk.server.testing.TestServer;

/** Components that have vanished without a word, and those that have only had nothing to say. */
class SilenceTest {
    private static final String ECHO = "echo.example.test";
    private static final String ANSWER = "<iq type='result' id='there' from='" + ECHO + "' to='example.test'/>";
    private static final String ASKS =
            "<iq type='get' id='%s' from='" + ECHO + "' to='example.test'><ping xmlns='urn:xmpp:ping'/></iq>";

    private final TestServer server = new TestServer(RawComponent.components(ECHO), Features::all);
    private final RawClient component = RawComponent.proved(server, ECHO);

    @AfterEach
    void stop() {
        component.close();
        server.close();
    }

    private List<Connection.Info> connections() {
        return server.server().components().all().get(0).connections();
    }

    private String asked() {
        return component.until("<ping xmlns='urn:xmpp:ping'/></iq>");
    }

    /** Waits until everything that it has said has been heard. */
    private void asks(String id) {
        component.send(ASKS.formatted(id));
        component.until("id='" + id + "'");
    }

    /** What a further connection hears after its handshake. */
    private String further() {
        try (RawClient further = RawComponent.connect(server)) {
            further.send(
                    RawComponent.handshake(RawComponent.open(further, ECHO), RawComponent.SECRET) + "</stream:stream>");
            return further.untilEnd();
        }
    }

    @Test
    void isAskedAndStaysIfItAnswers() {
        for (int i = 0; i < 4; i++) {
            server.clock().pass(Duration.ofMinutes(1));
            assertThat(asked())
                    .contains("type='get'")
                    .contains("from='example.test'")
                    .contains("to='" + ECHO + "'");
            component.send(ANSWER);
            asks("heard" + i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n "})
    void isClosedIfItSaysNothing(String nothing) {
        server.clock().pass(Duration.ofMinutes(1));
        asked();
        component.send(nothing);
        server.clock().pass(Duration.ofMinutes(1));
        assertThat(component.untilEnd()).contains("<connection-timeout ");
        Awaitility.await().until(() -> connections().isEmpty());
    }

    @Test
    void givesWayToANewOneIfItDoesNotAnswer() {
        assertThat(further()).contains("<conflict ");
        asked();
        assertThat(further()).as("at once it may only be slow").contains("<conflict ");
        server.clock().pass(Duration.ofSeconds(5));
        try (RawClient heir = RawComponent.proved(server, ECHO)) {
            assertThat(component.untilEnd()).contains("<conflict ");
            assertThat(connections()).hasSize(1);
            heir.send(ASKS.formatted("heir"));
            heir.until("id='heir'");
        }
    }

    @Test
    void keepsItsPlaceIfItAnswers() {
        assertThat(further()).contains("<conflict ");
        asked();
        asks("alive");
        server.clock().pass(Duration.ofSeconds(5));
        assertThat(further()).contains("<conflict ");
        assertThat(connections()).hasSize(1);
    }
}
