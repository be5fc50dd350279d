package org.ratatosk.server.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.config.FederationConfig;

/**
 * The authorities whose word about certificates is taken. Immutable.
 *
 * @param certificates their own certificates
 */
public record TrustAnchors(List<X509Certificate> certificates) {
    /** Copies the list. */
    public TrustAnchors {
        certificates = List.copyOf(certificates);
    }

    /** The authorities that this Java trusts. */
    public static TrustAnchors system() {
        try {
            for (TrustManager manager : managers(null)) {
                if (manager instanceof X509TrustManager known) {
                    return new TrustAnchors(List.of(known.getAcceptedIssuers()));
                }
            }
            throw new IllegalStateException("This Java has no trust manager");
        } catch (GeneralSecurityException e) {
            throw new TlsException("The authorities that this Java trusts cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The authorities of a file and no others.
     *
     * @param file certificates in PEM form
     * @throws TlsException if it cannot be read
     */
    public static TrustAnchors only(Path file) {
        return new TrustAnchors(Pem.certificates(file));
    }

    /**
     * Those that this Java trusts, and those that the settings name besides.
     *
     * @throws TlsException if what they name cannot be read; the message begins with the setting
     */
    public static TrustAnchors of(FederationConfig.Proofs proofs) {
        Stream<X509Certificate> more = named(proofs).stream();
        return new TrustAnchors(
                Stream.concat(system().certificates().stream(), more).distinct().toList());
    }

    /**
     * Those that the settings name alone.
     *
     * @throws TlsException if they cannot be read; the message begins with the setting
     */
    public static List<X509Certificate> named(FederationConfig.Proofs proofs) {
        Path file = proofs.authorities();
        try {
            return file == null ? List.of() : Pem.certificates(file);
        } catch (TlsException e) {
            throw new TlsException("s2s.authorities: " + e.getMessage(), e);
        }
    }

    /**
     * Why nobody of these vouches for a certificate, as the rest of a sentence that begins with "its certificate"; empty if somebody does.
     *
     * @param chain the certificate first, then what is shown with it
     */
    public Optional<String> fault(List<X509Certificate> chain, Instant now) {
        return new Vouching(certificates).judge(chain, now).fault();
    }

    /** TLS for a client that trusts these. */
    public SSLContext client(SecureRandom random) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("authority-" + i, certificates.get(i));
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(store), random);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException("The authorities cannot be used: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
