package org.ratatosk.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.app.control.Answer;
import org.ratatosk.app.control.ControlClient;

/** The product as a whole in this process, and what its owner can have done. */
class RatatoskTest {
    @TempDir
    Path folder;

    @Test
    void looksAfterAccountsWhileNoServerRuns() throws Exception {
        try (Ratatosk stopped = Ratatosk.behindClosedDoors(config("[\"127.0.0.1:0\"]"))) {
            assertThat(text(stopped, "user", "add", "alice"))
                    .contains("Made the account alice@localhost.", "/set-password/");
            assertThat(failure(stopped, "user", "add", "Alice@localhost"))
                    .contains("There is an account alice@localhost already");
            assertThat(text(stopped, "user", "passwd", "alice", "long-enough-a-password"))
                    .contains("ended its sessions");
            assertThat(failure(stopped, "user", "passwd", "alice", "short")).contains("8");
            assertThat(text(stopped, "user", "passwd", "alice")).contains("/set-password/");
            assertThat(text(stopped, "user", "list")).contains("alice@localhost", "member", "1 account");
            assertThat(text(stopped, "admin-link")).contains("/first-admin/");
            assertThat(text(stopped, "user", "delete", "alice")).contains("Deleted the account alice@localhost");
            assertThat(text(stopped, "user", "list", "localhost")).isEqualTo("0 accounts");
        }
    }

    @Test
    void saysWhatCannotBeDone() throws Exception {
        try (Ratatosk stopped = Ratatosk.behindClosedDoors(config("[]"))) {
            assertThat(failure(stopped, "user", "add", "alice@elsewhere.org"))
                    .contains("does not host elsewhere.org", "\"domains\"");
            assertThat(failure(stopped, "user", "add", "al ice")).contains("must not hold ' '");
            assertThat(failure(stopped, "user", "add", "alice@localhost/desk")).contains("is no account");
            assertThat(failure(stopped, "user", "delete", "nobody"))
                    .contains("There is no account nobody@localhost", "user list");
            assertThat(failure(stopped, "user", "devices", "nobody")).contains("There is no account");
            assertThat(text(stopped, "user", "add", "alice")).contains("alice@localhost");
            assertThat(text(stopped, "user", "devices", "alice")).isEqualTo("0 app passwords");
            assertThat(failure(stopped, "user", "devices", "alice", "Phone"))
                    .contains("no app password \"Phone\" of alice@localhost", "user devices alice@localhost");
            assertThat(failure(stopped, "user", "passwd", "nobody")).contains("There is no account");
            assertThat(failure(stopped, "user", "list", "elsewhere.org"))
                    .contains("does not host elsewhere.org, but localhost");
            assertThat(failure(stopped, "dance")).contains("does not know \"dance\"");
        }
    }

    @Test
    void takesCommandsAndTellsItsOwnerWhereItIs() throws Exception {
        AppConfig config = config("[\"127.0.0.1:0\"]");
        try (Ratatosk running = Ratatosk.open(config)) {
            assertThat(ControlClient.call(folder.resolve("data/control.sock"), List.of("version")))
                    .hasValueSatisfying(answer -> assertThat(answer.text()).contains("The running server is Ratatosk"));
            assertThat(String.join("\n", running.describe(true)))
                    .contains("SHA-256", "ca.crt", "ratatosk@localhost", "/first-admin/");
            assertThat(String.join("\n", running.describe(false)))
                    .contains("There is no admin yet. \"./ratatosk admin-link\"")
                    .doesNotContain("/first-admin/");
            assertThatThrownBy(() -> Ratatosk.open(config))
                    .isInstanceOf(Trouble.class)
                    .hasMessageContaining("in use by another");
        }
        Ratatosk.behindClosedDoors(config).close();
    }

