package org.ratatosk.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
        assertThat(err.toString()).contains("add, passwd, list, delete");
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
        assertThat(out.toString()).contains("✓ The configuration is understood.", "✗ The bot's picture", "→");
        assertThat(code).isEqualTo(1);
    }

    @Test
    void onlyARunningServerGoesToAnotherDomain() throws IOException {
        Path file = Files.writeString(folder.resolve("test.conf"), "listen { starttls = [], direct-tls = [] }\n");
        String data = folder.resolve("data").toString();
        assertThat(run("check", "--domain", "far.example", "--config", file.toString(), "--data", data))
                .isEqualTo(1);
        assertThat(err.toString()).contains("No server runs on", "ratatosk run");
    }

    private int run(String... words) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    }
}
