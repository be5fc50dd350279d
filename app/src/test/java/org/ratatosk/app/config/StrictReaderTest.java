package org.ratatosk.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.server.config.ListenAddress;

/** What is wrong with a file is reported all at once, each with its place and with what is expected. */
class StrictReaderTest {
    @TempDir
    Path folder;

    @Test
    void reportsEverythingTogetherWithFileAndLine() throws IOException {
        Path file = write("""
                domains = [example.org, "not a domain"]
                domain = example.org
                limits {
                  login-time = 5
                  after-login { depth = 3, stanza_bytes = 9 }
                }
                web = off
                registration = perhaps
                """);
        assertThat(problems(file))
                .containsExactly(
                        file + ":1: domains must be the name of a domain, as in \"example.org\", not \"not a domain\"",
                        file + ":2: unknown setting \"domain\"; did you mean \"domains\"?",
                        file
                                + ":4: limits.login-time must be a time from 1 to 3600 seconds, as in \"60 seconds\" or \"10 minutes\", not 5",
                        file + ":5: limits.after-login.depth must be a whole number from 4 to 1000, not 3",
                        file + ":5: unknown setting \"limits.after-login.stanza_bytes\";"
                                + " did you mean \"limits.after-login.stanza-bytes\"?",
                        file + ":7: web must be a group in braces",
                        file + ":8: registration must be on or off, not \"perhaps\"");
    }

    @Test
    void knowsWhatWasMeantWhereverItStands() throws IOException {
        Path file = write("""
                limits { login_tme = 5 }
                limts { login-time = 5 seconds }
                s2s { starttsl = [], limits { wating-time = 1 } }
                stanza-bytes = 5
                nonsense = 1
                site.bot = "%s"
                """.formatted("a ".repeat(200)));
        assertThat(problems(file))
                .containsExactly(
                        file + ":1: unknown setting \"limits.login_tme\"; did you mean \"limits.login-time\"?",
                        file + ":2: unknown setting \"limts\"; did you mean \"limits\"?",
                        file
                                + ":3: unknown setting \"s2s.limits.wating-time\"; did you mean \"s2s.limits.waiting-time\"?",
                        file + ":3: unknown setting \"s2s.starttsl\"; did you mean \"s2s.starttls\"?",
                        file + ":4: unknown setting \"stanza-bytes\"; did you mean \"s2s.limits.stanza-bytes\"?",
                        file + ":5: unknown setting \"nonsense\"",
                        file + ":6: site.bot must be a name that can stand before an @, not \"" + "a ".repeat(29)
                                + "a…");
    }

    @Test
    void reportsDomainsOfTheSiteThatAreNotHosted() throws IOException {
        Path file = write("domains = [example.org]\nsite {\n domains = [example.org, example.net] }\n");
        assertThat(problems(file))
                .containsExactly(file + ":3: site.domains names example.net, which is not in \"domains\"");
    }

    @Test
    void reportsLimitsBeyondWhatTheDatabaseHolds() throws IOException {
        Path file = write("""
                site.limits {
                  title = 1001
                  post = 250001
                  comment = 250001
                  mood = 501
                  tags = 100
                  tag = 91
                }
                limits.after-login.stanza-bytes = 257 KiB
                """);
        assertThat(problems(file))
                .containsExactlyInAnyOrder(
                        file + ":2: site.limits.title must be a whole number from 1 to 1000, not 1001",
                        file + ":3: site.limits.post must be a whole number from 1 to 250000, not 250001",
                        file + ":4: site.limits.comment must be a whole number from 1 to 250000, not 250001",
                        file + ":5: site.limits.mood must be a whole number from 1 to 500, not 501",
                        file + ":6: site.limits.tags times site.limits.tag must be at most 9000 together",
                        file
                                + ":9: limits.after-login.stanza-bytes must be a size from 10000 to 262144 bytes, as in 256 KiB, not \"257 KiB\"");
    }

    @Test
    void reportsTheDefaultSiteWhenOnlyDomainsAreGiven() throws IOException {
        Path file = write("domains = [example.org]\nsite.domains = [localhost]\n");
        assertThat(problems(file))
                .containsExactly(file + ":2: site.domains names localhost, which is not in \"domains\"");
    }

    @Test
    void reportsAddressesOfPagesThatAreNone() throws IOException {
        Path file = write("site {\n url = \"example.org\" }\ncontacts.admin = [\"https:///x y\"]\n");
        assertThat(problems(file))
                .containsExactly(
                        file + ":2: site.url must be an address that begins with https: or http:, not \"example.org\"",
                        file
                                + ":3: contacts.admin must be an address that begins with mailto: or xmpp: or https:, not \"https:///x y\"");
    }

    @Test
    void needsNoMoreThanADomain() throws IOException, ConfigProblems {
        AppConfig read = AppConfig.read(write("domains = [example.org, example.net]"), folder, null);
        assertThat(read.bridge().siteDomains()).containsExactly("example.org");
        assertThat(read.bridge().siteUrl()).isEqualTo("https://example.org:5443");
        assertThat(AppConfig.read(write("domains = [example.org]\nweb.https = [\"*:443\"]"), folder, null)
                        .bridge()
                        .siteUrl())
                .isEqualTo("https://example.org");
    }

