package org.ratatosk.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads what the processes of a server have used: the one that was named and all that it started. One without a process, for a server
 * elsewhere, reads nothing but zero. Thread-safe.
 */
final class Meter {
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int USER_OF_CHILDREN = 13;
    private static final int SYSTEM_OF_CHILDREN = 14;
    private static final long MICROS_PER_TICK = 10_000;
    private static final Pattern USED = Pattern.compile("total.*used (\\d+)K");
    private final Optional<ProcessHandle> server;

    Meter(Optional<ProcessHandle> server) {
        this.server = server;
    }

    /** Whether there is anything to read. */
    boolean isReading() {
        return server.isPresent();
    }

    private List<ProcessHandle> all() {
        return server.stream()
                .flatMap(one -> Stream.concat(Stream.of(one), one.descendants()))
                .toList();
    }

    /**
     * Processor time of the server, user's and system's, in microseconds, as exact as the system counts it: in hundredths of a
     * second. What children used that have ended counts too.
     */
    long micros() throws IOException {
        long ticks = 0;
        for (ProcessHandle one : all()) {
            String line = read(Path.of("/proc/" + one.pid() + "/stat"));
            if (!line.isEmpty()) {
                // The second field is a name in brackets that may hold anything; what follows it begins with the third.
                String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
                ticks += Long.parseLong(fields[USER])
                        + Long.parseLong(fields[SYSTEM])
                        + Long.parseLong(fields[USER_OF_CHILDREN])
                        + Long.parseLong(fields[SYSTEM_OF_CHILDREN]);
            }
        }
        return ticks * MICROS_PER_TICK;
    }

    /** Processor time of all that runs on this machine, in microseconds, with what a host above it took away. */
    static long machineMicros() throws IOException {
        String[] fields =
                read(Path.of("/proc/stat")).lines().findFirst().orElse("cpu 0").split(" +");
        long ticks = 0;
        for (int i = 1; i < Math.min(9, fields.length); i++) {
            if (i != 4 && i != 5) { // neither idle nor waiting for a disc
                ticks += Long.parseLong(fields[i]);
            }
        }
        return ticks * MICROS_PER_TICK;
    }

    /** Resident memory of the server, in KiB. */
    long kib() throws IOException {
        long kib = 0;
        for (ProcessHandle one : all()) {
            kib += read(Path.of("/proc/" + one.pid() + "/status"))
                    .lines()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }
        return kib;
    }

    /**
     * What the heaps of those processes that are Java hold that is in use, in KiB, once they have collected their garbage. Resident
     * memory alone does not tell of a session that finds room in a heap that was there before.
     */
    long heapKib() throws IOException, InterruptedException {
        long kib = 0;
        for (ProcessHandle one : all()) {
            Path program = Path.of("/proc/" + one.pid() + "/exe");
            if (Files.isSymbolicLink(program) && Files.readSymbolicLink(program).endsWith("java")) {
                String tool =
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
                Server.print(tool, Long.toString(one.pid()), "GC.run");
                Matcher used = USED.matcher(Server.print(tool, Long.toString(one.pid()), "GC.heap_info"));
                while (used.find()) {
                    kib += Long.parseLong(used.group(1));
                }
            }
        }
        return kib;
    }

    private static String read(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return ""; // it has ended
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return "";
            }
            throw e;
        }
    }
}
