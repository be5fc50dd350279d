package org.ratatosk.server.acme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.ratatosk.server.dns.ALabels;
import org.ratatosk.server.tls.Certificates;
import org.ratatosk.server.tls.DomainCertificate;
import org.ratatosk.server.tls.TlsException;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that each domain has a certificate of a public authority: it orders one where the server has none but its own, renews what
 * it ordered when two thirds of its life are over, and leaves alone what the owner has put there. After a failure it waits, an hour at
 * first and up to a day. Thread-safe.
 */
public final class AcmeKeeper implements AutoCloseable {
    /** The file beside a certificate that says that it came from here. */
    static final String MARK = "acme";

    private static final Logger LOG = LoggerFactory.getLogger(AcmeKeeper.class);
    private static final Duration FIRST_WAIT = Duration.ofHours(1);
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    private static final Duration HOOK = Duration.ofMinutes(5);
    private static final long ROUND_SECONDS = 600;
    private static final int MAX_WORDS = 500;

    private final AcmeConfig config;
    private final Certificates certificates;
    private final AcmeClient client;
    private final InstantSource clock;
    private final Map<String, Failure> failures = new HashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "ratatosk-acme");
        made.setDaemon(true);
        return made;
    });

    /** How long was waited last, and until when it is waited. */
    private record Failure(Duration waited, Instant until) {}

    /**
     * @param certificates those of the hosted domains, where new ones go
     * @param accountKey the file of the key that the authority knows the owner by; it is made if there is none
     * @param tls trusts the authority's own website
     * @param tokens shown by the web, for http-01
     */
    public AcmeKeeper(
            AcmeConfig config,
            Certificates certificates,
            Path accountKey,
            SSLContext tls,
            HttpTokens tokens,
            InstantSource clock) {
        this.config = config;
        this.certificates = certificates;
        this.clock = clock;
        Prover prover = config.proof() == AcmeConfig.Proof.DNS_01
                ? new DnsHook(config.hook().orElseThrow(), HOOK)
                : tokens;
        this.client = new AcmeClient(config, new AccountKey(accountKey), tls, prover);
    }

    /** Begins: a round now and every ten minutes. */
    public void start() {
        thread.scheduleWithFixedDelay(this::safely, 0, ROUND_SECONDS, TimeUnit.SECONDS);
    }

    private void safely() {
        try {
            round();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("The certificates could not be looked after", e);
        }
    }

    /** Orders what is due. */
    synchronized void round() throws InterruptedException {
        for (DomainCertificate certificate : certificates.all()) {
            Optional<String> name = ALabels.of(certificate.domain());
            Failure failure = failures.get(certificate.domain());
            boolean waits = failure != null && clock.instant().isBefore(failure.until());
            if (name.isPresent() && isPublic(name.get()) && !waits && isDue(certificate)) {
                order(certificate.domain(), name.get());
            }
        }
    }

    /** Public authorities know neither this machine's own names nor addresses. */
    private static boolean isPublic(String name) {
        return name.indexOf('.') > 0 && !name.matches("[0-9.]+") && !name.endsWith(".localhost");
    }

    /** Whether a certificate is to be replaced. */
    boolean isDue(DomainCertificate certificate) {
        if (certificate.ours()) {
            return true;
        }
        X509Certificate own = certificate.chain().get(0);
        Instant from = own.getNotBefore().toInstant();
        Duration life = Duration.between(from, certificate.expires());
        return Files.exists(certificate.file().resolveSibling(MARK))
                && !clock.instant().isBefore(from.plus(life.multipliedBy(2).dividedBy(3)));
    }

    private void order(String domain, String name) throws InterruptedException {
        try {
            AcmeClient.Issued issued = client.order(name);
            Path file = certificates.install(domain, issued.chain(), issued.key());
            Files.writeString(
                    file.resolveSibling(MARK),
                    "From " + config.directory() + ", renewed by itself. Remove this file to end that.\n");
            failures.remove(domain);
            LOG.info(
                    "{} has a new certificate from {}",
                    domain,
                    config.directory().getHost());
        } catch (AcmeException | IOException | TlsException e) {
            Failure last = failures.get(domain);
            Duration wait = last == null ? FIRST_WAIT : last.waited().multipliedBy(2);
            Duration bounded = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
            failures.put(domain, new Failure(bounded, clock.instant().plus(bounded)));
            LOG.warn(
                    "{} gets no certificate from {}: {}. It is tried again in {} {}.",
                    domain,
                    config.directory().getHost(),
                    words(e),
                    bounded.toHours(),
                    bounded.toHours() == 1 ? "hour" : "hours");
        }
    }

    private static String words(Exception failure) {
        String words = failure instanceof AcmeNetworkException
                ? "it cannot be reached (" + failure.getCause() + ")"
                : String.valueOf(failure.getMessage()).replaceAll("\\p{Cntrl}", " ");
        return words.length() > MAX_WORDS ? words.substring(0, MAX_WORDS) + "\u2026" : words;
    }

    /** Ends; what is under way is given up. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
