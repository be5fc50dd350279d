package org.ratatosk.server.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of the hosted domains, and TLS with them. For a domain the folder holds {@code DOMAIN/fullchain.pem} and
 * {@code DOMAIN/privkey.pem}, or {@code DOMAIN.crt} and {@code DOMAIN.key}, or files with other usual names, or somewhere a
 * certificate that names it besides others; where nothing is, DOMAIN.crt and DOMAIN.key are made, signed by an authority of the
 * server's own, and made anew a month before they end. {@link #reload()} takes up what has changed without a restart. Thread-safe.
 */
public final class Certificates {
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
    private static final Duration RENEWAL = Duration.ofDays(30);
    private static final int TICKET_LIFE_SECONDS = 3600;

    /** TLS 1.2 and newer (RFC 7590). */
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** Forward secrecy and authenticated encryption only (RFC 9325 section 4.2). */
    private static final String[] CIPHERS = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    };

    private final Path folder;
    private final CertificateFiles files;
    private final ExpiryWatch watch = new ExpiryWatch();
    private final List<String> domains;
    private final InstantSource clock;
    private final SecureRandom random;
    private final SniKeyManager keyManager = new SniKeyManager(this::byDomain);
    private final SSLContext context;
    private volatile Loaded loaded;

    /** Certificates by domain as A-labels, and the state of the files that they were read from. */
    private record Loaded(Map<String, DomainCertificate> byDomain, Set<String> state) {}

    /** A certificate and the file of its key. */
    private record Found(DomainCertificate certificate, Path key) {}

    /**
     * Reads the certificates, and makes those that are missing.
     *
     * @param folder where they stand; it is made if there is none
     * @param domains the hosted domains, at least one; the first one's is used for clients that ask for none
     * @throws TlsException if one cannot be used
     */
    public Certificates(Path folder, List<String> domains, InstantSource clock, SecureRandom random) {
        this.folder = folder;
        this.files = new CertificateFiles(folder);
        this.domains = List.copyOf(domains);
        this.clock = clock;
        this.random = random;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new TlsException("The folder " + folder + " cannot be made: " + e.getMessage(), e);
        }
        this.loaded = load();
        this.context = context(keyManager, random);
    }

    private static SSLContext context(X509ExtendedKeyManager keyManager, SecureRandom random) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keyManager}, null, random);
            context.getServerSessionContext().setSessionTimeout(TICKET_LIFE_SECONDS);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no TLS", e);
        }
    }

    /** Certificates by domain as A-labels, in the order of the configuration. */
    Map<String, DomainCertificate> byDomain() {
        return loaded.byDomain();
    }

    // the files

    private Loaded load() {
        Map<String, DomainCertificate> read = new LinkedHashMap<>();
        for (String domain : domains) {
            Found found = find(domain);
            if (found.certificate().ours()
                    && found.certificate().expires().isBefore(clock.instant().plus(RENEWAL))) {
                found = issue(domain);
            }
            warn(found.key());
            Path used = found.certificate().file();
            files.half(domain).ifPresent(half -> LOG.warn("{}; {} is used instead", half, used));
            read.put(SniKeyManager.aLabels(domain), found.certificate());
        }
        watch.look(read.values(), clock.instant());
        return new Loaded(Collections.unmodifiableMap(read), files.state());
    }

    private Found issue(String domain) {
        CertificateFiles.Pair own = files.own(domain);
        CertificateAuthority authority = CertificateAuthority.open(folder, domains.get(0), clock.instant(), random);
        authority.issue(domain, own.chain(), own.key(), clock.instant());
        LOG.info("Made a certificate for {}: {}", domain, own.chain());
        return new Found(read(domain, own), own.key());
    }

    /** The best of those that there are: of others rather than made here, not ended, under the domain's own name. */
    private Found find(String domain) {
        List<CertificateFiles.Pair> named = files.of(domain);
        List<Found> found = new ArrayList<>();
        List<TlsException> faults = new ArrayList<>();
        for (CertificateFiles.Pair pair : named) {
            try {
                found.add(new Found(read(domain, pair), pair.key()));
            } catch (TlsException e) {
                faults.add(e);
            }
        }
        if (found.stream().noneMatch(each -> rank(each) == 0)) {
            for (CertificateFiles.Pair pair : files.all()) {
                if (!named.contains(pair)) {
                    covering(domain, pair).ifPresent(found::add);
                }
            }
        }
        if (found.isEmpty()) {
            if (!faults.isEmpty()) {
                throw faults.get(0);
            }
            return issue(domain);
        }
        Found best = Collections.min(found, Comparator.comparingInt(this::rank));
        faults.forEach(fault -> LOG.warn(
                "{}; {} is used instead", fault.getMessage(), best.certificate().file()));
        return best;
    }

    private int rank(Found found) {
        if (found.certificate().ours()) {
            return 2;
        }
        return found.certificate().expires().isAfter(clock.instant()) ? 0 : 1;
    }

    /** A pair with another name, if its certificate names the domain. */
    private Optional<Found> covering(String domain, CertificateFiles.Pair pair) {
        try {
            DomainCertificate certificate = read(domain, pair);
            return PeerNames.of(certificate.chain().get(0)).speakFor(domain, true)
                    ? Optional.of(new Found(certificate, pair.key()))
                    : Optional.empty();
        } catch (TlsException | PeerNames.UnreadableException e) {
            LOG.debug("{} is not for {}: {}", pair.chain(), domain, e.getMessage());
            return Optional.empty();
        }
    }

    private DomainCertificate read(String domain, CertificateFiles.Pair pair) {
        List<X509Certificate> chain = Pem.certificates(pair.chain());
        boolean ours = pair.equals(files.own(domain)) && CertificateAuthority.signed(folder, chain.get(0));
        DomainCertificate certificate = new DomainCertificate(domain, Pem.key(pair.key()), chain, pair.chain(), ours);
        if (!certificate.hasItsKey()) {
            throw new TlsException(pair.key() + " is not the key of " + pair.chain(), null);
        }
        return certificate;
    }

    private static void warn(Path key) {
        try {
            if (key.getFileSystem().supportedFileAttributeViews().contains("posix")
                    && Files.getPosixFilePermissions(key).contains(PosixFilePermission.OTHERS_READ)) {
                LOG.warn("Everybody on this machine can read the key {}: make its mode 0600", key);
            }
        } catch (IOException e) {
            LOG.debug("The mode of {} cannot be read", key, e);
        }
    }

    /**
     * Takes up files that have changed and makes the server's own certificates anew in time; to be called every minute or so, on
     * a thread that may wait for the disk. The owner is told 30, 14, 7, 3 and 1 days before a certificate ends. If something is wrong with a file the owner is told, and what was used before is used on.
     *
     * @return whether anything was taken up
     */
    public synchronized boolean reload() {
        boolean due = loaded.byDomain().values().stream()
                .anyMatch(c -> c.ours() && c.expires().isBefore(clock.instant().plus(RENEWAL)));
        if (!due && files.state().equals(loaded.state())) {
            watch.look(loaded.byDomain().values(), clock.instant());
            return false;
        }
        try {
            loaded = load();
            LOG.info("Certificates were read again");
            return true;
        } catch (TlsException e) {
            LOG.warn("The certificates that changed are not used: {}", e.getMessage());
            loaded = new Loaded(loaded.byDomain(), files.state());
            return false;
        }
    }

    /**
     * Puts a certificate into the folder, as {@code DOMAIN/fullchain.pem} and {@code DOMAIN/privkey.pem}, and takes it up.
     *
     * @param domain a hosted domain
     * @param chain its own certificate first
     * @return the file of the chain
     * @throws TlsException if it is not for the domain, or cannot be written
     */
    public synchronized Path install(String domain, List<X509Certificate> chain, PrivateKey key) {
        Path inner = folder.resolve(CertificateFiles.name(domain));
        Path file = inner.resolve("fullchain.pem");
        try {
            if (!new DomainCertificate(domain, key, chain, file, false).hasItsKey()
                    || !PeerNames.of(chain.get(0)).speakFor(domain, true)) {
                throw new TlsException("The new certificate is not for " + domain + ", or not for its key", null);
            }
            Files.createDirectories(inner);
        } catch (PeerNames.UnreadableException | IOException e) {
            throw new TlsException("The new certificate of " + domain + " cannot be used: " + e.getMessage(), e);
        }
        Pem.writeKey(inner.resolve("privkey.pem"), key);
        Pem.writeCertificates(file, chain);
        reload();
        return file;
    }

    // what is served

    /** All certificates, in the order of the domains. */
    public List<DomainCertificate> all() {
        return List.copyOf(loaded.byDomain().values());
    }

    /** For each domain of whose pair only one half is in its folder, in words what is missing. */
    public List<String> halves() {
        return domains.stream().flatMap(domain -> files.half(domain).stream()).toList();
    }

    /** The certificate of a hosted domain. */
    public Optional<DomainCertificate> of(String domain) {
        return Optional.ofNullable(loaded.byDomain().get(SniKeyManager.aLabels(domain)));
    }

    /** The file that clients have to trust, if a certificate in use was made by the server's own authority. */
    public Optional<Path> authority() {
        return all().stream().anyMatch(DomainCertificate::ours)
                ? Optional.of(CertificateAuthority.certificateFile(folder))
                : Optional.empty();
    }

    /** TLS for any listener: it picks the certificate by SNI and follows {@link #reload()}. */
    public SSLContext context() {
        return context;
    }

    /** The protocol versions that listeners offer. */
    public static List<String> protocols() {
        return List.of(PROTOCOLS);
    }

    /** The cipher suites that listeners offer. */
    public static List<String> ciphers() {
        return List.of(CIPHERS);
    }
}
