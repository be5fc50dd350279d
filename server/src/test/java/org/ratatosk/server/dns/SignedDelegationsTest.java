package org.ratatosk.server.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.testing.TestDns;
import org.ratatosk.server.testing.TurnableClock;

/** RFC 7673: what DNSSEC proves about a domain's machines and their certificates. */
@Tag("also-federation")
class SignedDelegationsTest {
    private static final String HASH = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestDns world = new TestDns();
    private final TurnableClock clock = new TurnableClock();
    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final String anchor = world.sign("example.test.", clock.instant());

    @BeforeEach
    void records() {
        world.add(
                "_xmpp-server._tcp.example.test. 60 IN SRV 1 1 5269 Host.example.test.",
                "_5269._tcp.host.example.test. 60 IN TLSA 3 1 1 " + HASH);
    }

    @AfterEach
    void end() throws IOException {
        world.close();
        pool.shutdownNow();
    }

    private Delegation delegation(String domain, String trusted, Duration patience) {
        Dns dns = new Dns(List.of(world.address()), List.of(trusted), patience, clock, pool);
        return new SignedDelegations(dns, patience)
                .of(domain)
                .toCompletableFuture()
                .join();
    }

    private Delegation delegation(String domain) {
        return delegation(domain, anchor, PATIENCE);
    }

    @Test
    void followsSignedRecordsToTheCertificates() {
        Delegation found = delegation("example.test");
        assertThat(found.targets()).containsExactly("host.example.test");
        assertThat(found.certificates()).hasSize(1);
        assertThat(found.certificates().get(0).usage()).isEqualTo(3);
        assertThat(found.certificates().get(0).selector()).isEqualTo(1);
        assertThat(found.certificates().get(0).matching()).isEqualTo(1);
        assertThat(found.certificates().get(0).data()).hasSize(32).startsWith(0x00, 0x11, 0x22);
    }

    @Test
    void asksAtTheDomainItselfIfItIsProvedToHaveNoServices() {
        world.clear();
        String trusted = world.sign("example.test.", clock.instant());
        world.add("_5269._tcp.example.test. 60 IN TLSA 3 1 1 " + HASH);
        Delegation found = delegation("example.test", trusted, PATIENCE);
        assertThat(found.targets()).containsExactly("example.test");
        assertThat(found.certificates()).hasSize(1);
    }

    @Test
    void asksForEachPort() {
        world.add(
                "_xmpps-server._tcp.example.test. 60 IN SRV 1 1 5270 host.example.test.",
                "_5270._tcp.host.example.test. 60 IN TLSA 2 0 1 " + HASH);
        assertThat(delegation("example.test").certificates())
                .extracting(Tlsa::usage)
                .containsExactlyInAnyOrder(3, 2);
    }

    @Test
    void unsignedZonesProveNothing() {
        world.add(
                "_xmpp-server._tcp.other.test. 60 IN SRV 1 1 5269 host.other.test.",
                "_5269._tcp.host.other.test. 60 IN TLSA 3 1 1 " + HASH);
        assertThat(delegation("other.test")).isEqualTo(Delegation.NONE);
    }

    @Test
    void signedTargetsWithUnsignedCertificatesProveTheTargetsAlone() {
        world.add(
                "_xmpps-server._tcp.example.test. 60 IN SRV 1 1 5270 host.other.test.",
                "_5270._tcp.host.other.test. 60 IN TLSA 3 1 1 " + HASH);
        Delegation found = delegation("example.test");
        assertThat(found.targets()).containsExactly("host.example.test", "host.other.test");
        assertThat(found.certificates()).hasSize(1);
    }

    @Test
    void wrongSignaturesProveNothing() {
        world.forge("_xmpp-server._tcp.example.test.");
        assertThat(delegation("example.test").targets()).isEmpty();
        assertThat(delegation("example.test").certificates()).isEmpty();
    }

    @Test
    void aForgedCertificateRecordIsNotBelieved() {
        world.forge("_5269._tcp.host.example.test.");
        Delegation found = delegation("example.test");
        assertThat(found.targets()).containsExactly("host.example.test");
        assertThat(found.certificates()).isEmpty();
        assertThat(found.complete()).as("there may be others").isFalse();
    }

    @Test
    void signaturesThatHaveEndedProveNothing() {
        clock.pass(Duration.ofDays(31));
        assertThat(delegation("example.test")).isEqualTo(Delegation.NONE);
    }

    @Test
    void anotherKeyProvesNothing() {
        try (TestDns elsewhere = new TestDns()) {
            String stranger = elsewhere.sign("example.test.", clock.instant());
            assertThat(delegation("example.test", stranger, PATIENCE)).isEqualTo(Delegation.NONE);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void leavesOutRecordsThatNobodyCanUse() {
        world.add(
                "_5269._tcp.host.example.test. 60 IN TLSA 4 1 1 " + HASH,
                "_5269._tcp.host.example.test. 60 IN TLSA 3 2 1 " + HASH,
                "_5269._tcp.host.example.test. 60 IN TLSA 3 1 3 " + HASH,
                "_5269._tcp.host.example.test. 60 IN TLSA 3 1 2 " + HASH);
        assertThat(delegation("example.test").certificates()).hasSize(1);
    }

    private Delegation withSilenceAbout(String name) {
        world.keepSilentAbout(name);
        Dns dns = new Dns(List.of(world.address()), List.of(anchor), Duration.ofMillis(400), clock, pool);
        return new SignedDelegations(dns, PATIENCE)
                .of("example.test")
                .toCompletableFuture()
                .join();
    }

    @Test
    void whatIsNotAnsweredAtAllIsNotKnown() {
        world.keepSilentAbout("_5269._tcp.host.example.test.");
        Dns dns = new Dns(List.of(world.address()), List.of(anchor), PATIENCE, clock, pool);
        assertThat(new SignedDelegations(dns, Duration.ofMillis(400)).of("example.test"))
                .succeedsWithin(PATIENCE)
                .isEqualTo(Delegation.UNKNOWN);
    }

    /** A question of several that nobody answers is no answer. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "_xmpp-server._tcp.example.test.",
                "_xmpps-server._tcp.example.test.",
                "_5269._tcp.host.example.test.",
                "example.test."
            })
    void whatIsNotAnsweredInTimeIsNotKnown(String name) {
        assertThat(withSilenceAbout(name).complete()).isFalse();
    }

    @Test
    void whatIsProvedIsKnownWhateverElseIsNotAnswered() {
        assertThat(withSilenceAbout("_xmpps-server._tcp.example.test.").certificates())
                .hasSize(1);
    }

    @Test
    void addressesAndUnfitNamesAreNotAsked() {
        assertThat(delegation("[::1]")).isEqualTo(Delegation.NONE);
        assertThat(delegation("a\u200db.test")).isEqualTo(Delegation.NONE);
        assertThat(world.asked()).isEmpty();
    }
}
