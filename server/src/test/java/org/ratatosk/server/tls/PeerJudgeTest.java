package org.ratatosk.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.dns.Delegation;
import org.ratatosk.server.dns.Delegations;
import org.ratatosk.server.testing.TestAuthority;
import org.ratatosk.server.testing.TestAuthority.Issued;
import org.ratatosk.server.testing.TestAuthority.Wish;
import org.ratatosk.server.testing.TurnableClock;

/** What the certificate of another server proves, if known authorities are all there is (security test 23). */
@Tag("also-federation")
class PeerJudgeTest {
    private static final String PEER = "192.0.2.1";

    private final TurnableClock clock = new TurnableClock();
    private final TestAuthority root = TestAuthority.root("Root", clock.instant());
    private final TestAuthority middle =
            root.below(root.wish("Middle").authority(1).purposes(KeyPurposeId.id_kp_serverAuth));
    private final PeerJudge judge = judging(root);

    private PeerJudge judging(TestAuthority trusted) {
        return new PeerJudge(
                new TrustAnchors(List.of(trusted.certificate())),
                domain -> CompletableFuture.completedFuture(Delegation.NONE),
                Fingerprints.none(),
                Runnable::run,
                clock);
    }

    private Judgement judgement(Issued issued, String domain) {
        return judge.judge(issued.chain(), domain, PEER).toCompletableFuture().join();
    }

    private Wish wish() {
        return middle.wish("whoever");
    }

    private void accepts(Issued issued, String domain) {
        Judgement judgement = judgement(issued, domain);
        assertThat(judgement.proved()).as(judgement.reason()).isTrue();
        assertThat(judgement.how()).isEqualTo("PKIX");
    }

    private void refuses(Issued issued, String domain, String reason) {
        Judgement judgement = judgement(issued, domain);
        assertThat(judgement.proved()).isFalse();
        assertThat(judgement.how()).isEmpty();
        assertThat(judgement.reason()).isEqualTo("Its certificate " + reason);
    }

    // names

    @ParameterizedTest
    @CsvSource({
        "example.test, example.test",
        "EXAMPLE.Test, example.test",
        "*.example.test, a.example.test",
        "*.example.test, xn--bcher-kva.example.test",
        "xn--bcher-kva.test, b\u00fccher.test",
        "*.xn--bcher-kva.test, a.b\u00fccher.test"
    })
    void acceptsTheDomainAsDnsId(String named, String domain) {
        accepts(middle.issue(wish().dns("elsewhere.test", named)), domain);
    }

    @ParameterizedTest
    @CsvSource({
        "other.test, example.test",
        "example.test, sub.example.test",
        "sub.example.test, example.test",
        "*.example.test, example.test",
        "*.example.test, a.b.example.test",
        "a.*.test, a.b.test",
        "a*.example.test, ab.example.test",
        "*a.example.test, ba.example.test",
        "*, test",
        "*.*.test, a.b.test",
        "strasse.test, stra\u00dfe.test",
        "example.test, example.test.other.test"
    })
    void refusesOtherNames(String named, String domain) {
        Judgement judgement = judgement(middle.issue(wish().dns(named)), domain);
        assertThat(judgement.proved()).isFalse();
        assertThat(judgement.reason()).startsWith("Its certificate names ").endsWith(", not " + domain);
    }

    @Test
    void acceptsNamesOfTheServiceAndOfXmpp() {
        accepts(middle.issue(wish().srv("_xmpp-server.example.test")), "example.test");
        accepts(middle.issue(wish().xmpp("example.test")), "example.test");
        accepts(middle.issue(wish().xmpp("b\u00fccher.test")), "b\u00fccher.test");
    }

    @Test
    void refusesNamesOfOtherServicesAndOfPeople() {
        refuses(
                middle.issue(wish().srv("_xmpp-client.example.test")),
                "example.test",
                "names nobody (a common name does not count), not example.test");
        refuses(
                middle.issue(wish().xmpp("admin@example.test")),
                "example.test",
                "names nobody (a common name does not count), not example.test");
        refuses(
                middle.issue(wish().srv("_xmpp-server.*.test").srv("_xmpp-server.other.test")),
                "example.test",
                "names _xmpp-server.other.test, not example.test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CN=example.test", "OU=\"CN=example.test,\", CN=whoever", "CN=example.test, DC=example, DC=test"
            })
    void neverBelievesTheCommonName(String subject) {
        refuses(
                middle.issue(middle.wish(subject)),
                "example.test",
                "names nobody (a common name does not count), not example.test");
    }

