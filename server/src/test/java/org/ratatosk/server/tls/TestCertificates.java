package org.ratatosk.server.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** Reads certificates and keys for tests. */
public final class TestCertificates {
    private TestCertificates() {}

    /** The first certificate of a file. */
    public static X509Certificate read(Path file) {
        return Pem.certificates(file).get(0);
    }

    /** What a client needs to show the certificate of a domain, from a folder where a server keeps its own. */
    public static KeyManager[] keys(Path folder, String domain) {
        try {
            Certificate[] chain =
                    Pem.certificates(folder.resolve(domain + ".crt")).toArray(Certificate[]::new);
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry("own", Pem.key(folder.resolve(domain + ".key")), new char[0], chain);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, new char[0]);
            return factory.getKeyManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
