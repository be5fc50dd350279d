package org.ratatosk.app.check;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.server.tls.Certificates;

/** Ports, folder and certificates of this machine. */
class MachineChecksTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void findsAPortThatSomebodyHas() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = "127.0.0.1:" + taken.getLocalPort();
            assertThat(ports(port, false).get(0))
                    .startsWith("✗ Port " + port + " cannot be had (listen.starttls)")
                    .contains("End that program, or change listen.starttls");
            assertThat(ports(port, true).get(0)).isEqualTo("✓ The server answers on " + port + " (listen.starttls).");
        }
    }

    @Test
    void findsThatAPortIsFreeOrThatTheServerDoesNotAnswer() throws Exception {
        String port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = "127.0.0.1:" + free.getLocalPort();
        }
        assertThat(ports(port, false).get(0)).isEqualTo("✓ Port " + port + " is free (listen.starttls).");
        assertThat(ports(port, true).get(0)).startsWith("✗ The server runs, but does not answer on " + port);
    }

    @Test
    void namesEachPortByItsSetting() throws Exception {
        AppConfig config =
                config("web { https = [\"127.0.0.1:0\"], http = [\"127.0.0.1:0\"], metrics = [\"127.0.0.1:0\"] }");
        String all = String.join(
                "\n",
                new PortsCheck(false).look(config).stream().map(Finding::line).toList());
        assertThat(all).contains("(web.https)", "(web.http)", "(web.console)", "(web.metrics)", "(s2s.starttls)");
    }

    @Test
    void knowsAFolderThatIsNotThereYet() throws Exception {
        assertThat(lines(new FolderCheck(false))).singleElement().asString().startsWith("· There is no data folder");
        Files.createDirectories(folder.resolve("data"));
        assertThat(lines(new FolderCheck(false)).get(0)).startsWith("✓ The data folder is ");
    }

    @Test
    void findsABotPictureThatIsNotThere() throws Exception {
        AppConfig config = config("site.bot-avatar = none.png");
        assertThat(new FolderCheck(false).look(config))
                .extracting(Finding::mark)
                .contains(Finding.Mark.BAD);
    }

    @Test
    void judgesCertificates() throws Exception {
        assertThat(certificates(NOW)).singleElement().asString().startsWith("· There are no certificates yet");
        new Certificates(
                folder.resolve("data/certs"), List.of("localhost"), InstantSource.fixed(NOW), new SecureRandom());
        assertThat(certificates(NOW))
                .singleElement()
                .asString()
                .startsWith(
                        "· The certificate of localhost is good until 2027-12-24, but of this server's own authority.");
        assertThat(certificates(NOW.minus(Duration.ofDays(3))))
                .singleElement()
                .asString()
                .startsWith("✗ The certificate of localhost begins in the future, or the clock is slow");
        Files.writeString(folder.resolve("data/certs/localhost.crt"), "no certificate");
        assertThat(certificates(NOW)).singleElement().asString().startsWith("✗ The certificates cannot be used");
    }

    @Test
    void saysWhatIsWrongWithTheFileOfAuthorities() throws Exception {
        Path file = folder.resolve("more.pem");
        assertThat(authorities("")).isEmpty();
        assertThat(authorities("more.pem")).singleElement().asString().contains("there is no such file");
        Files.createDirectory(folder.resolve("folder.pem"));
        assertThat(authorities("folder.pem")).singleElement().asString().contains("it is a folder");
        for (byte[] content : List.of(
                "no certificate".getBytes(US_ASCII),
                new byte[] {0x30, (byte) 0x82, (byte) 0xff, 0, 1},
                "-----BEGIN CERTIFICATE-----\nmoss!\n-----END CERTIFICATE-----\n".getBytes(US_ASCII),
                "-----BEGIN CERTIFICATE-----\nMAo=\n-----END CERTIFICATE-----\n".getBytes(US_ASCII))) {
            Files.write(file, content);
            assertThat(authorities("more.pem"))
                    .singleElement()
                    .asString()
                    .startsWith("✗ s2s.authorities: " + file + " ")
                    .satisfies(line -> assertThat(line.split("more.pem", -1)).hasSize(2))
                    .doesNotContain("Exception", "Input length");
        }
        new Certificates(
                folder.resolve("data/certs"), List.of("localhost"), InstantSource.system(), new SecureRandom());
        assertThat(authorities("data/certs/ca.crt"))
                .containsExactly("✓ s2s.authorities names 1 authority besides those that Java knows.");
    }

    private List<String> authorities(String file) throws Exception {
        return new AuthoritiesCheck()
                .look(config("s2s.authorities = \"" + file + "\"")).stream()
                        .map(Finding::line)
                        .toList();
    }

    private List<String> certificates(Instant now) throws Exception {
        return lines(new CertificatesCheck(InstantSource.fixed(now)));
    }

    private List<String> ports(String starttls, boolean running) throws Exception {
        AppConfig config =
                config("listen { starttls = [\"%s\"], direct-tls = [] }, s2s.enabled = off".formatted(starttls));
        return new PortsCheck(running).look(config).stream().map(Finding::line).toList();
    }

    private List<String> lines(Check check) throws Exception {
        return check.look(config("")).stream().map(Finding::line).toList();
    }

    private AppConfig config(String text) throws Exception {
        return AppConfig.read(Files.writeString(folder.resolve("test.conf"), text), folder, null);
    }
}