    @Test
    void namesDomainsThatAreAddressesByAddressOnly() {
        accepts(middle.issue(wish().ip("192.0.2.1")), "192.0.2.1");
        accepts(middle.issue(wish().ip("2001:db8::1")), "[2001:db8::1]");
        assertThat(judgement(middle.issue(wish().dns("192.0.2.1")), "192.0.2.1").proved())
                .isFalse();
        assertThat(judgement(middle.issue(wish().ip("192.0.2.2")), "192.0.2.1").proved())
                .isFalse();
    }

    @Test
    void readsOnlySoManyNames() {
        String[] many =
                IntStream.range(0, 1000).mapToObj(i -> "h" + i + ".test").toArray(String[]::new);
        accepts(middle.issue(wish().dns(many)), "h999.test");
        refuses(
                middle.issue(wish().dns(many).dns("example.test")),
                "example.test",
                "carries 1001 names; at most 1000 are read");
    }

    @Test
    void doesNotEvenReadAHundredThousandNames() {
        String[] many = IntStream.range(0, 100_000)
                .mapToObj(i -> "host" + i + ".example.test")
                .toArray(String[]::new);
        Judgement judgement = judgement(middle.issue(wish().dns(many).dns("example.test")), "example.test");
        assertThat(judgement.proved()).isFalse();
        assertThat(judgement.reason()).matches("Its certificate carries 2[0-9]{3} KiB of names; at most 64 are read");
    }

    // time

    @Test
    void refusesWhatIsNotValidYetOrNoMore() {
        Issued issued = middle.issue("example.test");
        refuses(
                middle.issue(wish().dns("example.test").from(Duration.ofHours(1))),
                "example.test",
                "is not valid before 2026-05-01T13:00:00Z");
        clock.pass(Duration.ofDays(90));
        accepts(issued, "example.test");
        clock.pass(Duration.ofSeconds(1));
        refuses(issued, "example.test", "has ended on 2026-07-30T12:00:00Z");
    }

    @Test
    void refusesWhatAnEndedAuthorityVouchesFor() {
        TestAuthority ended = root.below(root.wish("Ended").authority(0).until(Duration.ofDays(1)));
        Issued issued = ended.issue("example.test");
        accepts(issued, "example.test");
        clock.pass(Duration.ofDays(2));
        refuses(issued, "example.test", "is vouched for by CN=Ended, whose certificate has ended");
    }

    // purposes

    @Test
    void acceptsCertificatesForServersInBothDirections() {
        accepts(middle.issue(wish().dns("example.test").purposes(KeyPurposeId.id_kp_serverAuth)), "example.test");
        accepts(
                middle.issue(wish().dns("example.test")
                        .purposes(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth)),
                "example.test");
        accepts(middle.issue(wish().dns("example.test").purposes(KeyPurposeId.anyExtendedKeyUsage)), "example.test");
        accepts(middle.issue(wish().dns("example.test").purposes()), "example.test");
    }

    @Test
    void refusesCertificatesForClientsAlone() {
        refuses(
                middle.issue(wish().dns("example.test").purposes(KeyPurposeId.id_kp_clientAuth)),
                "example.test",
                "is not meant for servers (it lacks the purpose serverAuth)");
    }

    @Test
    void refusesWhatAnAuthorityForMailVouchesFor() {
        TestAuthority mail = root.below(root.wish("Mail").authority(0).purposes(KeyPurposeId.id_kp_emailProtection));
        refuses(mail.issue("example.test"), "example.test", "is signed by CN=Mail, which may not vouch for servers");
    }

    // authorities

    @Test
    void needsNoWordOfOthersForACertificateThatIsTrustedItself() {
        TestAuthority lone = TestAuthority.root("example.test", clock.instant());
        PeerJudge trusting = judging(lone);
        Issued self = new Issued(List.of(lone.certificate()), null);
        assertThat(trusting.judge(self.chain(), "example.test", PEER)
                        .toCompletableFuture()
                        .join()
                        .reason())
                .contains("names nobody");
    }

    @Test
    void refusesSelfSignedAndUnknownAuthorities() {
        TestAuthority stranger = TestAuthority.root("Stranger", clock.instant());
        refuses(
                new Issued(List.of(stranger.certificate()), null),
                "example.test",
                "is self-signed: nobody else vouches for it");
        refuses(
                stranger.issue("example.test"),
                "example.test",
                "is vouched for by CN=Stranger, which is not known here and whose own certificate was not shown");
        List<X509Certificate> whole =
                new ArrayList<>(stranger.issue("example.test").chain());
        whole.add(stranger.certificate());
        refuses(
                new Issued(whole, null),
                "example.test",
                "is vouched for by CN=Stranger, an authority that is not known here");
        refuses(
                new Issued(List.of(middle.issue("example.test").own()), null),
                "example.test",
                "is vouched for by CN=Middle, which is not known here and whose own certificate was not shown");
    }

