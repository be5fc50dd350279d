package org.ratatosk.trials;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trust in one certificate authority and in no other. Immutable.
 *
 * @param manager judges certificates
 * @param context makes connections with that judgement
 * @param anyName whether a certificate may name another server than the one that shows it
 */
public record Trust(X509TrustManager manager, SSLContext context, boolean anyName) {
    /** Believes only what the authorities in some PEM files have signed. */
    public static Trust in(Path... authorities) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Path authority : authorities) {
            try (InputStream pem = Files.newInputStream(authority)) {
                for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                    store.setCertificateEntry("authority" + number++, one);
                }
            }
        }
        return in(store);
    }

    /** The same trust, whatever names stand in the certificates. */
    public Trust forAnyName() {
        return new Trust(manager, context, true);
    }

    /** Believes what the authorities have signed that Java comes with. */
    static Trust inPublicAuthorities() throws GeneralSecurityException {
        return in((KeyStore) null);
    }

    private static Trust in(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        for (TrustManager manager : managers.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {x509}, null);
                return new Trust(x509, context, false);
            }
        }
        throw new GeneralSecurityException("This Java does not judge X.509 certificates");
    }
}
