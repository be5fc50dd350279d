package org.ratatosk.server.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority of the server's own, for domains to which nobody has given a certificate yet: clients that are told to
 * trust its one file can verify the server. Keys are ECDSA P-256. Immutable.
 */
final class CertificateAuthority {
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
    private static final Duration CERTIFICATE_LIFE = Duration.ofDays(397);
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final SecureRandom random;

    private CertificateAuthority(PrivateKey key, X509Certificate certificate, SecureRandom random) {
        this.key = key;
        this.certificate = certificate;
        this.random = random;
    }

    /** Where the certificate of the authority stands in a folder of certificates. */
    static Path certificateFile(Path folder) {
        return folder.resolve("ca.crt");
    }

    private static Path keyFile(Path folder) {
        return folder.resolve("ca.key");
    }

    /** The authority of a folder; it is made if there is none. */
    static CertificateAuthority open(Path folder, String name, Instant now, SecureRandom random) {
        if (!Files.exists(keyFile(folder))) {
            KeyPair pair = keyPair(random);
            X500Principal subject = principal("Ratatosk authority of " + name);
            X509Certificate made = sign(subject, pair.getPrivate(), authority(subject, pair, now, random));
            Pem.writeCertificates(certificateFile(folder), List.of(made));
            Pem.writeKey(keyFile(folder), pair.getPrivate());
        }
        X509Certificate certificate = Pem.certificates(certificateFile(folder)).get(0);
        return new CertificateAuthority(Pem.key(keyFile(folder)), certificate, random);
    }

    private static X500Principal principal(String commonName) {
        String name = commonName.length() > 64 ? commonName.substring(0, 64) : commonName;
        try {
            byte[] encoded = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.CN, name)
                    .build()
                    .getEncoded();
            return new X500Principal(encoded);
        } catch (IOException e) {
            throw new TlsException("A certificate's name cannot be encoded", e);
        }
    }

    /** Makes a key and certificate for a domain, good from now on, and writes both. */
    void issue(String domain, Path certificateFile, Path keyFile, Instant now) {
        KeyPair pair = keyPair(random);
        JcaX509v3CertificateBuilder builder = builder(
                certificate.getSubjectX500Principal(),
                principal(domain),
                pair.getPublic(),
                now,
                CERTIFICATE_LIFE,
                random);
        try {
            JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(generalName(domain)))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            utils.createAuthorityKeyIdentifier(certificate.getPublicKey()))
                    .addExtension(
                            Extension.subjectKeyIdentifier, false, utils.createSubjectKeyIdentifier(pair.getPublic()));
        } catch (CertIOException | GeneralSecurityException e) {
            throw new TlsException("A certificate for " + domain + " cannot be made", e);
        }
        X509Certificate made = sign(certificate.getSubjectX500Principal(), key, builder);
        Pem.writeKey(keyFile, pair.getPrivate());
        Pem.writeCertificates(certificateFile, List.of(made, certificate));
    }

    private static GeneralName generalName(String domain) {
        if (domain.startsWith("[") && domain.endsWith("]")) {
            return new GeneralName(GeneralName.iPAddress, domain.substring(1, domain.length() - 1));
        }
        boolean address = domain.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, SniKeyManager.aLabels(domain));
    }

    /** Whether the authority of a folder, if there is one, has signed a certificate. */
    static boolean signed(Path folder, X509Certificate other) {
        if (!Files.exists(certificateFile(folder))) {
            return false;
        }
        try {
            other.verify(Pem.certificates(certificateFile(folder)).get(0).getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static JcaX509v3CertificateBuilder authority(
            X500Principal name, KeyPair pair, Instant now, SecureRandom random) {
        JcaX509v3CertificateBuilder builder = builder(name, name, pair.getPublic(), now, AUTHORITY_LIFE, random);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
        } catch (CertIOException | GeneralSecurityException e) {
            throw new TlsException("The server's own certificate authority cannot be made", e);
        }
        return builder;
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Principal issuer,
            X500Principal subject,
            PublicKey publicKey,
            Instant now,
            Duration life,
            SecureRandom random) {
        BigInteger serial = new BigInteger(127, random).setBit(126);
        return new JcaX509v3CertificateBuilder(
                issuer, serial, Date.from(now.minus(CLOCK_SKEW)), Date.from(now.plus(life)), subject, publicKey);
    }

    private static X509Certificate sign(
            X500Principal issuer, PrivateKey issuerKey, JcaX509v3CertificateBuilder builder) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey)));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new TlsException("A certificate of " + issuer.getName() + " cannot be signed", e);
        }
    }

    private static KeyPair keyPair(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot make keys on P-256", e);
        }
    }
}
