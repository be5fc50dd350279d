package org.ratatosk.server.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.TestServer;

/** XEP-0198 over real sockets. The security tests with the number 29 are here. */
class StreamManagementTest {
    private static final String FAILED =
            "<failed xmlns='urn:xmpp:sm:3'><%s xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>";

    private final TestServer server = new TestServer();

    @BeforeEach
    void makeAccounts() {
        server.account("alice@example.test");
        server.account("bob@example.test");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RawClient bound(String user) {
        RawClient client = RawClient.bound(server, user, "r");
        client.send("<presence/>");
        client.until("<presence");
        client.until(">");
        return client;
    }

    private static String enable(RawClient client) {
        client.send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
        String enabled = client.until("/>");
        assertThat(enabled).contains("<enabled xmlns='urn:xmpp:sm:3'", "resume='true'", "max='600'");
        return enabled.replaceAll("(?s).* id='([^']*)'.*", "$1");
    }

    private RawClient resume(String user, String id, int h) {
        RawClient client = RawClient.authenticated(server, user);
        client.send("<resume xmlns='urn:xmpp:sm:3' previd='" + id + "' h='" + h + "'/>");
        return client;
    }

    private static void message(RawClient from, String to, String id) {
        from.send("<message type='chat' to='" + to + "' id='" + id + "'><body>" + id + "</body></message>");
    }

    /** Waits until all that a client has sent has been handled. */
    private static void settle(RawClient client) {
        client.send("<iq type='get' id='settle' to='example.test'><ping xmlns='urn:xmpp:ping'/></iq>");
        client.until("id='settle'");
        client.until(">");
    }

    @Test
    void isOfferedAfterLoginAndRefusedBeforeBinding() {
        try (RawClient client = RawClient.authenticated(server, "alice")) {
            client.send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
            assertThat(client.until("</failed>")).isEqualTo(FAILED.formatted("unexpected-request"));
            client.bind("r");
            enable(client);
        }
    }

    @Test
    void isEnabledOnce() {
        try (RawClient client = bound("alice")) {
            enable(client);
            client.send("<enable xmlns='urn:xmpp:sm:3'/>");
            assertThat(client.until("</failed>")).isEqualTo(FAILED.formatted("unexpected-request"));
        }
    }

    @Test
    void waitsNoLongerThanTheClientWants() {
        try (RawClient client = bound("alice")) {
            client.send("<enable xmlns='urn:xmpp:sm:3' resume='1' max='30'/>");
            assertThat(client.until("/>")).contains("max='30'");
        }
    }

    @Test
    void countsWhatCameAfterItWasEnabled() {
        try (RawClient client = bound("alice")) {
            enable(client);
            for (int i = 1; i <= 3; i++) {
                settle(client);
            }
            client.send("<r xmlns='urn:xmpp:sm:3'/>");
            client.until("<a xmlns='urn:xmpp:sm:3' h='3'/>");
        }
    }

    /** What was asked for too early is told when it is so. */
    @Test
    void tellsAgainWhenEverythingHasBeenHandled() {
        try (RawClient alice = bound("alice")) {
            enable(alice);
            message(alice, "bob@example.test", "m1");
            message(alice, "bob@example.test", "m2");
            alice.send("<r xmlns='urn:xmpp:sm:3'/>");
            alice.until("<a xmlns='urn:xmpp:sm:3' h='2'/>");
        }
    }

    @Test
    void asksWhatAClientHasGot() {
        try (RawClient alice = bound("alice");
                RawClient bob = bound("bob")) {
            enable(bob);
            message(alice, "bob@example.test/r", "m1");
            assertThat(bob.until("<r xmlns='urn:xmpp:sm:3'/>")).contains("<body>m1</body>");
        }
    }

    /** Security test 29. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "4294967295"})
    void refusesAcknowledgementsOfWhatWasNeverSent(String h) {
        try (RawClient client = bound("alice")) {
            enable(client);
            client.send("<a xmlns='urn:xmpp:sm:3' h='" + h + "'/>");
            assertThat(client.untilEnd())
                    .contains("<undefined-condition ")
                    .contains("<handled-count-too-high xmlns='urn:xmpp:sm:3' h='" + h + "' send-count='0'/>")
                    .endsWith("</stream:stream>");
        }
    }

    /** Security test 29. */
    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "4294967296", "99999999999999999999", "one", "0x1"})
    void refusesWhatIsNoCount(String h) {
        try (RawClient client = bound("alice")) {
            enable(client);
            client.send("<a xmlns='urn:xmpp:sm:3' h='" + h + "'/>");
            assertThat(client.untilEnd()).contains("<invalid-xml ");
        }
    }

    /** Security test 29: ids cannot be guessed, and are of no use to others. */
    @Test
    void refusesToResumeWhatIsNotTheClients() {
        try (RawClient alice = bound("alice")) {
            String id = enable(alice);
            assertThat(id).hasSizeGreaterThanOrEqualTo(32);
            for (String wrong : new String[] {"", "guess", id.substring(1)}) {
                try (RawClient guesser = resume("alice", wrong, 0)) {
                    assertThat(guesser.until("</failed>")).isEqualTo(FAILED.formatted("item-not-found"));
                    guesser.bind("other");
                }
            }
            try (RawClient thief = resume("bob", id, 0)) {
                assertThat(thief.until("</failed>")).isEqualTo(FAILED.formatted("item-not-found"));
            }
            settle(alice);
        }
    }

    @Test
    void goesOnAfterALostConnection() {
        try (RawClient bob = bound("bob")) {
            RawClient first = bound("alice");
            String id = enable(first);
            message(bob, "alice@example.test/r", "m1");
            first.until("<r xmlns='urn:xmpp:sm:3'/>");
            settle(first);
            first.close();
            Awaitility.await().until(() -> server.server().connections() == 1);
            message(bob, "alice@example.test/r", "m2");
            settle(bob);

            try (RawClient second = resume("alice", id, 0)) {
                assertThat(second.until("/>")).isEqualTo("<resumed xmlns='urn:xmpp:sm:3' previd='" + id + "' h='1'/>");
                // what was not acknowledged comes again, then what came meanwhile; h is one by what was handled before
                String all = second.until("<r xmlns='urn:xmpp:sm:3'/>");
                assertThat(all.indexOf("<body>m1")).isPositive().isLessThan(all.indexOf("<body>m2"));
                second.send("<a xmlns='urn:xmpp:sm:3' h='3'/>");
                message(second, "bob@example.test/r", "m3");
                assertThat(bob.until("m3</body>"))
                        .contains("from='alice@example.test/r'")
                        .doesNotContain("unavailable");
                second.send("<r xmlns='urn:xmpp:sm:3'/>");
                second.until("<a xmlns='urn:xmpp:sm:3' h='2'/>");
            }
        }
    }

    @Test
    void doesNotRepeatWhatTheClientHasGot() {
        try (RawClient bob = bound("bob")) {
            RawClient first = bound("alice");
            String id = enable(first);
            message(bob, "alice@example.test/r", "m1");
            first.until("<r xmlns='urn:xmpp:sm:3'/>");
            first.close();
            try (RawClient second = resume("alice", id, 1)) {
                second.until("<resumed ");
                settle(second);
                message(bob, "alice@example.test/r", "m2");
                assertThat(second.until("m2</body>")).doesNotContain("<body>m1");
            }
        }
    }

    /** Security test 29: a resumption over an open stream ends that one, and the session goes on. */
    @Test
    void endsTheOldStreamWhenItIsStillOpen() {
        try (RawClient first = bound("alice")) {
            String id = enable(first);
            try (RawClient second = resume("alice", id, 0)) {
                second.until("<resumed ");
                assertThat(first.untilEnd())
                        .contains("<stream:error><conflict ")
                        .endsWith("</stream:stream>");
                settle(second);
                assertThat(server.server().server().sessions().all()).hasSize(1);
            }
        }
    }

    /** Security test 29. */
    @Test
    void refusesToResumeWithACountThatIsTooHigh() {
        RawClient first = bound("alice");
        String id = enable(first);
        first.close();
        try (RawClient second = resume("alice", id, 7)) {
            assertThat(second.untilEnd()).contains("<handled-count-too-high ");
        }
        try (RawClient third = resume("alice", id, 0)) {
            third.until("<resumed ");
        }
    }

    /** Security test 15: a session that goes on has its resource. */
    @Test
    void bindsNothingAfterResumption() {
        RawClient first = bound("alice");
        String id = enable(first);
        first.close();
        try (RawClient second = resume("alice", id, 0)) {
            second.until("<resumed ");
            second.until(">");
            second.send("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
            assertThat(second.until("</iq>")).contains("type='error'", "<not-allowed ");
        }
    }

    /** A request to bind again is a stanza like any other: it counts, and so does its answer. */
    @Test
    void countsASecondBinding() {
        try (RawClient client = bound("alice")) {
            enable(client);
            client.send("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
            assertThat(client.until("</iq>")).contains("id='b'", "type='error'", "<not-allowed ");
            client.send("<a xmlns='urn:xmpp:sm:3' h='1'/><r xmlns='urn:xmpp:sm:3'/>");
            client.until("<a xmlns='urn:xmpp:sm:3' h='1'/>");
        }
    }

    /** What speaks of binding and is for somebody else, or is an answer, is not taken for a request to bind. */
    @Test
    void passesOnWhatOnlySpeaksOfBinding() {
        try (RawClient alice = bound("alice");
                RawClient bob = bound("bob")) {
            String bind = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>";
            bob.send("<iq type='get' id='q' to='alice@example.test/r'>" + bind + "</iq>");
            assertThat(alice.until("</iq>")).contains("from='bob@example.test/r'", "id='q'");
            alice.send("<iq type='result' id='q' to='bob@example.test/r'>" + bind + "</iq>");
            assertThat(bob.until("</iq>")).contains("from='alice@example.test/r'", "type='result'", "id='q'");
        }
    }

    @Test
    void endsASessionThatNobodyGoesOnWith() {
        RawClient first = bound("alice");
        String id = enable(first);
        first.close();
        Awaitility.await().until(() -> server.server().connections() == 0);
        try (RawClient bob = bound("bob")) {
            message(bob, "alice@example.test", "m1");
            settle(bob);
            server.clock().pass(Duration.ofSeconds(599));
            assertThat(server.server().server().sessions().all()).hasSize(2);
            server.clock().pass(Duration.ofSeconds(2));
            Awaitility.await()
                    .until(() -> server.server().server().sessions().all().size() == 1);
        }
        try (RawClient second = resume("alice", id, 0)) {
            assertThat(second.until("</failed>")).isEqualTo(FAILED.formatted("item-not-found"));
            second.bind("new");
            second.send("<presence/>");
            assertThat(second.until("</message>")).contains("<body>m1</body>", "<delay ");
        }
    }

    @Test
    void endsASessionWhoseStreamWasClosed() {
        try (RawClient first = bound("alice")) {
            enable(first);
            first.send("</stream:stream>");
            first.untilEnd();
            Awaitility.await()
                    .until(() -> server.server().server().sessions().all().isEmpty());
        }
    }

    /** Security test 29: a client that never acknowledges gets so much and no more, and is then sent away. */
    @Test
    void sendsAwayWhoNeverAcknowledges() {
        try (RawClient alice = bound("alice");
                RawClient bob = bound("bob")) {
            bob.send("<enable xmlns='urn:xmpp:sm:3'/>");
            bob.until("<enabled xmlns='urn:xmpp:sm:3'/>");
            for (int i = 0; i < 1010; i++) {
                message(alice, "bob@example.test/r", "m" + i);
            }
            settle(alice);
            assertThat(bob.until("<body>m999</body>")).contains("<body>m0</body>");
            server.clock().pass(Duration.ofSeconds(1));
            Awaitility.await().until(() -> {
                server.clock().pass(Duration.ofSeconds(5));
                return server.server().connections() == 1;
            });
            assertThat(bob.untilEnd()).contains("<connection-timeout ").doesNotContain("<body>m1000</body>");
        }
    }
}
