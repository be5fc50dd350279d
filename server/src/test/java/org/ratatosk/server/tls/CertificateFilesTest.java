package org.ratatosk.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ratatosk.server.testing.LogLines;
import org.ratatosk.server.testing.TestAuthority;
import org.ratatosk.server.testing.TestAuthority.Issued;
import org.ratatosk.server.testing.TurnableClock;

/** Where certificates are found, which of them are used, and that their end is told in time. */
class CertificateFilesTest {
    private final TurnableClock clock = new TurnableClock();
    private final TestAuthority authority = TestAuthority.root("Shop", clock.instant());

    @RegisterExtension
    private final LogLines told = new LogLines(ExpiryWatch.class);

    @RegisterExtension
    private final LogLines missed = new LogLines(Certificates.class);

    @TempDir
    private Path folder;

    private Certificates open(String... domains) {
        return new Certificates(folder, List.of(domains), clock, new SecureRandom());
    }

    private Issued put(Issued issued, String chain, String key) {
        try {
            Files.createDirectories(folder.resolve(chain).getParent());
            issued.write(folder.resolve(chain), folder.resolve(key));
            return issued;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void uses(Certificates certificates, String domain, Issued issued) {
        assertThat(certificates.of(domain).orElseThrow().chain().get(0)).isEqualTo(issued.own());
    }

    // names

    @ParameterizedTest
    @CsvSource({
        "example.test/fullchain.pem, example.test/privkey.pem",
        "example.test/fullchain.pem, example.test/key.pem",
        "example.test/fullchain.cer, example.test/example.test.key",
        "example.test/cert.pem, example.test/key.pem",
        "example.test/cert.pem, example.test/privkey.pem",
        "example.test/tls.crt, example.test/tls.key",
        "example.test/example.test.crt, example.test/example.test.key",
        "example.test.crt, example.test.key",
        "example.test.cer, example.test.key",
        "example.test.pem, example.test.key",
        "example.test.pem, example.test-key.pem",
        "whatever.crt, whatever.key",
        "live/fullchain.pem, live/privkey.pem"
    })
    void findsUsualNames(String chain, String key) {
        Issued issued = put(authority.issue("example.test"), chain, key);
        uses(open("example.test"), "example.test", issued);
    }

    @Test
    void findsChainAndKeyInOneFile() throws IOException {
        Issued issued = put(authority.issue("example.test"), "a.part", "b.part");
        Files.writeString(
                folder.resolve("example.test.pem"),
                Files.readString(folder.resolve("a.part")) + Files.readString(folder.resolve("b.part")));
        uses(open("example.test"), "example.test", issued);
    }

    @Test
    void findsInternationalDomainsAsALabels() {
        Issued issued = put(
                authority.issue("xn--bcher-kva.test"),
                "xn--bcher-kva.test/fullchain.pem",
                "xn--bcher-kva.test/privkey.pem");
        uses(open("b\u00fccher.test"), "b\u00fccher.test", issued);
        Issued sharp = put(authority.issue("xn--strae-oqa.test"), "xn--strae-oqa.test.crt", "xn--strae-oqa.test.key");
        uses(open("stra\u00dfe.test"), "stra\u00dfe.test", sharp);
    }

    @Test
    void halfOfAPairIsToldOf() throws IOException {
        put(authority.issue("example.test"), "example.test/fullchain.pem", "away.key");
        Path inner = folder.resolve("example.test");
        Certificates certificates = open("example.test", "two.test");
        assertThat(certificates.of("example.test").orElseThrow().ours()).isTrue();
        assertThat(certificates.halves())
                .containsExactly(
                        inner.resolve("fullchain.pem") + " is there, its key is not: " + inner.resolve("privkey.pem"));
        assertThat(missed.all())
                .anyMatch(line -> line.contains(certificates.halves().get(0))
                        && line.endsWith(folder.resolve("example.test.crt") + " is used instead"));
        Files.move(folder.resolve("away.key"), inner.resolve("privkey.pem"));
        Files.delete(inner.resolve("fullchain.pem"));
        assertThat(certificates.halves())
                .containsExactly(inner.resolve("privkey.pem") + " is there, its certificate is not: "
                        + inner.resolve("fullchain.pem"));
    }

    // what they name

    @Test
    void oneCertificateCanServeSeveralDomains() {
        Issued issued = put(
                authority.issue(authority.wish("x").dns("example.test", "*.example.test")),
                "example.test/fullchain.pem",
                "example.test/privkey.pem");
        Certificates certificates = open("example.test", "chat.example.test", "a.b.example.test", "other.test");
        uses(certificates, "example.test", issued);
        uses(certificates, "chat.example.test", issued);
        assertThat(certificates.of("chat.example.test").orElseThrow().ours()).isFalse();
        assertThat(certificates.of("a.b.example.test").orElseThrow().ours()).isTrue();
        assertThat(certificates.of("other.test").orElseThrow().ours()).isTrue();
    }

    @Test
    void prefersTheDomainsOwnFilesToOthersThatNameItToo() {
        put(authority.issue(authority.wish("x").dns("*.example.test")), "example.test.crt", "example.test.key");
        Issued own = put(authority.issue("chat.example.test"), "chat.example.test.crt", "chat.example.test.key");
        uses(open("chat.example.test"), "chat.example.test", own);
    }

    @Test
    void prefersWhatHasNotEnded() {
        put(
                authority.issue(authority.wish("x").dns("chat.example.test").until(Duration.ofDays(1))),
                "chat.example.test.crt",
                "chat.example.test.key");
        Issued wide =
                put(authority.issue(authority.wish("x").dns("*.example.test")), "example.test.crt", "example.test.key");
        clock.pass(Duration.ofDays(2));
        uses(open("chat.example.test"), "chat.example.test", wide);
    }

    @Test
    void prefersOthersToWhatItMadeItself() {
        Certificates certificates = open("chat.example.test");
        assertThat(certificates.of("chat.example.test").orElseThrow().ours()).isTrue();
        Issued wide = put(
                authority.issue(authority.wish("x").dns("*.example.test")),
                "example.test/cert.pem",
                "example.test/key.pem");
        assertThat(certificates.reload()).isTrue();
        uses(certificates, "chat.example.test", wide);
    }

    @Test
    void aBrokenFileDoesNotHideAGoodOne() throws IOException {
        Files.writeString(folder.resolve("example.test.pem"), "half a file");
        Issued good = put(authority.issue("example.test"), "example.test/fullchain.pem", "example.test/privkey.pem");
        uses(open("example.test"), "example.test", good);
    }

    // renewal by others

    /** The layout of Let's Encrypt's own program: links that are turned. */
    @Test
    void takesUpWhatALinkIsTurnedTo() throws IOException {
        put(authority.issue("example.test"), "archive/first.pem", "archive/first-key.pem");
        Files.createDirectories(folder.resolve("example.test"));
        Path chain = folder.resolve("example.test/fullchain.pem");
        Path key = folder.resolve("example.test/privkey.pem");
        Files.createSymbolicLink(chain, Path.of("../archive/first.pem"));
        Files.createSymbolicLink(key, Path.of("../archive/first-key.pem"));
        Certificates certificates = open("example.test");
        assertThat(certificates.reload()).isFalse();

        Issued second = put(authority.issue("example.test"), "archive/second.pem", "archive/second-key.pem");
        Files.delete(chain);
        Files.delete(key);
        Files.createSymbolicLink(chain, Path.of("../archive/second.pem"));
        Files.createSymbolicLink(key, Path.of("../archive/second-key.pem"));
        assertThat(certificates.reload()).isTrue();
        uses(certificates, "example.test", second);
    }

    // the end

    @Test
    void tellsInTimeThatACertificateEnds() {
        put(authority.issue("example.test"), "example.test.crt", "example.test.key");
        Certificates certificates = open("example.test");
        for (int day = 0; day < 95; day++) {
            certificates.reload();
            certificates.reload();
            clock.pass(Duration.ofDays(1));
        }
        String file = " on 2026-07-30T12:00:00Z: renew " + folder.resolve("example.test.crt");
        assertThat(told.all())
                .containsExactly(
                        "The certificate of example.test ends in 30 days," + file,
                        "The certificate of example.test ends in 14 days," + file,
                        "The certificate of example.test ends in 7 days," + file,
                        "The certificate of example.test ends in 3 days," + file,
                        "The certificate of example.test ends in 1 day," + file,
                        "The certificate of example.test has ended" + file);
    }

    @Test
    void tellsAgainOfTheNextCertificate() {
        put(authority.issue("example.test"), "example.test.crt", "example.test.key");
        Certificates certificates = open("example.test");
        clock.pass(Duration.ofDays(89));
        certificates.reload();
        put(
                authority.issue(authority.wish("x").dns("example.test").until(Duration.ofDays(90))),
                "example.test.crt",
                "example.test.key");
        certificates.reload();
        assertThat(told.all()).hasSize(2).allMatch(line -> line.contains("ends in 1 day,"));
    }

    @Test
    void countsTheDaysThatAreLeft() {
        put(authority.issue("example.test"), "example.test.crt", "example.test.key");
        DomainCertificate certificate = open("example.test").of("example.test").orElseThrow();
        assertThat(certificate.daysLeft(clock.instant())).isEqualTo(90);
        clock.pass(Duration.ofSeconds(1));
        assertThat(certificate.daysLeft(clock.instant())).isEqualTo(89);
        clock.pass(Duration.ofDays(90));
        assertThat(certificate.daysLeft(clock.instant())).isEqualTo(-1);
    }
}
