package org.ratatosk.trials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Processor time as the system counts it. Immutable. */
public final class CpuTime {
    private static final int USER = 11;
    private static final int TICKS_PER_SECOND = 100;

    private CpuTime() {}

    /** What a process has used for itself and in the system; zero if that is not to be known. */
    public static Duration of(Process process) throws IOException {
        Path stat = Path.of("/proc/" + process.pid() + "/stat");
        if (!Files.isReadable(stat)) {
            return Duration.ZERO;
        }
        String line = Files.readString(stat);
        // The second field is a name in brackets that may hold anything; what follows it begins with the third.
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[USER]) + Long.parseLong(fields[USER + 1]);
        return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
    }
}
