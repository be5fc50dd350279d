package org.ratatosk.bridge.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.cms.Profile;
import org.ratatosk.bridge.remote.ContractCms;
import org.ratatosk.bridge.remote.Gate;
import org.ratatosk.bridge.remote.Loopback;
import org.ratatosk.bridge.remote.SiteKey;
import org.ratatosk.bridge.remote.SmallCms;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.TestServer;

/** Logins with the password of a CMS, over TLS and over HTTP. */
class CmsPasswordsTest {
    private static final String HINT = "An app password works.";

    private final SiteKey key = SiteKey.fresh("k1", new SecureRandom());
    private final TestServer server = new TestServer();
    private final List<Jid> welcomed = new CopyOnWriteArrayList<>();
    private final List<Profile> said = new CopyOnWriteArrayList<>();
    private SmallCms cms;
    private Gate gate;
    private CmsPasswords passwords;

    @BeforeEach
    void start() throws IOException {
        cms = new SmallCms(key);
        gate = new Gate(cms.base().getPort());
        ContractCms adapter = new ContractCms(
                "contract", gate.before(cms.base()).toString(), key, Loopback.hasty(), InstantSource.system());
        passwords = new CmsPasswords(
                adapter,
                server.admin(),
                "example.test",
                (account, person) -> {
                    welcomed.add(account);
                    said.add(person.profile());
                },
                HINT,
                Duration.ofSeconds(20));
        server.credentials().ask(passwords);
    }

    @AfterEach
    void stop() throws IOException {
        passwords.close();
        gate.close();
        cms.close();
        server.close();
    }

    private String login(String user, String password) {
        try (RawClient client = RawClient.secure(server)) {
            client.send(RawClient.plain(user, password));
            String answer = client.until(">");
            return answer.contains("<success") ? "success" : answer + client.until("</failure>");
        }
    }

    private Account account(String bare) {
        return server.admin().account(Jid.of(bare)).toCompletableFuture().join().orElseThrow();
    }

    @Test
    void whoLogsInForTheFirstTimeGetsAnAccount() {
        assertThat(login("romeo", "romeo-pw-1")).isEqualTo("success");
        assertThat(account("romeo@example.test").role()).isEqualTo(Account.Role.MEMBER);
        assertThat(login("romeo", "romeo-pw-1")).isEqualTo("success");
        assertThat(welcomed).containsExactly(Jid.of("romeo@example.test"));
        assertThat(said)
                .containsExactly(new Profile(null, "https://example.test/romeo", "https://example.test/romeo.png"));
    }

    @Test
    void whatIsWrongMakesNothing() {
        assertThat(login("romeo", "wrong")).contains("<not-authorized/>");
        assertThat(login("nobody", "romeo-pw-1")).contains("<not-authorized/>");
        assertThat(server.admin()
                        .countAccounts("example.test", "")
                        .toCompletableFuture()
                        .join())
                .isZero();
        assertThat(gate.requests()).hasSize(2);
    }

    /** A name by which the CMS lets log in is not always the one that the account has. */
    @Test
    void anotherNameOfSomebodyIsNobody() {
        assertThat(login("romeo.montague", "romeo-pw-1")).contains("<not-authorized/>");
        assertThat(server.admin()
                        .countAccounts("example.test", "")
                        .toCompletableFuture()
                        .join())
                .isZero();
    }

    /** XEP-0106. */
    @Test
    void namesThatNoAddressHoldsAreEscaped() {
        assertThat(login("space\\20cadet", "space-pw-1")).isEqualTo("success");
        assertThat(account("space\\20cadet@example.test").enabled()).isTrue();
    }

    /** What was begun with the old password ends; a device with a password of its own goes on. */
    @Test
    void aPasswordThatIsChangedAtTheCmsEndsWhatWasBegunWithIt() {
        Jid romeo = server.account("romeo@example.test");
        String device = server.admin()
                .createAppPassword(romeo, "Phone")
                .toCompletableFuture()
                .join();
        String version =
                server.admin().passwordVersion(romeo).toCompletableFuture().join();
        try (RawClient desk = session("romeo-pw-1", "desk");
                RawClient phone = session(device, "phone")) {
            server.admin().endLoginsFromElsewhere(romeo).toCompletableFuture().join();
            assertThat(desk.untilEnd()).contains("<not-authorized", "The password was changed");
            phone.send("<iq type='get' id='p' to='example.test'><ping xmlns='urn:xmpp:ping'/></iq>");
            phone.until("id='p'");
        }
        assertThat(server.admin().passwordVersion(romeo).toCompletableFuture().join())
                .isNotEqualTo(version);
    }

    private RawClient session(String password, String resource) {
        RawClient client = RawClient.secure(server);
        client.send(RawClient.plain("romeo", password));
        client.until("<success");
        client.until(">");
        client.open("example.test");
        client.until("</stream:features>");
        client.bind(resource);
        return client;
    }

    @Test
    void aDisabledAccountStaysOut() {
        Jid romeo = server.account("romeo@example.test");
        server.admin().setEnabled(romeo, false).toCompletableFuture().join();
        assertThat(login("romeo", "romeo-pw-1")).contains("<not-authorized/>");
    }

    @Test
    void anAppPasswordWorksWhileTheCmsIsDown() {
        Jid romeo = server.account("romeo@example.test");
        String phone = server.admin()
                .createAppPassword(romeo, "Phone")
                .toCompletableFuture()
                .join();
        gate.mood(Gate.Mood.BROKEN);
        assertThat(login("romeo", phone)).isEqualTo("success");
        assertThat(login("romeo", "romeo-pw-1")).contains("<temporary-auth-failure/>", "Try again in a minute");
    }

    @Test
    void aCmsThatBreaksOrKeepsSilentIsNoLastingNo() {
        for (Gate.Mood mood : List.of(Gate.Mood.BROKEN, Gate.Mood.SILENT, Gate.Mood.HURRIED)) {
            gate.mood(mood);
            assertThat(login("romeo", "romeo-pw-1")).as(mood.name()).contains("<temporary-auth-failure/>");
        }
        gate.mood(Gate.Mood.CALM);
        assertThat(login("romeo", "romeo-pw-1")).isEqualTo("success");
    }
}
