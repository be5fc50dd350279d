package org.ratatosk.server.acme;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key by which an authority knows the owner, in a file that holds both halves as PEM: the library's own format leaves out the
 * public half of the platform's keys, and could not read them again. Immutable.
 */
final class AccountKey {
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    private final Path file;

    AccountKey(Path file) {
        this.file = file;
    }

    /** The key; it is made, for the owner's eyes only, if there is none. */
    KeyPair open() throws IOException {
        return Files.exists(file) ? read() : make();
    }

    /** A fresh key on P-256. */
    static KeyPair fresh() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot make keys on P-256", e);
        }
    }

    private KeyPair read() throws IOException {
        String text = Files.readString(file, US_ASCII);
        try {
            KeyFactory factory = KeyFactory.getInstance("EC");
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(block(text, PUBLIC))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(block(text, PRIVATE))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " holds no key that can be used; move it away for a new account", e);
        }
    }

    private static byte[] block(String text, String type) {
        Matcher found = Pattern.compile("-----BEGIN " + type + "-----([A-Za-z0-9+/=\\s]+)-----END " + type + "-----")
                .matcher(text);
        if (!found.find()) {
            throw new IllegalArgumentException("There is no " + type);
        }
        return Base64.getMimeDecoder().decode(found.group(1));
    }

    private KeyPair make() throws IOException {
        KeyPair made = fresh();
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] mode = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Path whole = Files.createTempFile(folder, ".new-", ".key", mode);
        Files.writeString(
                whole,
                pem(PRIVATE, made.getPrivate().getEncoded())
                        + pem(PUBLIC, made.getPublic().getEncoded()),
                US_ASCII);
        Files.move(whole, file);
        return made;
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type
                + "-----\n";
    }
}
