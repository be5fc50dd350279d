package org.ratatosk.server.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.server.testing.LogLines;
import org.ratatosk.server.testing.TestAuthority;
import org.ratatosk.server.testing.TurnableClock;
import org.ratatosk.server.tls.Certificates;
import org.ratatosk.server.tls.DomainCertificate;
import org.ratatosk.server.tls.TrustAnchors;

/** When certificates are ordered, and what happens if no authority answers. */
@Tag("also-federation")
class AcmeKeeperTest {
    private final TurnableClock clock = new TurnableClock();
    private final TestAuthority authority = TestAuthority.root("Shop", clock.instant());

    @RegisterExtension
    private final LogLines told = new LogLines(AcmeKeeper.class);

    @TempDir
    private Path folder;

    private Certificates certificates(String... domains) {
        return new Certificates(folder, List.of(domains), clock, new SecureRandom());
    }

    /** With an authority that cannot be reached: nobody listens on the port of tcpmux. */
    private AcmeKeeper keeper(Certificates certificates) {
        AcmeConfig config = new AcmeConfig(
                URI.create("https://127.0.0.1:1/dir"), "", true, AcmeConfig.Proof.HTTP_01, Optional.empty());
        return new AcmeKeeper(
                config,
                certificates,
                folder.resolve("acme-account.key"),
                new TrustAnchors(List.of(authority.certificate())).client(new SecureRandom()),
                new HttpTokens(),
                clock);
    }

    private DomainCertificate put(Certificates certificates, boolean marked) throws IOException {
        TestAuthority.Issued issued = authority.issue("example.test");
        Path file = certificates.install(
                "example.test", issued.chain(), issued.keys().getPrivate());
        if (marked) {
            Files.writeString(file.resolveSibling(AcmeKeeper.MARK), "");
        }
        return certificates.of("example.test").orElseThrow();
    }

    @Test
    void renewsWhatItOrderedWhenTwoThirdsAreOver() throws IOException {
        Certificates certificates = certificates("example.test");
        DomainCertificate certificate = put(certificates, true);
        AcmeKeeper keeper = keeper(certificates);

        // from a day ago to in 90 days: two thirds of 91 days are 60 days and 16 hours
        clock.pass(Duration.ofDays(59).plusHours(15).plusMinutes(59));
        assertThat(keeper.isDue(certificate)).isFalse();
        clock.pass(Duration.ofMinutes(1));
        assertThat(keeper.isDue(certificate)).isTrue();
    }

    @Test
    void leavesAloneWhatTheOwnerHasPutThere() throws IOException {
        Certificates certificates = certificates("example.test");
        DomainCertificate certificate = put(certificates, false);
        clock.pass(Duration.ofDays(100));
        assertThat(keeper(certificates).isDue(certificate)).isFalse();
    }

    @Test
    void replacesWhatTheServerMadeItself() {
        Certificates certificates = certificates("example.test");
        assertThat(keeper(certificates).isDue(certificates.of("example.test").orElseThrow()))
                .isTrue();
    }

    @Test
    void waitsLongerAfterEachFailureAndKeepsWhatThereIs() throws Exception {
        Certificates certificates = certificates("example.test");
        String before = certificates.of("example.test").orElseThrow().fingerprint();
        AcmeKeeper keeper = keeper(certificates);
        keeper.round();
        assertThat(told.all()).hasSize(1);
        assertThat(told.all().get(0))
                .startsWith("example.test gets no certificate from 127.0.0.1: ")
                .endsWith("It is tried again in 1 hour.");
        clock.pass(Duration.ofMinutes(59));
        keeper.round();
        assertThat(told.all()).hasSize(1);
        clock.pass(Duration.ofMinutes(1));
        keeper.round();
        assertThat(told.all()).hasSize(2);
        assertThat(told.all().get(1))
                .isEqualTo(
                        "example.test gets no certificate from 127.0.0.1: it cannot be reached (java.net.ConnectException)."
                                + " It is tried again in 2 hours.");
        for (int i = 0; i < 4; i++) {
            clock.pass(Duration.ofDays(1));
            keeper.round();
        }
        assertThat(told.all().get(5)).endsWith("in 24 hours.");
        assertThat(certificates.of("example.test").orElseThrow().fingerprint()).isEqualTo(before);
    }

    @Test
    void doesNotAskForNamesThatNobodyElseKnows() throws Exception {
        keeper(certificates("localhost", "127.0.0.1", "[::1]", "a.localhost")).round();
        assertThat(told.all()).isEmpty();
    }

    @Test
    void refusesACertificateThatIsNotForTheDomain() {
        Certificates certificates = certificates("example.test");
        TestAuthority.Issued other = authority.issue("other.test");
        TestAuthority.Issued right = authority.issue("example.test");
        assertThatThrownBy(() -> certificates.install(
                        "example.test", other.chain(), other.keys().getPrivate()))
                .hasMessageContaining("is not for example.test");
        assertThatThrownBy(() -> certificates.install(
                        "example.test", right.chain(), other.keys().getPrivate()))
                .hasMessageContaining("or not for its key");
        assertThat(certificates.of("example.test").orElseThrow().ours()).isTrue();
    }

    @Test
    void saysWhichAccountKeyCannotBeUsed() throws Exception {
        Files.writeString(folder.resolve("acme-account.key"), "no key");
        keeper(certificates("example.test")).round();
        assertThat(told.all().get(0)).contains(folder.resolve("acme-account.key") + " holds no key that can be used");
    }

    @Test
    void isNotSetUpByHalves() {
        URI directory = URI.create("https://ca.test/dir");
        assertThatThrownBy(() -> new AcmeConfig(directory, "", false, AcmeConfig.Proof.HTTP_01, Optional.empty()))
                .hasMessageContaining("terms must be agreed to");
        assertThatThrownBy(() -> new AcmeConfig(directory, "", true, AcmeConfig.Proof.DNS_01, Optional.empty()))
                .hasMessageContaining("needs a hook");
    }
}
