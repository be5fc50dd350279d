package org.ratatosk.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line: exit codes, and words for people. */
class MainTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void listsItsCommands() {
        assertThat(run()).isZero();
        assertThat(out.toString()).contains("run", "check", "user", "admin-link", "version");
    }

    @Test
    void printsItsVersion() {
        assertThat(run("version")).isZero();
        assertThat(out.toString()).startsWith("Ratatosk ");
    }

    @Test
    void doesNotUnderstandEverything() {
        assertThat(run("dance")).isEqualTo(2);
        assertThat(err.toString()).contains("dance");
    }

    @Test
    void asksWhatAboutUsers() {
        assertThat(run("user")).isEqualTo(2);
        assertThat(err.toString()).contains("add, passwd, devices, list, delete");
    }

    @Test
    void everyCommandHasItsHelp() {
        for (String command : List.of("run", "check", "user", "admin-link", "version")) {
            assertThat(run(command, "--help")).isZero();
            assertThat(run("help", command)).isZero();
            assertThat(run(command, "--nonsense")).isEqualTo(2);
            assertThat(err.toString()).contains("\"./ratatosk " + command + " --help\" tells how");
        }
        assertThat(run("user", "delete", "--help")).isZero();
        assertThat(out.toString()).contains("Usage: ratatosk run", "Usage: ratatosk user delete", "--yes");
    }

    @Test
    void knowsWhatWasMeantByAMisspelledCommand() {
        assertThat(run("user", "lst")).isEqualTo(2);
        assertThat(err.toString().lines().findFirst())
                .hasValueSatisfying(
                        line -> assertThat(line).startsWith("ratatosk: ").contains("lst", "Did you mean", "list"));
        assertThat(err.toString().lines()).hasSize(2);
    }

    /** Whoever looks at the wrong place gets to know which one that was. */
    @Test
    void readsNothingWhereNothingIsKeptAndMakesNothingThere() throws IOException {
        Path file = Files.writeString(folder.resolve("test.conf"), "listen { starttls = [], direct-tls = [] }\n");
        Path data = folder.resolve("data");
        String[] place = {"--config", file.toString(), "--data", data.toString()};
        String backup = folder.resolve("backup.zip").toString();
        for (String words : List.of("user list", "user devices alice", "user passwd alice", "backup " + backup)) {
            err.getBuffer().setLength(0);
            assertThat(run(with(place, words.split(" ")))).as(words).isEqualTo(1);
            assertThat(err.toString()).as(words).contains("there is no data folder " + data + ", which --data names.");
        }
        assertThat(folder).isDirectoryNotContaining("regex:.*(data|backup.*)");
    }

    /** As when a database is shown with another configuration than the one it was filled with. */
    @Test
    void accountsOfDomainsThatAreNotNamedAreCounted() throws IOException {
        Path file = folder.resolve("test.conf");
        String data = folder.resolve("data").toString();
        for (String domain : List.of("one.test", "two.test")) {
            Files.writeString(file, "domains = [" + domain + "], listen { starttls = [], direct-tls = [] }\n");
            assertThat(run("user", "add", "alice", "--config", file.toString(), "--data", data))
                    .isZero();
        }
        out.getBuffer().setLength(0);
        assertThat(run("user", "list", "--config", file.toString(), "--data", data))
                .isZero();
        assertThat(out.toString())
                .contains("alice@two.test", "1 account, and 1 account of domains that this configuration does not name")
                .doesNotContain("one.test");
    }

    @Test
    void makesABackupOnlyInAFolderThatThereIs() throws IOException {
        Path file = Files.writeString(folder.resolve("test.conf"), "listen { starttls = [], direct-tls = [] }\n");
        String[] place = {
            "--config", file.toString(), "--data", folder.resolve("data").toString()
        };
        assertThat(run(with(place, "user", "add", "alice"))).isZero();
        assertThat(run(with(place, "backup", folder.resolve("far/away.zip").toString())))
                .isEqualTo(1);
        assertThat(err.toString()).contains("there is no folder " + folder.resolve("far") + ". Make it first");
        assertThat(out.toString()).doesNotContain("Copying");
    }

    /** Tests have no terminal. */
    @Test
    void deletesNobodyWithoutBeingTold() throws IOException {
        Path file = Files.writeString(folder.resolve("test.conf"), "listen { starttls = [], direct-tls = [] }\n");
        String[] place = {
            "--config", file.toString(), "--data", folder.resolve("data").toString()
        };
        assertThat(run(with(place, "user", "add", "alice"))).isZero();
        assertThat(run(with(place, "user", "delete", "alice"))).isEqualTo(1);
        assertThat(err.toString()).contains("whether alice@localhost is to be deleted", "--yes");
        assertThat(run(with(place, "user", "delete", "alice", "--yes"))).isZero();
        assertThat(out.toString()).contains("Deleted the account alice@localhost");
    }

    @Test
    void deletesAtATerminalOnlyWhatIsConfirmed() throws Exception {
        Path file = Files.writeString(folder.resolve("test.conf"), "listen { starttls = [], direct-tls = [] }\n");
        String data = folder.resolve("data").toString();
        assertThat(run("user", "add", "alice", "--config", file.toString(), "--data", data))
                .isZero();
        String delete = "user delete alice --config " + file + " --data " + data;
        for (String no : List.of("n", "", "yesterday")) {
            assertThat(atTerminal(1, delete, no))
                    .contains("Delete the account alice@localhost", "(y/N)", "Nothing was deleted.");
        }
        assertThat(atTerminal(0, delete, "Yes")).contains("Deleted the account alice@localhost");
    }

    /** Runs a command in a process of its own with a terminal, into which an answer is typed. */
    private static String atTerminal(int code, String command, String answer) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder =
                new ProcessBuilder("script", "-qec", java + " org.ratatosk.app.Main " + command, "/dev/null");
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.redirectErrorStream(true).start();
        try (Writer keys = process.outputWriter(StandardCharsets.UTF_8)) {
            keys.write(answer + "\n");
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(code);
        return said;
    }

    private static String[] with(String[] place, String... words) {
        return Stream.concat(Stream.of(words), Stream.of(place)).toArray(String[]::new);
    }

    @Test
    void refusesToStartWithABadConfiguration() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.conf"), "domain = example.org\nlimits.login-time = never\n");
        assertThat(run("run", "--config", file.toString())).isEqualTo(1);
        assertThat(err.toString())
                .contains("bad.conf:1: unknown setting \"domain\"")
                .contains("bad.conf:2: limits.login-time must be");
    }

    @Test
    void saysWhatStandsInTheWay() throws IOException {
        Path file = Files.writeString(folder.resolve("test.conf"), """
                listen { starttls = ["127.0.0.1:1"], direct-tls = [] }
                site.bot-avatar = "%s/none.png"
                """.formatted(folder));
        int code = run(
                "check",
                "--config",
                file.toString(),
                "--data",
                folder.resolve("data").toString());
        assertThat(out.toString())
                .contains("✓ The configuration " + file + " is understood.", "✗ The bot's picture", "→");
        assertThat(code).isEqualTo(1);
    }

    @Test
    void aFileOfAuthoritiesThatCannotBeUsedIsNamedOnceWithItsSetting() throws IOException {
        Path none = folder.resolve("none.pem");
        Path settings = Files.writeString(folder.resolve("test.conf"), """
                listen { starttls = [], direct-tls = [] }
                s2s { starttls = [], direct-tls = [], authorities = "%s" }
                web { https = [], http = [], console = ["127.0.0.1:0"], metrics = [] }
                """.formatted(none));
        String[] place = {
            "--config", settings.toString(), "--data", folder.resolve("data").toString()
        };
        assertThat(run(with(place, "run"))).isEqualTo(1);
        String words = "s2s.authorities: " + none + " cannot be read: there is no such file";
        assertThat(err.toString().strip()).isEqualTo("ratatosk: " + words);
        assertThat(run(with(place, "check"))).isEqualTo(1);
        assertThat(out.toString()).contains("✗ " + words);
    }

    /** The port is one at which nobody answers. */
    @Test
    void whatCouldNotBeAskedIsNotSaidToBeWell() throws IOException {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String resolver = "127.0.0.1:" + silent.getLocalPort();
            Path file = Files.writeString(folder.resolve("test.conf"), """
                    domains = [example.org]
                    site.domains = [example.org]
                    listen { starttls = ["*:0"], direct-tls = [] }
                    s2s { enabled = off, resolver = "%s" }
                    web { https = [], http = [], console = ["127.0.0.1:0"], metrics = [] }
                    """.formatted(resolver));
            int code = run(
                    "check",
                    "--config",
                    file.toString(),
                    "--data",
                    folder.resolve("data").toString());
            assertThat(out.toString())
                    .contains("? The DNS server " + resolver + ", which s2s.resolver names, does not answer")
                    .contains("Nothing is known to stand in the way, but 1 thing could not be found out.");
            assertThat(code).isEqualTo(1);
        }
    }

    /** It runs, and says no; that is no reason to start it. */
    @Test
    void aDnsServerThatRefusesIsSaidToRun() throws Exception {
        try (DatagramSocket no = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Thread refuses = new Thread(() -> refuse(no));
            refuses.start();
            Path file = Files.writeString(folder.resolve("test.conf"), """
                    domains = [example.org]
                    site.domains = [example.org]
                    listen { starttls = ["*:0"], direct-tls = [] }
                    s2s { enabled = off, resolver = "127.0.0.1:%d" }
                    web { https = [], http = [], console = ["127.0.0.1:0"], metrics = [] }
                    """.formatted(no.getLocalPort()));
            String data = folder.resolve("data").toString();
            run("check", "--config", file.toString(), "--data", data);
            no.close();
            refuses.join();
            assertThat(out.toString())
                    .contains("which s2s.resolver names, refuses to say", "It runs: have it answer this machine")
                    .doesNotContain("response code", "Start that");
        }
    }

    /** Sends each question back as an answer with REFUSED (RFC 1035 section 4.1.1) until the socket is closed. */
    private static void refuse(DatagramSocket socket) {
        DatagramPacket packet = new DatagramPacket(new byte[512], 512);
        try {
            while (true) {
                packet.setLength(512);
                socket.receive(packet);
                packet.getData()[2] |= (byte) 0x80;
                packet.getData()[3] = 5;
                socket.send(packet);
            }
        } catch (IOException e) {
            assertThat(socket.isClosed()).isTrue();
        }
    }

    @Test
    void onlyARunningServerGoesToAnotherDomain() throws IOException {
        Path file = Files.writeString(folder.resolve("test.conf"), "listen { starttls = [], direct-tls = [] }\n");
        String data = folder.resolve("data").toString();
        assertThat(run("check", "--domain", "far.example", "--config", file.toString(), "--data", data))
                .isEqualTo(1);
        assertThat(err.toString()).contains("No server runs on", "\"./ratatosk run\"");
        for (String none : List.of("", " ", "a\nb")) {
            assertThat(run("check", "--domain", none, "--config", file.toString(), "--data", data))
                    .isEqualTo(1);
            assertThat(err.toString()).contains("--domain wants the name of a domain");
        }
    }

    private int run(String... words) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    }
}
