package org.ratatosk.trials;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority for the servers of one play. Confined to one thread.
 */
public final class Authority {
    private static final Duration LIFE = Duration.ofDays(30);
    private static final Duration SKEW = Duration.ofHours(1);
    private static final X500Principal NAME = new X500Principal("CN=Authority of the Nine Worlds");
    private final KeyPair keys = keys("EC", 256);
    private final Path file;
    private long serial = 1;

    /** Makes one, and writes its certificate to a file. */
    public Authority(Path file) throws IOException, GeneralSecurityException {
        this.file = file;
        JcaX509v3CertificateBuilder own = builder(NAME, keys);
        own.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        own.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        Files.writeString(file, pem("CERTIFICATE", sign(own).getEncoded()));
    }

    /** The file with its certificate. */
    public Path file() {
        return file;
    }

    /** Writes {@code name.crt} and {@code name.key} into a folder: a certificate for some domains, as public authorities issue them,
     * with an RSA key, since not all servers read others. */
    public void issue(Path folder, String name, String... domains) throws IOException, GeneralSecurityException {
        issue(folder, name, keys("RSA", 2048), new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth), domains);
    }

    /** The same with an elliptic key on P-256, for servers that read such. */
    public void issueElliptic(Path folder, String name, String... domains)
            throws IOException, GeneralSecurityException {
        issue(folder, name, keys("EC", 256), new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth), domains);
    }

    /** The same with the purpose of clients besides, as public authorities issued them until 2026: older servers want that. */
    public void issueForBoth(Path folder, String name, String... domains) throws IOException, GeneralSecurityException {
        KeyPurposeId[] both = {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
        issue(folder, name, keys("RSA", 2048), new ExtendedKeyUsage(both), domains);
    }

    private void issue(Path folder, String name, KeyPair pair, ExtendedKeyUsage usage, String... domains)
            throws IOException, GeneralSecurityException {
        JcaX509v3CertificateBuilder wanted = builder(new X500Principal("CN=" + domains[0]), pair);
        GeneralName[] names = new GeneralName[domains.length];
        for (int i = 0; i < domains.length; i++) {
            names[i] = new GeneralName(GeneralName.dNSName, domains[i]);
        }
        wanted.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        wanted.addExtension(Extension.extendedKeyUsage, true, usage);
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve(name + ".crt"), pem("CERTIFICATE", sign(wanted).getEncoded()));
        Path key = folder.resolve(name + ".key");
        Files.writeString(key, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    private JcaX509v3CertificateBuilder builder(X500Principal subject, KeyPair pair) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                NAME,
                BigInteger.valueOf(serial++),
                Date.from(now.minus(SKEW)),
                Date.from(now.plus(LIFE)),
                subject,
                pair.getPublic());
    }

    private X509Certificate sign(JcaX509v3CertificateBuilder wanted) throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            wanted.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static KeyPair keys(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static String pem(String type, byte[] bytes) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + type + "-----\n";
    }
}
