package org.ratatosk.trials.cms;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders with all that is in them. Immutable. */
final class Trees {
    private Trees() {}

    /** A new folder, in memory if the machine lets it, since the files of a site are many and short-lived. */
    static Path temporary(String name) throws IOException {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "ratatosk-" + name + "-")
                : Files.createTempDirectory("ratatosk-" + name + "-");
    }

    /** Copies a folder into another, which may be there already; what links name is copied in their place, if it is there. */
    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
            files.forEach(file -> copyOne(file, to.resolve(from.relativize(file).toString())));
        }
    }

    private static void copyOne(Path from, Path to) {
        try {
            if (Files.isDirectory(from)) {
                Files.createDirectories(to);
            } else if (Files.exists(from)) {
                Files.copy(from, to);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a folder. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
