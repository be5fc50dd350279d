package org.ratatosk.server.tls;

import java.io.IOException;
import java.net.IDN;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of the hosted domains, and TLS with them. For a domain the folder holds {@code DOMAIN/fullchain.pem} and
 * {@code DOMAIN/privkey.pem}, or {@code DOMAIN.crt} and {@code DOMAIN.key}; where neither is, the second pair is made, signed by
 * an authority of the server's own, and made anew a month before it ends. {@link #reload()} takes up what has changed without a
 * restart. Thread-safe.
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
    private final List<String> domains;
    private final InstantSource clock;
    private final SecureRandom random;
    private final SniKeyManager keyManager = new SniKeyManager(this::byDomain);
    private final SSLContext context;
    private volatile Loaded loaded;

    /** Certificates by domain as A-labels, and the state of the files that they were read from. */
    private record Loaded(Map<String, DomainCertificate> byDomain, List<String> state) {}

    /** The two files of a domain. */
    private record Pair(Path chain, Path key, boolean made) {}

    /**
     * Reads the certificates, and makes those that are missing.
     *
     * @param folder where they stand; it is made if there is none
     * @param domains the hosted domains, at least one; the first one's is used for clients that ask for none
     * @throws TlsException if one cannot be used
     */
    public Certificates(Path folder, List<String> domains, InstantSource clock, SecureRandom random) {
        this.folder = folder;
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

    private Pair files(String domain) {
        String name =
                domain.startsWith("[") ? domain.replaceAll("[\\[\\]]", "").replace(':', '_') : IDN.toASCII(domain);
        Path bought = folder.resolve(name).resolve("fullchain.pem");
        return Files.exists(bought)
                ? new Pair(bought, folder.resolve(name).resolve("privkey.pem"), false)
                : new Pair(folder.resolve(name + ".crt"), folder.resolve(name + ".key"), true);
    }

    private Loaded load() {
        Map<String, DomainCertificate> read = new LinkedHashMap<>();
        for (String domain : domains) {
            Pair files = files(domain);
            if (files.made() && !Files.exists(files.chain()) && !Files.exists(files.key())) {
                issue(domain, files);
            }
            DomainCertificate certificate = read(domain, files);
            if (certificate.ours()
                    && certificate.expires().isBefore(clock.instant().plus(RENEWAL))) {
                issue(domain, files);
                certificate = read(domain, files);
            }
            warn(certificate, files.key());
            read.put(SniKeyManager.aLabels(domain), certificate);
        }
        return new Loaded(Collections.unmodifiableMap(read), state());
    }

    private void issue(String domain, Pair files) {
        CertificateAuthority authority = CertificateAuthority.open(folder, domains.get(0), clock.instant(), random);
        authority.issue(domain, files.chain(), files.key(), clock.instant());
        LOG.info("Made a certificate for {}: {}", domain, files.chain());
    }

    private DomainCertificate read(String domain, Pair files) {
        List<X509Certificate> chain = Pem.certificates(files.chain());
        boolean ours = files.made() && CertificateAuthority.signed(folder, chain.get(0));
        DomainCertificate certificate = new DomainCertificate(domain, Pem.key(files.key()), chain, files.chain(), ours);
        if (!belongTogether(certificate)) {
            throw new TlsException(files.key() + " is not the key of " + files.chain(), null);
        }
        return certificate;
    }

    private static boolean belongTogether(DomainCertificate certificate) {
        String algorithm = switch (certificate.key().getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> certificate.key().getAlgorithm();
        };
        byte[] sample = {1, 2, 3};
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(certificate.key());
            signature.update(sample);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.chain().get(0).getPublicKey());
            signature.update(sample);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private void warn(DomainCertificate certificate, Path key) {
        Instant now = clock.instant();
        if (certificate.expires().isBefore(now)) {
            LOG.warn(
                    "The certificate of {} has ended on {}: renew {}",
                    certificate.domain(),
                    certificate.expires(),
                    certificate.file());
        }
        try {
            if (key.getFileSystem().supportedFileAttributeViews().contains("posix")
                    && Files.getPosixFilePermissions(key).contains(PosixFilePermission.OTHERS_READ)) {
                LOG.warn("Everybody on this machine can read the key {}: make its mode 0600", key);
            }
        } catch (IOException e) {
            LOG.debug("The mode of {} cannot be read", key, e);
        }
    }

    /** What tells whether a file has changed. */
    private List<String> state() {
        List<String> state = new ArrayList<>();
        for (String domain : domains) {
            Pair files = files(domain);
            for (Path file : List.of(files.chain(), files.key())) {
                try {
                    state.add(file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file));
                } catch (IOException e) {
                    state.add(file + " missing");
                }
            }
        }
        return state;
    }

    /**
     * Takes up files that have changed and makes the server's own certificates anew in time; to be called every minute or so, on
     * a thread that may wait for the disk. If something is wrong with a file the owner is told, and what was used before is used on.
     *
     * @return whether anything was taken up
     */
    public synchronized boolean reload() {
        boolean due = loaded.byDomain().values().stream()
                .anyMatch(c -> c.ours() && c.expires().isBefore(clock.instant().plus(RENEWAL)));
        if (!due && state().equals(loaded.state())) {
            return false;
        }
        try {
            loaded = load();
            LOG.info("Certificates were read again");
            return true;
        } catch (TlsException e) {
            LOG.warn("The certificates that changed are not used: {}", e.getMessage());
            loaded = new Loaded(loaded.byDomain(), state());
            return false;
        }
    }

    // what is served

    /** All certificates, in the order of the domains. */
    public List<DomainCertificate> all() {
        return List.copyOf(loaded.byDomain().values());
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

    /**
     * The server's side of one connection: TLS 1.2 or newer with forward secrecy.
     *
     * @param domain whose certificate is shown to a client that asks for none by SNI; empty for the first
     * @param applicationProtocols offered by ALPN (RFC 7301); empty for no ALPN
     */
    public SSLEngine engine(String domain, List<String> applicationProtocols) {
        SSLEngine engine = domain.isEmpty() ? context.createSSLEngine() : context.createSSLEngine(domain, -1);
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(PROTOCOLS.clone());
        parameters.setCipherSuites(CIPHERS.clone());
        parameters.setUseCipherSuitesOrder(true);
        parameters.setSNIMatchers(List.of(new AnyName()));
        parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
        engine.setSSLParameters(parameters);
        return engine;
    }

    /**
     * Takes any name, so that nobody is refused; but where there is a matcher at all, the JDK keeps the name with a session, and lets a
     * ticket be used for the same name only.
     */
    private static final class AnyName extends SNIMatcher {
        AnyName() {
            super(StandardConstants.SNI_HOST_NAME);
        }

        @Override
        public boolean matches(SNIServerName name) {
            return true;
        }
    }
}
