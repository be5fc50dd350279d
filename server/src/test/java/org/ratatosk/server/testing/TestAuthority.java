package org.ratatosk.server.testing;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority for tests, which issues whatever it is asked for, right or wrong. Thread-safe. */
public final class TestAuthority {
    private static final AtomicLong SERIALS = new AtomicLong(1);

    private final X509Certificate certificate;
    private final KeyPair keys;
    private final List<X509Certificate> above;
    private final Instant now;

    /** A certificate with its key; the chain has those between it and the authority at the top, which it leaves out. */
    public record Issued(List<X509Certificate> chain, KeyPair keys) {
        /** The certificate itself. */
        public X509Certificate own() {
            return chain.get(0);
        }

        /** Writes chain and key as PEM. */
        public void write(Path chainFile, Path keyFile) {
            try {
                StringBuilder text = new StringBuilder();
                for (X509Certificate each : chain) {
                    text.append(pem("CERTIFICATE", each.getEncoded()));
                }
                Files.writeString(chainFile, text);
                Files.writeString(keyFile, pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
                Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
            } catch (IOException | CertificateException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private TestAuthority(X509Certificate certificate, KeyPair keys, List<X509Certificate> above, Instant now) {
        this.certificate = certificate;
        this.keys = keys;
        this.above = above;
        this.now = now;
    }

    /** An authority that nobody stands above; good for ten years. */
    public static TestAuthority root(String name, Instant now) {
        return root(new Wish(name, now), name, now);
    }

    /** An authority that nobody stands above, and that may vouch for one domain and those below it only. */
    public static TestAuthority rootOnlyFor(String domain, String name, Instant now) {
        return root(new Wish(name, now).onlyFor(domain), name, now);
    }

    private static TestAuthority root(Wish wish, String name, Instant now) {
        KeyPair keys = keyPair("EC", 256);
        X509Certificate made = wish.authority(5).until(Duration.ofDays(3650)).sign(name, keys, keys);
        return new TestAuthority(made, keys, List.of(), now);
    }

    /** An authority below this one, as a wish says that has {@link Wish#authority}. */
    public TestAuthority below(Wish wish) {
        KeyPair pair = keyPair("EC", 256);
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(wish.sign(name(), keys, pair));
        chain.addAll(above);
        return new TestAuthority(chain.get(0), pair, List.copyOf(chain), now);
    }

    /** A wish for something with a common name. */
    public Wish wish(String commonName) {
        return new Wish(commonName, now);
    }

    /** Makes what is wished. */
    public Issued issue(Wish wish) {
        KeyPair pair = wish.weak ? keyPair("RSA", 512) : keyPair("EC", 256);
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(wish.sign(name(), keys, pair));
        chain.addAll(above);
        return new Issued(List.copyOf(chain), pair);
    }

    /** A certificate for servers that names a domain. */
    public Issued issue(String domain) {
        return issue(wish(domain).dns(domain));
    }

    /** Its own certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Writes its own certificate as PEM. */
    public Path write(Path file) {
        try {
            return Files.writeString(file, pem("CERTIFICATE", certificate.getEncoded()));
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    private String name() {
        return certificate.getSubjectX500Principal().getName().replaceFirst("^CN=", "");
    }

    private static String pem(String type, byte[] bytes) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + type + "-----\n";
    }

    private static KeyPair keyPair(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a certificate shall say. Without a word it is for servers and good for 90 days. Confined to one thread. */
    public static final class Wish {
        private final String subject;
        private final Instant now;
        private final List<GeneralName> names = new ArrayList<>();
        private final List<GeneralSubtree> permitted = new ArrayList<>();
        private List<KeyPurposeId> purposes = List.of(KeyPurposeId.id_kp_serverAuth);
        private int below = -1;
        private Duration from = Duration.ofDays(-1);
        private Duration until = Duration.ofDays(90);
        private boolean weak;

        private Wish(String commonName, Instant now) {
            this.subject = commonName.contains("=") ? commonName : "CN=" + commonName;
            this.now = now;
        }

        /** DNS-IDs. */
        public Wish dns(String... all) {
            Arrays.stream(all).forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
            return this;
        }

        /** An SRV-ID. */
        public Wish srv(String name) {
            return other("1.3.6.1.5.5.7.8.7", new DERIA5String(name));
        }

        /** An address of XMPP. */
        public Wish xmpp(String address) {
            return other("1.3.6.1.5.5.7.8.5", new DERUTF8String(address));
        }

        /** An IP address. */
        public Wish ip(String address) {
            names.add(new GeneralName(GeneralName.iPAddress, address));
            return this;
        }

        private Wish other(String id, ASN1Encodable value) {
            names.add(new GeneralName(GeneralName.otherName, new OtherName(new ASN1ObjectIdentifier(id), value)));
            return this;
        }

        /** For what it is; none for no word about it. */
        public Wish purposes(KeyPurposeId... all) {
            purposes = List.of(all);
            return this;
        }

        /** That it is an authority itself, with so many more below it. */
        public Wish authority(int more) {
            below = more;
            purposes = List.of();
            return this;
        }

        /** The only domains that it may vouch for. */
        public Wish onlyFor(String domain) {
            permitted.add(new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain)));
            return this;
        }

        /** When it begins, from now on. */
        public Wish from(Duration time) {
            from = time;
            return this;
        }

        /** When it ends, from now on. */
        public Wish until(Duration time) {
            until = time;
            return this;
        }

        /** With a key that is too short. */
        public Wish weak() {
            weak = true;
            return this;
        }

        private X509Certificate sign(String issuer, KeyPair signer, KeyPair own) {
            X500Principal by = new X500Principal(issuer.contains("=") ? issuer : "CN=" + issuer);
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    by,
                    BigInteger.valueOf(SERIALS.getAndIncrement()),
                    Date.from(now.plus(from)),
                    Date.from(now.plus(until)),
                    new X500Principal(subject),
                    own.getPublic());
            try {
                if (!names.isEmpty()) {
                    builder.addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(names.toArray(GeneralName[]::new)));
                }
                if (below >= 0) {
                    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(below));
                    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
                }
                if (!purposes.isEmpty()) {
                    builder.addExtension(
                            Extension.extendedKeyUsage,
                            true,
                            new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
                }
                if (!permitted.isEmpty()) {
                    builder.addExtension(
                            Extension.nameConstraints,
                            true,
                            new NameConstraints(permitted.toArray(GeneralSubtree[]::new), null));
                }
                return new JcaX509CertificateConverter()
                        .getCertificate(builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
            } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
