package org.ratatosk.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The folder of everything that is kept, locked for one process. Thread-safe. */
final class DataFolder implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Makes the folder if there is none, lets its owner alone into it, and locks it.
     *
     * @throws Trouble if it cannot be made, or another process has it
     */
    static DataFolder lock(Path path) throws Trouble {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            }
            Files.setPosixFilePermissions(path, OWNER_ONLY);
            FileChannel channel = FileChannel.open(
                    path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                return new DataFolder(path, channel);
            }
            channel.close();
        } catch (IOException e) {
            throw new Trouble("The data folder " + path + " cannot be used: " + Trouble.words(e)
                    + "\nGive its user the right to write there, or name another folder with --data.");
        }
        throw new Trouble("The data folder " + path + " is in use by another process, probably a running server."
                + "\nEnd that one first, or name another folder with --data.");
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** The control socket in a data folder. */
    static Path socket(Path data) {
        return data.resolve("control.sock");
    }

    /** Where it is. */
    Path path() {
        return path;
    }

    /** Unlocks it. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