    /** A CMS that cannot be reached at the start is asked when it is needed; what is sealed for it has a key of its own. */
    @Test
    void startsWithACmsThatKnowsThePasswords() throws Exception {
        Path file = Files.writeString(folder.resolve("cms.conf"), """
                listen { starttls = [], direct-tls = [] }
                s2s.enabled = off
                web { https = ["127.0.0.1:0"], http = [], console = [] }
                site { adapter = contract, accounts = cms, cms {
                  url = "http://127.0.0.1:1/ratatosk", allow-private = on, key = "k1:whsec_%s" } }
                """.formatted("A".repeat(32)));
        try (Ratatosk running = Ratatosk.open(AppConfig.read(file, folder, folder.resolve("data")))) {
            assertThat(text(running, "user", "list")).isEqualTo("0 accounts");
        }
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("data/cms-credentials.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void saysThatAPortIsTakenAndLetsGoOfEverything() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = "127.0.0.1:" + taken.getLocalPort();
            assertThatThrownBy(() -> Ratatosk.open(config("[\"" + port + "\"]")))
                    .isInstanceOf(Trouble.class)
                    .hasMessageContaining(port)
                    .hasMessageContaining("another server");
        }
        Ratatosk.behindClosedDoors(config("[]")).close();
    }

    @Test
    void saysAtOnceWhichPortsAreTakenAndByWhatSettings() throws Exception {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String first = "127.0.0.1:" + one.getLocalPort();
            String second = "127.0.0.1:" + other.getLocalPort();
            Path file = Files.writeString(folder.resolve("test.conf"), """
                    listen { starttls = ["%s"], direct-tls = [] }
                    s2s { starttls = ["127.0.0.1:0"], direct-tls = ["%s"] }
                    web { https = ["127.0.0.1:0"], http = ["%s"], console = ["127.0.0.1:0"] }
                    """.formatted(first, second, second));
            AppConfig config = AppConfig.read(file, folder, folder.resolve("data"));
            assertThatThrownBy(() -> Ratatosk.open(config))
                    .isInstanceOf(Trouble.class)
                    .hasMessageContaining("Port " + first + " cannot be had (listen.starttls)")
                    .hasMessageContaining("Port " + second + " cannot be had (s2s.direct-tls)")
                    .hasMessageContaining("Port " + second + " cannot be had (web.http)")
                    .hasMessageContaining("or change web.http.");
        }
    }

    @Test
    void twoSettingsCannotHaveOnePort() throws Exception {
        String port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = "127.0.0.1:" + free.getLocalPort();
        }
        AppConfig config = config("[\"" + port + "\"]", "[\"" + port + "\"]");
        assertThatThrownBy(() -> Ratatosk.open(config))
                .hasMessageContaining("Port " + port + " cannot be had (web.http)")
                .hasMessageContaining("another setting of this one")
                .hasMessageNotContainingAny("(listen.starttls)");
    }

    @Test
    void tellsWhereItListensByTheNamesOfThePages() throws Exception {
        try (Ratatosk running = Ratatosk.open(config("[\"127.0.0.1:0\"]", "[\"127.0.0.1:0\"]"))) {
            assertThat(running.describe(true))
                    .contains("  Jabber, STARTTLS    127.0.0.1:0", "  Pages without TLS   127.0.0.1:0")
                    .anyMatch(line -> line.matches("  Console             http://localhost:[1-9]\\d*/console"))
                    .noneMatch(line -> line.contains("Servers,"));
        }
    }

    private static String text(Ratatosk ratatosk, String... words) {
        Answer answer = ratatosk.operations().run(List.of(words));
        assertThat(answer.code()).as(answer.text()).isZero();
        return answer.text();
    }

    private static String failure(Ratatosk ratatosk, String... words) {
        Answer answer = ratatosk.operations().run(List.of(words));
        assertThat(answer.code()).as(answer.text()).isEqualTo(1);
        return answer.text();
    }

    private AppConfig config(String starttls) throws Exception {
        return config(starttls, "[]");
    }

    private AppConfig config(String starttls, String http) throws Exception {
        Path file = Files.writeString(folder.resolve("test.conf"), """
                listen { starttls = %s, direct-tls = [] }
                s2s.enabled = off
                web { https = ["127.0.0.1:0"], http = %s, console = ["127.0.0.1:0"] }
                """.formatted(starttls, http));
        return AppConfig.read(file, folder, folder.resolve("data"));
    }
}
