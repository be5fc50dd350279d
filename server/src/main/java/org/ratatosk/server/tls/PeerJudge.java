package org.ratatosk.server.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.ratatosk.server.config.Quota;
import org.ratatosk.server.dns.Delegation;
import org.ratatosk.server.dns.Delegations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the certificates of other servers. A certificate for servers is good in both directions, since public authorities mark
 * theirs for nothing else. First known authorities are asked (PKIX); if they do not prove that the owner speaks for the domain, then
 * the signed DNS (DANE), then what the domain's website publishes (POSH). Thread-safe.
 */
public final class PeerJudge implements Judge {
    private static final Logger LOG = LoggerFactory.getLogger(PeerJudge.class);
    private static final int MAX_OF_A_PEER = 16;

    private final Vouching authorities;
    private final Delegations delegations;
    private final Fingerprints fingerprints;
    private final Executor cpu;
    private final InstantSource clock;
    private final Quota questions = new Quota(Long.MAX_VALUE, MAX_OF_A_PEER);

    /**
     * @param anchors the authorities whose word is taken
     * @param delegations what domains prove by DNSSEC; without DANE one that always knows {@link Delegation#NONE}
     * @param fingerprints what domains publish by HTTPS; without POSH {@link Fingerprints#none()}
     * @param cpu where the arithmetic is done
     */
    public PeerJudge(
            TrustAnchors anchors,
            Delegations delegations,
            Fingerprints fingerprints,
            Executor cpu,
            InstantSource clock) {
        this.authorities = new Vouching(anchors.certificates());
        this.delegations = delegations;
        this.fingerprints = fingerprints;
        this.cpu = cpu;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Judgement> judge(List<X509Certificate> chain, String domain, String peer) {
        if (chain.isEmpty()) {
            return CompletableFuture.completedFuture(Judgement.no("It shows no certificate"));
        }
        try {
            return CompletableFuture.supplyAsync(() -> begin(chain, domain, peer), cpu)
                    .thenCompose(Function.identity())
                    .exceptionally(PeerJudge::failed);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(failed(e));
        }
    }

    private static Judgement failed(Throwable failure) {
        return NotNow.words(failure).map(Judgement::notNow).orElseGet(() -> {
            LOG.warn("A certificate could not be judged", failure);
            return Judgement.no("Its certificate could not be judged");
        });
    }

    private CompletionStage<Judgement> begin(List<X509Certificate> chain, String domain, String peer) {
        PeerNames names;
        try {
            names = PeerNames.of(chain.get(0));
        } catch (PeerNames.UnreadableException e) {
            return CompletableFuture.completedFuture(Judgement.no("Its certificate " + e.getMessage()));
        }
        Vouching.Result pkix = authorities.judge(chain, clock.instant());
        if (pkix.isGood() && names.speakFor(domain, pkix.isConstrained())) {
            return CompletableFuture.completedFuture(Judgement.by(
                    "PKIX", "Its certificate " + names.words() + ", and " + pkix.authority() + " vouches for it"));
        }
        String fault = "Its certificate " + pkix.fault().orElseGet(() -> names.words() + ", not " + domain);
        Dane dane = new Dane(chain, names, domain, pkix, clock.instant());
        List<String> asking = List.of(peer);
        if (questions.take(asking, 1).isPresent()) {
            return CompletableFuture.completedFuture(
                    Judgement.notNow("Too many certificates that " + peer + " has shown are being judged"));
        }
        return elsewhere(chain.get(0), domain, dane, fault).whenComplete((found, failure) -> questions.give(asking, 1));
    }

    /** Whether something besides the certificate proves it: this takes questions to others, which may be slow. */
    private CompletionStage<Judgement> elsewhere(X509Certificate own, String domain, Dane dane, String fault) {
        return CompletableFuture.completedFuture(domain)
                .thenCompose(delegations::of)
                .thenApplyAsync(
                        said -> dane.proof(said)
                                .map(words -> Judgement.by("DANE", words))
                                .orElse(said.complete() ? Judgement.no(fault) : Judgement.notNow(NotNow.SILENCE)),
                        cpu)
                .exceptionally(PeerJudge::failed)
                .thenCompose(
                        found -> found.proved() ? CompletableFuture.completedFuture(found) : posh(own, domain, found));
    }

    private CompletionStage<Judgement> posh(X509Certificate own, String domain, Judgement otherwise) {
        return fingerprints
                .of(domain)
                .thenApply(published -> published.contains(hash("SHA-256", own))
                                || published.contains(hash("SHA-512", own))
                        ? Judgement.by(
                                "POSH", "The website of " + domain + " publishes the fingerprint of its certificate")
                        : otherwise)
                .exceptionally(failure -> otherwise.open() ? otherwise : after(otherwise, failed(failure)));
    }

    private static Judgement after(Judgement first, Judgement second) {
        return second.open() ? Judgement.notNow(first.reason() + ". " + second.reason()) : second;
    }

    private static String hash(String algorithm, X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("A certificate that was read cannot be hashed", e);
        }
    }
}
