package org.ratatosk.trials;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import java.util.Locale;

/** The SHA-256 of a certificate, as people compare it. Immutable. */
final class Fingerprint {
    private Fingerprint() {}

    /** Of the first certificate in a PEM file. */
    static String of(Path pem) throws Exception {
        try (InputStream in = Files.newInputStream(pem)) {
            byte[] encoded = CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .iterator()
                    .next()
                    .getEncoded();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(encoded);
            return HexFormat.ofDelimiter(":").formatHex(hash).toUpperCase(Locale.ROOT);
        }
    }
}