    @Test
    void wantsCertificatesForThePagesToo() throws IOException, ConfigProblems {
        Path file = write("site.url = \"https://www.example.org:8443\"\nweb.console-host = console.example.org");
        assertThat(AppConfig.read(file, folder, null).server().certificateNames())
                .containsExactly("localhost", "www.example.org", "console.example.org");
    }

    @Test
    void reportsWhatIsNoHocon() throws IOException {
        for (String text :
                List.of("domains = [example.org\n\nsite {", "\n\nsite { name = \"a", "\n\n] = 3", "\n\na = b$c")) {
            Path file = write(text);
            assertThat(problems(file))
                    .as(text)
                    .containsExactly(file
                            + ":3: from here on the file cannot be understood. Mostly a quotation mark, a brace, a bracket"
                            + " or a comma is missing or too many, here or above; text with signs like $ or : in it"
                            + " stands in quotes.");
        }
    }

    @Test
    void reportsAVariableThatIsNotSet() throws IOException {
        Path file = write("\nsite { name = ${RATATOSK_SURELY_NOT_SET} }");
        assertThat(problems(file))
                .containsExactly(file
                        + ":2: ${RATATOSK_SURELY_NOT_SET} is neither a setting nor a variable of the environment; written as"
                        + " ${?RATATOSK_SURELY_NOT_SET} it may be missing.");
    }

    @Test
    void namesTheEntryOfAGroupThatIsWrong() throws IOException {
        Path file = write("""
                s2s.domains {
                  "good.example" = dialback
                  "bad.example" = dialbak
                }
                s2s.override { "far.example" { port = 5269 } }
                components.domains { "irc.localhost" = "hunter22" }
                """);
        assertThat(problems(file))
                .containsExactly(
                        file + ":3: s2s.domains.\"bad.example\" must be one of secure, dialback, plaintext, blocked",
                        file
                                + ":5: s2s.override.\"far.example\" must be of the form { host = \"192.0.2.1\", port = 5269,"
                                + " tls = starttls }, or tls = direct",
                        file + ":6: components.domains.\"irc.localhost\" must be of the form { secret = ${?NAME},"
                                + " connections = 1 }, with a secret of at least 16 characters");
        assertThat(problems(write("s2s.domains {\n \"not a domain\" = blocked }")))
                .containsExactly(
                        file + ":2: s2s.domains.\"not a domain\" must be named after a domain, as in \"example.org\"");
    }

    @Test
    void saysThatNamesWithDotsStandInQuotes() throws IOException {
        Path file = write("s2s.domains {\n bad.example = blocked }");
        assertThat(problems(file))
                .containsExactly(file + ":2: s2s.domains.bad must be one of secure, dialback, plaintext, blocked;"
                        + " a name with dots stands in quotes");
    }

    @Test
    void saysWhatAResolverLooksLike() throws IOException {
        for (String bad : List.of("1.1.1.1", "*:53", "127.0.0.1:0", "nobody")) {
            Path file = write("s2s.resolver = \"%s\"".formatted(bad));
            assertThat(problems(file))
                    .containsExactly(file + ":1: s2s.resolver must be the address of a DNS server and its port, as in"
                            + " \"127.0.0.1:53\" or \"[::1]:53\", not \"" + bad + "\"");
        }
    }

    @Test
    void reportsAFileThatIsNotThere() {
        assertThat(problems(folder.resolve("none.conf")))
                .singleElement()
                .asString()
                .contains("no such file");
    }

    @Test
    void readsEachKind() throws IOException, ConfigProblems {
        Path file = write("""
                domains = [Example.ORG, example.net]
                site { domains = [example.org], url = "https://example.org/", bot = Frank }
                listen { starttls = ["[::1]:5222"], direct-tls = [] }
                limits { login-time = 2 minutes, bytes-in-flight = 1 MiB }
                registration = on
                """);
        AppConfig config = AppConfig.read(file, folder, null);
        assertThat(config.server().domains()).containsExactly("example.org", "example.net");
        assertThat(config.server().data()).isEqualTo(folder.resolve("data"));
        assertThat(config.server().tls().certs()).isEqualTo(folder.resolve("data/certs"));
        assertThat(config.server().starttls()).containsExactly(new ListenAddress("::1", 5222));
        assertThat(config.server().directTls()).isEmpty();
        assertThat(config.server().limits().loginTime()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.server().limits().bytesInFlight()).isEqualTo(1 << 20);
        assertThat(config.server().registration()).isTrue();
        assertThat(config.bridge().siteUrl()).isEqualTo("https://example.org");
        assertThat(config.bridge().bot()).hasToString("frank@example.org");
    }

    @Test
    void takesTheDataFolderOfTheCommandLine() throws IOException, ConfigProblems {
        AppConfig config = AppConfig.read(write("data = /var/lib/ratatosk"), folder, folder.resolve("other"));
        assertThat(config.server().data()).isEqualTo(folder.resolve("other"));
    }

    @Test
    void asksForASettingOnce() {
        StrictReader reader = StrictReader.of("");
        reader.setting("a", "", Kinds.text());
        assertThatThrownBy(() -> reader.setting("a", "", Kinds.text())).isInstanceOf(IllegalStateException.class);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("test.conf"), text);
    }

    private List<String> problems(Path file) {
        ConfigProblems problems = catchThrowableOfType(ConfigProblems.class, () -> AppConfig.read(file, folder, null));
        assertThat(problems).isNotNull();
        return problems.problems();
    }
}
