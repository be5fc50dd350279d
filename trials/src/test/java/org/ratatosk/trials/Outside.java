package org.ratatosk.trials;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of others, run to its end. Confined to one thread. */
final class Outside {
    private static final int PATIENCE_SECONDS = 40;
    private final Process process;
    private final Path output;

    private Outside(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it, with a home folder of its own and an input that is empty. */
    static Outside start(Path home, Map<String, String> environment, List<String> command) throws IOException {
        return start(home, environment, "", command);
    }

    /** Starts it and gives it some input. */
    static Outside start(Path home, Map<String, String> environment, String input, List<String> command)
            throws IOException {
        Path output = Files.createTempFile(home, "program", ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        return new Outside(process, output);
    }

    /**
     * Waits until it has ended well.
     *
     * @return what it printed
     * @throws Unmet if it failed or does not end
     */
    String end() throws IOException, InterruptedException {
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        String printed = Files.readString(output);
        if (!ended || process.exitValue() != 0) {
            throw new Unmet(
                    "the good end of a program", (ended ? "code " + process.exitValue() : "no end") + ": " + printed);
        }
        return printed;
    }

    /** Ends it. */
    void kill() {
        process.destroyForcibly();
    }
}
