package org.ratatosk.server.component;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ratatosk.server.config.FederationConfig.Security;
import org.ratatosk.server.stream.s2s.PeerState;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.RawComponent;
import org.ratatosk.server.testing.TestServer;
import org.ratatosk.server.testing.World;

/** A component and people elsewhere: other servers see its domain as they see any other (XEP-0178, XEP-0220). */
@Tag("also-federation")
class ComponentFederationTest {
    private static final String ECHO = "echo.here.test";

    private final World world = new World();

    @AfterEach
    void stop() {
        world.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"SECURE", "DIALBACK"})
    void peopleElsewhereReachItAndItReachesThem(Security security) {
        TestServer here = world.start(World.security(security), RawComponent.components(ECHO), "here.test");
        TestServer there = world.start(World.security(security), config -> config, "there.test");
        world.place(ECHO, here.server().serverStarttls().get(0), false);
        world.place("there.test", there.server().serverStarttls().get(0), false);
        if (security == Security.SECURE) {
            world.believe(here);
            world.believe(there);
        }
        there.account("bob@there.test");
        try (RawClient echo = RawComponent.proved(here, ECHO);
                RawClient bob = RawClient.bound(there, "bob", "desk", "there.test")) {
            echo.send(
                    "<message from='nut@" + ECHO + "' to='bob@there.test/desk' type='chat'><body>one</body></message>");
            assertThat(bob.until("</message>"))
                    .contains("from='nut@echo.here.test'")
                    .contains("<body>one</body>");
            bob.send("<message to='nut@" + ECHO + "/tree' type='chat'><body>two</body></message>");
            assertThat(echo.until("</message>"))
                    .contains("from='bob@there.test/desk'")
                    .contains("to='nut@echo.here.test/tree'");
            assertThat(there.server().federation().peers())
                    .extracting(PeerState::domain)
                    .containsOnly(ECHO);
            bob.send("<iq type='get' id='v' to='" + ECHO + "'><query xmlns='jabber:iq:version'/></iq>");
            // before it there may be a ping, by which a server without stream management asks what was read
            assertThat(echo.until("<query xmlns='jabber:iq:version'/></iq>")).contains("id='v'");
            echo.send("</stream:stream>");
            echo.untilEnd();
            bob.send("<message to='" + ECHO + "' type='chat'><body>three</body></message>");
            assertThat(bob.until("</message>"))
                    .contains("<error type='wait'><service-unavailable ")
                    .contains("from='echo.here.test'");
        }
    }
}
