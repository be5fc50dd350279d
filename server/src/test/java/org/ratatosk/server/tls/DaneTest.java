package org.ratatosk.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.dns.Delegation;
import org.ratatosk.server.dns.Dns;
import org.ratatosk.server.dns.SignedDelegations;
import org.ratatosk.server.dns.Tlsa;
import org.ratatosk.server.testing.TestAuthority;
import org.ratatosk.server.testing.TestAuthority.Issued;
import org.ratatosk.server.testing.TestDns;
import org.ratatosk.server.testing.TurnableClock;

/** What the signed DNS proves about certificates (RFC 7671, RFC 7673). */
@Tag("also-federation")
class DaneTest {
    private static final String PEER = "192.0.2.1";

    private final TurnableClock clock = new TurnableClock();
    private final TestAuthority known = TestAuthority.root("Known", clock.instant());
    private final TestAuthority stranger = TestAuthority.root("Stranger", clock.instant());

    private Judgement judgement(Delegation delegation, List<X509Certificate> chain) {
        return new PeerJudge(
                        new TrustAnchors(List.of(known.certificate())),
                        domain -> CompletableFuture.completedFuture(delegation),
                        Fingerprints.none(),
                        Runnable::run,
                        clock)
                .judge(chain, "example.test", PEER)
                .toCompletableFuture()
                .join();
    }

