package org.ratatosk.server.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;

/** Reads certificates for tests. */
public final class TestCertificates {
    private TestCertificates() {}

    /** The first certificate of a file. */
    public static X509Certificate read(Path file) {
        return Pem.certificates(file).get(0);
    }
}
