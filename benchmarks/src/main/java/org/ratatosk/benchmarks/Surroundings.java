package org.ratatosk.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** On what something was measured. Immutable. */
final class Surroundings {
    private final String text;

    /** @param folder where the servers keep what they keep */
    Surroundings(Path folder) throws IOException {
        String disc = Files.getFileStore(folder).type();
        text = "%s: %d processors (%s), %d GB of memory, Linux %s, data on %s%s, Java %s"
                .formatted(
                        LocalDate.now(ZoneOffset.UTC),
                        Runtime.getRuntime().availableProcessors(),
                        line(Path.of("/proc/cpuinfo"), "model name"),
                        Long.parseLong(line(Path.of("/proc/meminfo"), "MemTotal")
                                        .replaceAll("\\D", ""))
                                >> 20,
                        System.getProperty("os.version"),
                        disc,
                        disc.equals("tmpfs")
                                ? ", where nothing is durable and to force it costs nothing: not to be trusted"
                                : "",
                        System.getProperty("java.version"));
    }

    private static String line(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("0");
    }

    @Override
    public String toString() {
        return text;
    }
}
