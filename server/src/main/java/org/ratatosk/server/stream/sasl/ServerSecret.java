package org.ratatosk.server.stream.sasl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** The secrets of an installation, 32 bytes in a file each: the first is what salts of accounts are made of. Immutable. */
public final class ServerSecret {
    private static final int BYTES = 32;

    private ServerSecret() {}

    /**
     * Reads the secret from a data folder; it is made, readable for the owner alone, if there is none.
     *
     * @throws UncheckedIOException if it cannot be read or written; the message names the file
     */
    public static byte[] in(Path data, SecureRandom random) {
        return in(data, "secret", random);
    }

    /** The same of another secret, by the name of its file. */
    public static byte[] in(Path data, String name, SecureRandom random) {
        Path file = data.resolve(name);
        try {
            if (!Files.exists(file)) {
                write(file, random);
            }
            byte[] secret = Files.readAllBytes(file);
            if (secret.length != BYTES) {
                throw new IOException("it is not " + BYTES + " bytes long; delete it, and a new one is made");
            }
            return secret;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static void write(Path file, SecureRandom random) throws IOException {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        Path parent = file.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] mode = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Path temporary = Files.createTempFile(parent, ".secret-", "", mode);
        Files.write(temporary, secret);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
