package org.ratatosk.benchmarks.steps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that goes when it is no longer needed. Confined to one thread. */
final class Scratch implements AutoCloseable {
    private final Path folder = Files.createTempDirectory("ratatosk-step-");

    Scratch() throws IOException {}

    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
