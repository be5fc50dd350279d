package org.ratatosk.server.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

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

    /** These and those of a file. */
    public TrustAnchors and(Path file) {
        return new TrustAnchors(Stream.concat(certificates.stream(), Pem.certificates(file).stream())
                .distinct()
                .toList());
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