    @Test
    void refusesAnAuthorityThatHasOnlyTheNameOfAKnownOne() {
        TestAuthority namesake = TestAuthority.root("Root", clock.instant());
        refuses(
                namesake.issue("example.test"),
                "example.test",
                "names CN=Root as its authority, whose signature is not under it");
    }

    @Test
    void findsTheWayThroughChainsInDisorder() {
        TestAuthority other = root.below(root.wish("Other").authority(0));
        Issued issued = middle.issue("example.test");
        List<X509Certificate> mixed = new ArrayList<>(List.of(other.certificate(), root.certificate()));
        mixed.addAll(issued.chain().subList(1, issued.chain().size()));
        Collections.reverse(mixed);
        mixed.add(0, issued.own());
        accepts(new Issued(mixed, null), "example.test");
    }

    /** What circles must end; what is long must not be read. */
    @Test
    void readsOnlySoManyCertificates() {
        Issued issued = middle.issue("example.test");
        List<X509Certificate> many = Stream.concat(
                        issued.chain().stream(),
                        Stream.generate(root::certificate).limit(9))
                .toList();
        refuses(new Issued(many, null), "example.test", "comes with 10 others; at most 9 are read");
        accepts(new Issued(many.subList(0, 10), null), "example.test");
    }

    @Test
    void refusesWhatNoAuthorityVouchesForInTruth() {
        Issued first = middle.issue(wish().dns("first.test"));
        TestAuthority pretended = root.below(root.wish("Pretended"));
        assertThat(judgement(pretended.issue("example.test"), "example.test").reason())
                .isEqualTo(
                        "Its certificate is vouched for by CN=Pretended, whose certificate is not that of an authority");
        accepts(first, "first.test");
    }

    @Test
    void heedsHowManyMayStandBelowAnAuthority() {
        TestAuthority low = root.below(root.wish("Low").authority(0));
        TestAuthority lower = low.below(low.wish("Lower").authority(0));
        accepts(low.issue("example.test"), "example.test");
        refuses(
                lower.issue("example.test"),
                "example.test",
                "has more authorities above it than they allow each other");
    }

    @Test
    void refusesWeakKeys() {
        assertThat(judgement(middle.issue(wish().dns("example.test").weak()), "example.test")
                        .reason())
                .isEqualTo("Its certificate is signed in a way that is too weak");
    }

    // name constraints

    @Test
    void heedsForWhomAnAuthorityMayVouch() {
        TestAuthority bound = root.below(root.wish("Bound").authority(0).onlyFor("example.test"));
        accepts(bound.issue("example.test"), "example.test");
        accepts(bound.issue("sub.example.test"), "sub.example.test");
        refuses(
                bound.issue("other.test"),
                "other.test",
                "names what its authority may not vouch for (name constraints)");
    }

    /** Constraints on names of the DNS say nothing about the other kinds: they would be a way around. */
    @Test
    void believesBoundAuthoritiesAboutDnsIdsAlone() {
        TestAuthority bound = root.below(root.wish("Bound").authority(0).onlyFor("example.test"));
        assertThat(judgement(bound.issue(wish().srv("_xmpp-server.other.test")), "other.test")
                        .proved())
                .isFalse();
        assertThat(judgement(bound.issue(wish().xmpp("other.test")), "other.test")
                        .proved())
                .isFalse();
    }

    @Test
    void heedsTheBoundsOfATrustedAuthorityItself() {
        TestAuthority bound = TestAuthority.rootOnlyFor("example.test", "Bound", clock.instant());
        PeerJudge trusting = judging(bound);
        Judgement judgement = trusting.judge(bound.issue("other.test").chain(), "other.test", PEER)
                .toCompletableFuture()
                .join();
        assertThat(judgement.reason()).contains("name constraints");
        assertThat(trusting.judge(bound.issue("example.test").chain(), "example.test", PEER)
                        .toCompletableFuture()
                        .join())
                .extracting(Judgement::how, Judgement::reason)
                .containsExactly("PKIX", "Its certificate names example.test, and CN=Bound vouches for it");
    }

    @Test
    void refusesATrustedAuthorityWhoseBoundsCannotBeHeeded() {
        TestAuthority bound = root.below(root.wish("Bound").authority(2).onlyFor("example.test"));
        Judgement judgement = judging(bound)
                .judge(List.of(bound.issue("other.test").own()), "other.test", PEER)
                .toCompletableFuture()
                .join();
        assertThat(judgement.proved()).isFalse();
        assertThat(judgement.reason()).contains("name constraints cannot be heeded");
    }

    // the rest

