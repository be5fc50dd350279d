package org.ratatosk.server.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.StringPreparation;
import com.ongres.scram.common.util.TlsServerEndpoint;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.Features;
import org.ratatosk.server.admin.Admin;
import org.ratatosk.server.admin.Admin.AppPassword;
import org.ratatosk.server.config.TlsConfig;
import org.ratatosk.server.feature.Registration;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.TestServer;

/** Passwords for single devices, from the making to the end of the sessions, over TLS. */
class AppPasswordsTest {
    private static final String NS = "urn:ietf:params:xml:ns:xmpp-sasl";

    private final TestServer server = new TestServer(
            config -> config.with(new TlsConfig(config.tls().certs(), List.of(), true, TlsConfig.Engine.JAVA)),
            config -> Features.all(config).stream()
                    .map(one -> one instanceof Registration ? (Feature) new Registration(true, 10) : one)
                    .toList());
    private final Admin admin = server.admin();
    private final Jid alice = server.account("alice@example.test");

    @AfterEach
    void stop() {
        server.close();
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    private String make(String device) {
        return done(admin.createAppPassword(alice, device));
    }

    private AppPassword listed(String device) {
        return done(admin.appPasswords(alice)).stream()
                .filter(one -> one.name().equals(device))
                .findAny()
                .orElseThrow();
    }

    private static String message(String xml) {
        return new String(Base64.getDecoder().decode(xml.replaceAll("(?s).*>([^<>]+)</[a-z]+>", "$1")), UTF_8);
    }

    /** A client that has proved its password in some way; the server's own proof is checked too. */
    private RawClient login(String mechanism, String password) throws Exception {
        RawClient client = RawClient.secure(server);
        if (mechanism.equals("PLAIN")) {
            client.send(RawClient.plain("alice", password));
            client.until("<success xmlns='" + NS + "'/>");
        } else {
            scram(client, mechanism, password);
        }
        client.open("example.test");
        client.until("</stream:features>");
        return client;
    }

    private static void scram(RawClient client, String mechanism, String password) throws Exception {
        ScramClient.FinalBuildStage stage = ScramClient.builder()
                .advertisedMechanisms(List.of(mechanism))
                .username("alice")
                .password(password.toCharArray())
                .stringPreparation(StringPreparation.SASL_PREPARATION);
        if (mechanism.endsWith("-PLUS")) {
            X509Certificate shown =
                    (X509Certificate) ((SSLSocket) client.socket()).getSession().getPeerCertificates()[0];
            stage = ScramClient.builder()
                    .advertisedMechanisms(List.of(mechanism))
                    .username("alice")
                    .password(password.toCharArray())
                    .channelBinding("tls-server-end-point", TlsServerEndpoint.getChannelBindingData(shown))
                    .stringPreparation(StringPreparation.SASL_PREPARATION);
        }
        ScramClient scram = stage.build();
        client.send(RawClient.auth(mechanism, scram.clientFirstMessage().toString()));
        scram.serverFirstMessage(message(client.until("</challenge>")));
        client.send(RawClient.response(scram.clientFinalMessage().toString()));
        scram.serverFinalMessage(message(client.until("</success>")));
    }

    private RawClient session(String mechanism, String password, String resource) throws Exception {
        RawClient client = login(mechanism, password);
        client.bind(resource);
        return client;
    }

    private static void assertAlive(RawClient client) {
        client.send("<iq type='get' id='p' to='example.test'><ping xmlns='urn:xmpp:ping'/></iq>");
        client.until("id='p'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-256", "SCRAM-SHA-1", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS", "PLAIN"})
    void everyPasswordOfAMemberWorks(String mechanism) throws Exception {
        for (String password : List.of(make("Phone"), make("Desk"), TestServer.PASSWORD)) {
            try (RawClient client = session(mechanism, password, "here")) {
                assertAlive(client);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-256-PLUS", "PLAIN"})
    void revokingOneEndsWhatBeganWithItAndNothingElse(String mechanism) throws Exception {
        String phone = make("Phone");
        String desk = make("Desk");
        try (RawClient one = session(mechanism, phone, "phone");
                RawClient two = session(mechanism, desk, "desk");
                RawClient own = session(mechanism, TestServer.PASSWORD, "own")) {
            String id = listed("Phone").id();
            assertThat(done(admin.revokeAppPassword(alice, id))).isTrue();
            assertThat(one.untilEnd()).contains("<not-authorized", "The app password was revoked");
            assertAlive(two);
            assertAlive(own);
            assertThat(done(admin.revokeAppPassword(alice, id))).isFalse();
            assertThat(done(admin.appPasswords(alice)))
                    .extracting(AppPassword::name)
                    .containsExactly("Desk");
        }
        try (RawClient again = RawClient.secure(server)) {
            again.send(RawClient.plain("alice", phone));
            assertThat(again.until("</failure>")).contains("<not-authorized/>");
        }
    }

    /** Who has proved a password but has no session yet is let in no more. */
    @Test
    void revokingOneKeepsOutWhoIsOnTheWayIn() throws Exception {
        try (RawClient client = login("SCRAM-SHA-256", make("Phone"))) {
            done(admin.revokeAppPassword(alice, listed("Phone").id()));
            client.send("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
            assertThat(client.untilEnd()).contains("<not-authorized");
        }
    }

    /** A session that goes on over another stream hangs on what that stream proved. */
    @Test
    void aResumedSessionHangsOnThePasswordThatWasProvedLast() throws Exception {
        String phone = make("Phone");
        RawClient before = session("PLAIN", phone, "phone");
        before.send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
        String id = before.until("/>").replaceAll("(?s).* id='([^']+)'.*", "$1");
        before.close();
        try (RawClient after = login("PLAIN", make("New phone"))) {
            after.send("<resume xmlns='urn:xmpp:sm:3' h='0' previd='" + id + "'/>");
            after.until("<resumed");
            done(admin.revokeAppPassword(alice, listed("Phone").id()));
            assertAlive(after);
            done(admin.revokeAppPassword(alice, listed("New phone").id()));
            assertThat(after.untilEnd()).contains("<not-authorized");
        }
    }

    @Test
    void tellsWhenOneWasUsedLast() throws Exception {
        String phone = make("Phone");
        assertThat(listed("Phone").used()).isNull();
        login("SCRAM-SHA-256", phone).close();
        assertThat(listed("Phone").used()).isEqualTo(server.clock().instant());
        server.clock().pass(Duration.ofDays(3));
        login("PLAIN", phone).close();
        assertThat(listed("Phone").used()).isEqualTo(server.clock().instant());
    }

    @Test
    void theyAreNamedAndBounded() {
        for (String bad : List.of("", "  ", "x".repeat(61), "a\nb")) {
            assertThatThrownBy(() -> make(bad)).hasMessageContaining("Name the device");
        }
        make("Phone 1");
        assertThatThrownBy(() -> make(" Phone 1 "))
                .hasMessageContaining("There is an app password for “Phone 1” already");
        for (int i = 2; i <= 16; i++) {
            make("Phone " + i);
        }
        assertThatThrownBy(() -> make("Phone 17")).hasMessageContaining("There are 16 app passwords already");
        assertThat(done(admin.appPasswords(alice))).hasSize(16);
        assertThatThrownBy(() -> done(admin.createAppPassword(Jid.of("bob@example.test"), "x")))
                .hasMessageContaining("There is no account");
    }

    @Test
    void aNewOwnPasswordLeavesThemAlone() throws Exception {
        String phone = make("Phone");
        done(admin.setPassword(alice, "another own password", false));
        for (String password : List.of(phone, "another own password")) {
            login("SCRAM-SHA-256-PLUS", password).close();
        }
    }

    /** A phone that is stolen opens neither the account nor the way to more passwords. */
    @Test
    void theyDoNotLetChangeTheAccount() throws Exception {
        String phone = make("Phone");
        try (RawClient client = session("PLAIN", phone, "phone")) {
            client.send("<iq type='set' id='r'><query xmlns='jabber:iq:register'><username>alice</username>"
                    + "<password>stolen and changed</password></query></iq>");
            assertThat(client.until("</iq>")).contains("<not-allowed").doesNotContain("stolen");
            client.send("<iq type='set' id='r'><query xmlns='jabber:iq:register'><remove/></query></iq>");
            assertThat(client.until("</iq>")).contains("<not-allowed");
        }
        assertThat(done(admin.checkPassword(alice, phone, "192.0.2.1"))).isFalse();
        assertThat(done(admin.checkPassword(alice, TestServer.PASSWORD, "192.0.2.1")))
                .isTrue();
    }

    @Test
    void anAccountMadeAnewHasNone() {
        String phone = make("Phone");
        done(admin.deleteAccount(alice));
        done(admin.createAccount(alice, Account.Role.MEMBER, TestServer.PASSWORD));
        assertThat(done(admin.appPasswords(alice))).isEmpty();
        try (RawClient client = RawClient.secure(server)) {
            client.send(RawClient.plain("alice", phone));
            client.until("</failure>");
        }
    }
}
