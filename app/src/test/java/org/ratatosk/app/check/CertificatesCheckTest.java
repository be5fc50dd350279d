package org.ratatosk.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.server.tls.Certificates;

/** Whether other servers believe the certificates. */
class CertificatesCheckTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void otherServersRefuseWhatTheServerMadeItself() throws Exception {
        make(folder.resolve("data/certs"), "example.org");
        assertThat(look(""))
                .singleElement()
                .asString()
                .startsWith(
                        "✗ The certificate of example.org is of this server's own authority: other servers refuse it.")
                .contains(
                        "acme",
                        folder.resolve("data/certs/example.org/fullchain.pem").toString(),
                        "docs/federation.md")
                .contains("ca.crt");
        assertThat(look("s2s.enabled = off")).singleElement().asString().startsWith("· ");
    }

    @Test
    void orderedCertificatesAreWaitedFor() throws Exception {
        String acme =
                "acme { enabled = on, agree-terms = on, email = \"mailto:a@example.org\" }, web.http = [\"*:80\"]";
        assertThat(look(acme)).singleElement().asString().startsWith("· There are no certificates yet");
        make(folder.resolve("data/certs"), "example.org");
        assertThat(look(acme))
                .singleElement()
                .asString()
                .startsWith("✗ The certificate of example.org is of this server's own authority")
                .contains("its log says why");
    }

    @Test
    void beforeTheFirstStartItIsSaidToo() throws Exception {
        assertThat(look(""))
                .singleElement()
                .asString()
                .startsWith("✗ There are no certificates yet in ")
                .contains("other servers refuse", "docs/federation.md");
        assertThat(look("s2s.enabled = off")).singleElement().asString().startsWith("· ");
    }

    @Test
    void certificatesOfOthersAreJudgedAsOtherServersDo() throws Exception {
        Path others = folder.resolve("others");
        Path certs = Files.createDirectories(folder.resolve("data/certs"));
        make(others, "example.org");
        Files.copy(others.resolve("example.org.crt"), certs.resolve("example.org.crt"));
        Files.copy(others.resolve("example.org.key"), certs.resolve("example.org.key"));
        assertThat(look(""))
                .singleElement()
                .asString()
                .startsWith("✗ The certificate of example.org (" + certs.resolve("example.org.crt")
                        + ") is refused by other servers: it is vouched for by ");
        assertThat(look("s2s.authorities = others/ca.crt"))
                .singleElement()
                .asString()
                .startsWith("✓ The certificate of example.org is good until ");
        assertThat(look("s2s.enabled = off")).singleElement().asString().startsWith("✓ ");
    }

    /** Nobody asks for those of pages; those of components are shown to other servers. */
    @Test
    void onlyDomainsThatOthersMeetNeedToConvinceThem() throws Exception {
        String more = "site.url = \"https://www.example.net\", components.domains { \"echo.example.org\" { secret ="
                + " aaaaaaaaaaaaaaaaaaaa } }";
        make(folder.resolve("data/certs"), "example.org", "echo.example.org", "www.example.net");
        assertThat(look(more))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("✗ The certificate of example.org"),
                        line -> assertThat(line).startsWith("✗ The certificate of echo.example.org"),
                        line -> assertThat(line).startsWith("· The certificate of www.example.net"));
    }

    @Test
    void halfOfAPairIsNamed() throws Exception {
        Path certs = folder.resolve("data/certs");
        Path inner = Files.createDirectories(certs.resolve("example.org"));
        make(folder.resolve("others"), "example.org");
        Files.copy(folder.resolve("others/example.org.crt"), inner.resolve("fullchain.pem"));
        assertThat(look(""))
                .hasSize(2)
                .element(0)
                .asString()
                .startsWith("✗ " + inner.resolve("fullchain.pem") + " is there, its key is not: "
                        + inner.resolve("privkey.pem") + ".");
        Files.move(inner.resolve("fullchain.pem"), inner.resolve("tls.key"));
        assertThat(look(""))
                .element(0)
                .asString()
                .startsWith("✗ " + inner.resolve("tls.key") + " is there, its certificate is not: "
                        + inner.resolve("tls.crt") + ".");
        Files.delete(inner.resolve("tls.key"));
        assertThat(look("")).hasSize(1);
    }

    /** Nobody has a ca.crt of what the owner has signed. */
    @Test
    void whatTheServerDidNotSignIsNotBelievedByItsAuthority() throws Exception {
        Path inner = Files.createDirectories(folder.resolve("data/certs/example.org"));
        make(folder.resolve("others"), "example.org");
        Files.copy(folder.resolve("others/example.org.crt"), inner.resolve("fullchain.pem"));
        Files.copy(folder.resolve("others/example.org.key"), inner.resolve("privkey.pem"));
        assertThat(look("")).singleElement().asString().startsWith("✗ ").doesNotContain("ca.crt");
    }

    private static void make(Path certs, String... domains) {
        new Certificates(certs, List.of(domains), InstantSource.fixed(NOW), new SecureRandom());
    }

    private List<String> look(String more) throws Exception {
        Path file = Files.writeString(
                folder.resolve("test.conf"), "domains = [example.org]\nsite.domains = [example.org]\n" + more);
        return new CertificatesCheck(InstantSource.fixed(NOW))
                .look(AppConfig.read(file, folder, null)).stream()
                        .map(Finding::line)
                        .toList();
    }
}
