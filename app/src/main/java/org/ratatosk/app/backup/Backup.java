package org.ratatosk.app.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes a backup. Confined to one thread. */
public final class Backup implements AutoCloseable {
    /** What a data folder has that is of no use elsewhere, or comes from the copy of the database. */
    private static final Set<String> LEFT_OUT =
            Set.of("lock", "backup.lock", "control.sock", BackupFile.DATABASE, Snapshot.FOLDER, BackupFile.UNPACKED);

    private static final int BUFFER = 1 << 16;
    private final Path data;
    private final Path target;
    private final FileChannel lock;
    private final Consumer<String> tell;

    /**
     * Begins.
     *
     * @param data the data folder
     * @param target the file to make
     * @param tell hears how far it is
     * @throws IOException with words for people, if the file is there already, or another backup is made
     */
    public Backup(Path data, Path target, Consumer<String> tell) throws IOException {
        this.data = data;
        this.target = target.toAbsolutePath();
        this.tell = tell;
        if (Files.exists(target)) {
            throw new IOException(target + " is there already. Name another file, or remove it first");
        }
        Path around = this.target.getParent();
        if (around == null || !Files.isDirectory(around)) {
            throw new IOException("there is no folder " + around + ". Make it first");
        }
        lock = FileChannel.open(data.resolve("backup.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked()) {
            lock.close();
            throw new IOException("another backup of " + data + " is under way. Wait for it to end");
        }
    }

    private boolean isLocked() throws IOException {
        try {
            FileLock held = lock.tryLock();
            return held != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /**
     * Writes the file, from the copy of the database that the server has made meanwhile. It has its name when it has been read back.
     *
     * @param about what it says of itself
     * @param settings the configuration
     * @throws IOException if it cannot be written, or is not what was written
     */
    public void write(About about, Path settings) throws IOException {
        SortedMap<String, Path> files = files();
        files.put(BackupFile.DATA + BackupFile.DATABASE, Snapshot.of(data).resolve(BackupFile.DATABASE));
        files.put(BackupFile.SETTINGS, settings);
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Files.deleteIfExists(part);
        try {
            write(part, about, files);
            tell.accept("Reading it back …");
            BackupFile.open(part).close();
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** All that is kept in the data folder besides the database, by the names in the backup. */
    private SortedMap<String, Path> files() throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path name = data.relativize(file);
                String top = name.getName(0).toString();
                if (!LEFT_OUT.contains(top) && !top.startsWith(BackupFile.SET_ASIDE) && !top.endsWith(".trace.db")) {
                    files.put(BackupFile.DATA + name, file);
                }
            }
        }
        return files;
    }

    private void write(Path part, About about, SortedMap<String, Path> files) throws IOException {
        long total = 0;
        for (Path file : files.values()) {
            total += Files.size(file);
        }
        tell.accept("Writing %d files, %d MiB …".formatted(files.size(), (total >> 20) + 1));
        try (FileChannel channel = FileChannel.open(
                part,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(channel));
            zip.setLevel(Deflater.BEST_SPEED);
            StringBuilder sums = new StringBuilder();
            sums.append(text(zip, BackupFile.ABOUT, about.text()));
            Progress progress = new Progress(total, tell);
            for (Map.Entry<String, Path> file : files.entrySet()) {
                try (InputStream in = Files.newInputStream(file.getValue())) {
                    sums.append(entry(zip, file.getKey(), in, progress));
                }
            }
            text(zip, BackupFile.SUMS, sums.toString());
            zip.finish();
            channel.force(true);
        }
    }

    private static String text(ZipOutputStream zip, String name, String text) throws IOException {
        try (InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
            return entry(zip, name, in, new Progress(0, words -> {}));
        }
    }

    /** Writes an entry; its line in the list of checksums. */
    private static String entry(ZipOutputStream zip, String name, InputStream in, Progress progress)
            throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        DigestOutputStream out = new DigestOutputStream(zip, BackupFile.sha256());
        byte[] buffer = new byte[BUFFER];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
            progress.add(count);
        }
        zip.closeEntry();
        return BackupFile.line(out.getMessageDigest().digest(), name);
    }

    /** Says each tenth of the way. */
    private static final class Progress {
        private static final long WORTH_SAYING = 16L << 20;
        private final long total;
        private final Consumer<String> tell;
        private long done;

        Progress(long total, Consumer<String> tell) {
            this.total = total;
            this.tell = tell;
        }

        void add(long count) {
            long before = done;
            done += count;
            if (total >= WORTH_SAYING && before * 10 / total != done * 10 / total) {
                tell.accept("  %d %%".formatted(done * 10 / total * 10));
            }
        }
    }

    /** Removes the copy of the database, and lets others make backups. */
    @Override
    public void close() throws IOException {
        try (lock) {
            Snapshot.remove(Snapshot.of(data));
        }
    }
}
