package org.ratatosk.server.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The certificate of a hosted domain. Immutable.
 *
 * @param domain the hosted domain
 * @param key its private key
 * @param chain its own certificate first, then those that vouch for it
 * @param file where the chain was read
 * @param ours whether it was made by this server's own authority, so that clients have to be told to trust it
 */
public record DomainCertificate(String domain, PrivateKey key, List<X509Certificate> chain, Path file, boolean ours) {
    /** Copies the chain. */
    public DomainCertificate {
        chain = List.copyOf(chain);
    }

    /** When it ends. */
    public Instant expires() {
        return chain.get(0).getNotAfter().toInstant();
    }

    /** Whole days until it ends; negative if it has. */
    public long daysLeft(Instant now) {
        return Math.floorDiv(
                Duration.between(now, expires()).toSeconds(), Duration.ofDays(1).toSeconds());
    }

    /** Whether key and certificate belong together. */
    boolean hasItsKey() {
        String algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
        byte[] sample = {1, 2, 3};
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(sample);
            byte[] signed = signature.sign();
            signature.initVerify(chain.get(0).getPublicKey());
            signature.update(sample);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The SHA-256 of the certificate, as people compare it: {@code 3F:9A:…}. */
    public String fingerprint() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(chain.get(0).getEncoded());
            return HexFormat.ofDelimiter(":").formatHex(hash).toUpperCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("A certificate that was read cannot be encoded", e);
        }
    }

    /** The file and fingerprint; the key does not belong in logs. */
    @Override
    public String toString() {
        return domain + " (" + file + ", SHA-256 " + fingerprint() + ")";
    }
}