    @Test
    void anEmptyChainProvesNothing() {
        assertThat(judge.judge(List.of(), "example.test", PEER)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(Judgement.no("It shows no certificate"));
    }

    /** A pool that takes so many tasks and no more. */
    private PeerJudge judgingAfter(int tasks) {
        AtomicInteger left = new AtomicInteger(tasks);
        return new PeerJudge(
                new TrustAnchors(List.of(root.certificate())),
                domain -> CompletableFuture.completedFuture(Delegation.NONE),
                Fingerprints.none(),
                task -> {
                    if (left.getAndDecrement() <= 0) {
                        throw new RejectedExecutionException();
                    }
                    task.run();
                },
                clock);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aBusyPoolDecidesNothing(int tasks) {
        List<X509Certificate> chain = middle.issue("other.test").chain();
        assertThat(judgingAfter(tasks)
                        .judge(chain, "example.test", PEER)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(Judgement.notNow("There is no time to judge its certificate"));
    }

    private PeerJudge judging(Delegations delegations, Fingerprints fingerprints) {
        return new PeerJudge(
                new TrustAnchors(List.of(root.certificate())), delegations, fingerprints, Runnable::run, clock);
    }

    private Judgement judgedByASlowDns(Fingerprints fingerprints, Issued issued) {
        return judging(domain -> CompletableFuture.completedFuture(Delegation.UNKNOWN), fingerprints)
                .judge(issued.chain(), "example.test", PEER)
                .toCompletableFuture()
                .join();
    }

    @Test
    void aSlowDnsDecidesNothingUnlessThereIsAnotherProof() throws Exception {
        Issued issued = middle.issue("other.test");
        String hash = HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256").digest(issued.own().getEncoded()));
        assertThat(judgedByASlowDns(Fingerprints.none(), issued))
                .isEqualTo(Judgement.notNow("The DNS did not say in time what proves its certificate"));
        assertThat(judgedByASlowDns(domain -> CompletableFuture.completedFuture(Set.of(hash)), issued)
                        .how())
                .isEqualTo("POSH");
        assertThat(judgedByASlowDns(Fingerprints.none(), middle.issue("example.test"))
                        .how())
                .isEqualTo("PKIX");
    }

    /** What takes questions to others is bounded for each who makes them necessary; what the certificate itself proves is not. */
    @Test
    void onePeerHasOnlySoManyQuestions() {
        CompletableFuture<Delegation> silence = new CompletableFuture<>();
        PeerJudge slow = judging(
                domain -> {
                    if (domain.equals("broken.test")) {
                        throw new IllegalStateException("broken");
                    }
                    return silence;
                },
                Fingerprints.none());
        List<X509Certificate> chain = middle.issue("other.test").chain();
        slow.judge(chain, "broken.test", PEER).toCompletableFuture().join();
        List<CompletableFuture<Judgement>> first = IntStream.range(0, 16)
                .mapToObj(i -> slow.judge(chain, "n" + i + ".test", PEER).toCompletableFuture())
                .toList();
        assertThat(slow.judge(chain, "late.test", PEER).toCompletableFuture())
                .isCompletedWithValue(
                        Judgement.notNow("Too many certificates that " + PEER + " has shown are being judged"));
        assertThat(slow.judge(chain, "other.test", PEER)
                        .toCompletableFuture()
                        .join()
                        .how())
                .isEqualTo("PKIX");
        assertThat(slow.judge(chain, "late.test", "192.0.2.2").toCompletableFuture())
                .isNotDone();
        silence.complete(Delegation.NONE);
        assertThat(first).allMatch(each -> !each.join().open());
        assertThat(slow.judge(chain, "late.test", PEER)
                        .toCompletableFuture()
                        .join()
                        .open())
                .isFalse();
    }

    @Test
    void whatBreaksProvesNothing() {
        PeerJudge broken = new PeerJudge(
                new TrustAnchors(List.of(root.certificate())),
                domain -> {
                    throw new IllegalStateException("broken");
                },
                Fingerprints.none(),
                Runnable::run,
                clock);
        assertThat(broken.judge(middle.issue("other.test").chain(), "example.test", PEER)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(Judgement.no("Its certificate could not be judged"));
    }

    @Test
    void sayingsOfStrangersAreFitForLogs() {
        TestAuthority evil =
                TestAuthority.root("CN=\"line\nbreak \u001b[31m\u202e" + "x".repeat(200) + "\"", clock.instant());
        String reason = judgement(new Issued(List.of(evil.certificate()), null), "example.test")
                .reason();
        assertThat(reason).isEqualTo("Its certificate is self-signed: nobody else vouches for it");
        String other = judgement(evil.issue("example.test"), "example.test").reason();
        assertThat(other).doesNotContainPattern("[\\p{Cntrl}\\u202e]").hasSizeLessThan(250);
    }

    @Test
    void takesWhatTheSystemTrusts() {
        assertThat(TrustAnchors.system().certificates()).hasSizeGreaterThan(50);
        assertThat(Set.copyOf(TrustAnchors.system().certificates()).contains(root.certificate()))
                .isFalse();
    }
}
