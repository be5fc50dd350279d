package org.ratatosk.app.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A backup that has been read whole, and is as it was written. Confined to one thread. */
public final class BackupFile implements AutoCloseable {
    static final String ABOUT = "about";
    static final String SETTINGS = "ratatosk.conf";
    static final String SUMS = "SHA256SUMS";
    static final String DATA = "data/";
    static final String DATABASE = "ratatosk.mv.db";

    /** In a data folder: where a backup is unpacked before it takes effect, and what it was that a backup has replaced. */
    static final String UNPACKED = "restore.part";

    static final String SET_ASIDE = "before-restore-";

    private static final int MAX_TEXT = 16 << 20;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final ZipFile zip;
    private final About about;

    private BackupFile(ZipFile zip, About about) {
        this.zip = zip;
        this.about = about;
    }

    /**
     * Opens it and compares all of it with its checksums.
     *
     * @throws IOException with words for people, if it is no backup, or not whole
     */
    public static BackupFile open(Path file) throws IOException {
        ZipFile zip = zip(file);
        try {
            check(zip);
            return new BackupFile(zip, About.parse(text(zip, ABOUT)));
        } catch (IOException e) {
            zip.close();
            throw e;
        }
    }

    private static ZipFile zip(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("there is no such file, or it cannot be read");
        }
        try {
            return new ZipFile(file.toFile());
        } catch (IOException e) {
            throw new IOException("it is no backup, or its end is missing", e);
        }
    }

    private static void check(ZipFile zip) throws IOException {
        Set<String> missing = new HashSet<>(text(zip, SUMS).lines().toList());
        for (ZipEntry entry : zip.stream().toList()) {
            String name = entry.getName();
            if (!name.equals(SUMS)
                    && (!isPlain(name)
                            || !missing.remove(line(sum(zip, entry), name).strip()))) {
                throw new IOException(name + " in it is not as it was written");
            }
        }
        if (!missing.isEmpty()) {
            throw new IOException(missing.size() + " of its files are missing");
        }
    }

    /** Whether a name stays in the folder that it is unpacked to. */
    private static boolean isPlain(String name) {
        Path path = Path.of(name);
        return !path.isAbsolute()
                && path.normalize().toString().equals(name)
                && !name.startsWith("..")
                && (name.equals(ABOUT) || name.equals(SETTINGS) || name.startsWith(DATA));
    }

    private static byte[] sum(ZipFile zip, ZipEntry entry) throws IOException {
        try (DigestInputStream in = new DigestInputStream(zip.getInputStream(entry), sha256())) {
            in.transferTo(OutputStream.nullOutputStream());
            return in.getMessageDigest().digest();
        }
    }

    private static String text(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException("it is no backup of Ratatosk");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return new String(in.readNBytes(MAX_TEXT), StandardCharsets.UTF_8);
        }
    }

    /** A line as sha256sum writes and reads it. */
    static String line(byte[] sum, String name) {
        return HexFormat.of().formatHex(sum) + "  " + name + "\n";
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // each Java has it
        }
    }

    /** What it says of itself. */
    public About about() {
        return about;
    }

    /**
     * Makes it the contents of a data folder. The settings of then are put beside, as {@code restored.conf}; those in use are left alone.
     *
     * @param data a folder that no server has open
     * @param aside the name of the folder inside it to which what is there goes; {@code null} if nothing is
     * @throws IOException if something cannot be written; what was in the folder is then there or in the folder aside
     */
    public void restore(Path data, @Nullable String aside) throws IOException {
        Path unpacked = data.resolve(UNPACKED);
        Snapshot.remove(unpacked);
        Files.createDirectory(unpacked, OWNER_FOLDER);
        for (ZipEntry entry : zip.stream().toList()) {
            if (entry.getName().startsWith(DATA)) {
                unpack(entry, unpacked.resolve(entry.getName().substring(DATA.length())));
            } else if (entry.getName().equals(SETTINGS)) {
                unpack(entry, unpacked.resolve("restored.conf"));
            }
        }
        if (aside != null) {
            move(data, Files.createDirectory(data.resolve(SET_ASIDE + aside), OWNER_FOLDER));
        }
        move(unpacked, data);
        Files.delete(unpacked);
    }

    /** What stands in a data folder, as far as it counts. */
    public static List<Path> contents(Path data) throws IOException {
        try (Stream<Path> all = Files.list(data)) {
            return all.filter(file -> counts(file.getFileName().toString())).toList();
        }
    }

    private static boolean counts(String name) {
        return !name.equals("lock") && !name.equals(UNPACKED) && !name.startsWith(SET_ASIDE);
    }

    private static void move(Path from, Path to) throws IOException {
        for (Path file : contents(from)) {
            Files.move(file, to.resolve(file.getFileName()));
        }
    }

    private void unpack(ZipEntry entry, Path file) throws IOException {
        Files.createDirectories(file.getParent(), OWNER_FOLDER);
        try (InputStream in = zip.getInputStream(entry);
                FileChannel channel = FileChannel.open(
                        file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_FILE)) {
            OutputStream out = Channels.newOutputStream(channel);
            in.transferTo(out);
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