    private static byte[] data(X509Certificate certificate, int selector, int matching) {
        try {
            byte[] whole = selector == 0
                    ? certificate.getEncoded()
                    : certificate.getPublicKey().getEncoded();
            return matching == 0
                    ? whole
                    : MessageDigest.getInstance(matching == 1 ? "SHA-256" : "SHA-512")
                            .digest(whole);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Delegation says(int usage, X509Certificate certificate) {
        return new Delegation(List.of("host.test"), List.of(new Tlsa(usage, 1, 1, data(certificate, 1, 1))), true);
    }

    private static List<X509Certificate> whole(Issued issued, TestAuthority authority) {
        List<X509Certificate> chain = new ArrayList<>(issued.chain());
        chain.add(authority.certificate());
        return chain;
    }

    private void proves(Delegation delegation, List<X509Certificate> chain) {
        Judgement judgement = judgement(delegation, chain);
        assertThat(judgement.proved()).as(judgement.reason()).isTrue();
        assertThat(judgement.how()).isEqualTo("DANE");
    }

    private void provesNothing(Delegation delegation, List<X509Certificate> chain) {
        assertThat(judgement(delegation, chain).proved()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0,1", "0,2", "1,0", "1,1", "1,2"})
    void comparesCertificateOrKeyWholeOrHashed(int selector, int matching) {
        Issued issued = stranger.issue("unknown.test");
        Tlsa right = new Tlsa(3, selector, matching, data(issued.own(), selector, matching));
        Tlsa wrong = new Tlsa(
                3, selector, matching, data(stranger.issue("unknown.test").own(), selector, matching));

        proves(new Delegation(List.of(), List.of(wrong, right), true), issued.chain());
        provesNothing(new Delegation(List.of(), List.of(wrong), true), issued.chain());
        assertThat(judgement(new Delegation(List.of(), List.of(right), true), issued.chain())
                        .reason())
                .isEqualTo("The DNS, signed, says that this is its certificate (TLSA 3 " + selector + " " + matching
                        + ")");
    }

    /** Usage 3: neither dates nor names nor authorities count. */
    @Test
    void takesTheServersOwnCertificateAsItIs() {
        Issued issued = stranger.issue(stranger.wish("x").until(Duration.ofHours(1)));
        clock.pass(Duration.ofDays(2));
        proves(says(3, issued.own()), issued.chain());
    }

    /** Each judgement costs signatures, and a domain can have many records. */
    @Test
    void asksAnAuthorityOnceHoweverManyRecordsNameIt() {
        List<X509Certificate> chain = whole(stranger.issue("unknown.test"), stranger);
        List<Tlsa> records = Collections.nCopies(256, new Tlsa(2, 1, 1, data(stranger.certificate(), 1, 1)));
        Dane dane = new Dane(chain, null, "unknown.test", null, clock.instant());
        assertThat(dane.authorities(records)).containsOnlyKeys(stranger.certificate());
    }

    /** Usage 2: an authority that only the domain names; dates and names count. */
    @Test
    void takesAnAuthorityOfTheDomainsOwn() {
        Issued issued = stranger.issue("example.test");
        proves(says(2, stranger.certificate()), whole(issued, stranger));
        proves(says(2, stranger.certificate()), whole(stranger.issue("host.test"), stranger));

        provesNothing(says(2, stranger.certificate()), issued.chain());
        provesNothing(says(2, stranger.certificate()), whole(stranger.issue("other.test"), stranger));
        provesNothing(says(2, known.certificate()), whole(issued, stranger));
        TestAuthority namesake = TestAuthority.root("Stranger", clock.instant());
        provesNothing(says(2, namesake.certificate()), whole(issued, namesake));
        clock.pass(Duration.ofDays(91));
        provesNothing(says(2, stranger.certificate()), whole(issued, stranger));
    }

    /** Usages 0 and 1: known authorities must vouch too. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void boundUsagesNeedKnownAuthoritiesToo(int usage) {
        Issued good = known.issue("host.test");
        Issued unknown = stranger.issue("host.test");
        Issued misnamed = known.issue("other.test");

        proves(says(usage, usage == 0 ? known.certificate() : good.own()), good.chain());
        provesNothing(says(usage, usage == 0 ? stranger.certificate() : unknown.own()), whole(unknown, stranger));
        provesNothing(says(usage, usage == 0 ? known.certificate() : misnamed.own()), misnamed.chain());
        provesNothing(says(usage, usage == 0 ? stranger.certificate() : misnamed.own()), good.chain());
    }

    @Test
    void aProvedMachineMayShowItsOwnName() {
        Delegation delegation = new Delegation(List.of("host.test"), List.of(), true);
        proves(delegation, known.issue("host.test").chain());
        assertThat(judgement(delegation, known.issue("host.test").chain()).reason())
                .isEqualTo("The DNS, signed, says that host.test serves it, which the certificate names");
        provesNothing(delegation, known.issue("other.test").chain());
        provesNothing(delegation, whole(stranger.issue("host.test"), stranger));
    }

    /** Where the domain says which certificate it is, a name alone is not enough (RFC 7673 section 4.2). */
    @Test
    void aMachinesNameIsNotEnoughWhereCertificatesAreNamed() {
        provesNothing(says(3, stranger.certificate()), known.issue("host.test").chain());
    }

    /** Whoever keeps the answers about the certificates from getting here must not make the name enough. */
    @Test
    void aMachinesNameIsNotEnoughWhereItsCertificatesAreNotKnown() {
        assertThat(judgement(
                        new Delegation(List.of("host.test"), List.of(), false),
                        known.issue("host.test").chain()))
                .isEqualTo(Judgement.notNow("The DNS did not say in time what proves its certificate"));
    }

    /** Security test 23: the name of the machine proves nothing by itself. */
    @Test
    void aMachineThatIsNotProvedMayNotShowItsOwnName() {
        Judgement judgement =
                judgement(Delegation.NONE, known.issue("host.test").chain());
        assertThat(judgement).isEqualTo(Judgement.no("Its certificate names host.test, not example.test"));
    }

    @Test
    void worksFromTheSignedZoneToTheJudgement() throws IOException {
        Issued issued = stranger.issue("unknown.test");
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try (TestDns world = new TestDns()) {
            String anchor = world.sign("test.", clock.instant());
            world.add(
                    "_xmpp-server._tcp.example.test. 60 IN SRV 1 1 5269 host.test.",
                    "_5269._tcp.host.test. 60 IN TLSA 3 1 1 " + HexFormat.of().formatHex(data(issued.own(), 1, 1)));
            Dns dns = new Dns(List.of(world.address()), List.of(anchor), Duration.ofSeconds(30), clock, pool);
            PeerJudge judge = new PeerJudge(
                    new TrustAnchors(List.of(known.certificate())),
                    new SignedDelegations(dns, Duration.ofSeconds(30)),
                    Fingerprints.none(),
                    pool,
                    clock);
            assertThat(judge.judge(issued.chain(), "example.test", PEER)
                            .toCompletableFuture()
                            .join()
                            .how())
                    .isEqualTo("DANE");
            assertThat(judge.judge(stranger.issue("unknown.test").chain(), "example.test", PEER)
                            .toCompletableFuture()
                            .join()
                            .proved())
                    .isFalse();
        } finally {
            pool.shutdownNow();
        }
    }
}
