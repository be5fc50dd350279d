package org.ratatosk.server.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** Reads and writes keys and certificates as PEM (RFC 7468). Immutable. */
final class Pem {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> EVERYBODY = PosixFilePermissions.fromString("rw-r--r--");

    private Pem() {}

    /** The certificates of a file, in their order: the server's own first. */
    static List<X509Certificate> certificates(Path file) {
        List<X509Certificate> chain = new ArrayList<>();
        JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
        try {
            for (Object found : objects(file)) {
                if (found instanceof X509CertificateHolder holder) {
                    chain.add(converter.getCertificate(holder));
                }
            }
        } catch (CertificateException e) {
            throw new TlsException(file + " holds a certificate that cannot be read", e);
        }
        if (chain.isEmpty()) {
            throw new TlsException(file + " holds no certificate in PEM form", null);
        }
        return List.copyOf(chain);
    }

    /** The private key of a file. */
    static PrivateKey key(Path file) {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        for (Object found : objects(file)) {
            try {
                if (found instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
                if (found instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
            } catch (IOException e) {
                throw new TlsException(file + " holds a key of a kind that this Java does not know", e);
            }
            if (found instanceof PEMEncryptedKeyPair || found instanceof PKCS8EncryptedPrivateKeyInfo) {
                throw new TlsException(file + " is protected by a password. Put a key without one there.", null);
            }
        }
        throw new TlsException(file + " holds no private key in PEM form", null);
    }

    private static List<Object> objects(Path file) {
        List<Object> objects = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file, US_ASCII);
                PEMParser parser = new PEMParser(reader)) {
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                objects.add(found);
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw new TlsException(file + " cannot be read: " + why(file, e), e);
        }
        return objects;
    }

    /** What Java says of a file is often no more than its name. */
    private static String why(Path file, Exception e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "this user may not";
        }
        return Files.isDirectory(file) ? "it is a folder" : "it is no PEM, or was damaged";
    }

    /** Writes a key that only the owner of the process can read. */
    static void writeKey(Path file, PrivateKey key) {
        write(file, block("PRIVATE KEY", key.getEncoded()), OWNER);
    }

    /** Writes certificates in their order. */
    static void writeCertificates(Path file, List<X509Certificate> chain) {
        StringBuilder text = new StringBuilder();
        try {
            for (X509Certificate certificate : chain) {
                text.append(block("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (CertificateException e) {
            throw new TlsException("A certificate cannot be encoded", e);
        }
        write(file, text.toString(), EVERYBODY);
    }

    private static String block(String type, byte[] content) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }

    /** A reader sees the old file or the new one, and nobody ever sees a key with a wider mode. */
    private static void write(Path file, String text, Set<PosixFilePermission> mode) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes =
                posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)} : new FileAttribute<?>[0];
        Path parent = file.toAbsolutePath().getParent();
        try {
            Path temporary = Files.createTempFile(parent, ".new-", ".pem", attributes);
            Files.writeString(temporary, text, US_ASCII);
            if (posix) {
                Files.setPosixFilePermissions(temporary, mode);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new TlsException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
