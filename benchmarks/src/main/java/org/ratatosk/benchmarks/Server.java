package org.ratatosk.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server that is compared: its settings in a folder of its own, and its process. Confined to one thread. */
abstract class Server implements AutoCloseable {
    private final Path folder;
    private final int port;
    private @Nullable Process process;

    /**
     * @param folder of its own
     * @param port for clients, on the loopback address
     */
    Server(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    final Path folder() {
        return folder;
    }

    final int port() {
        return port;
    }

    /** What it is called. */
    abstract String name();

    /** Its version, as it says itself. */
    abstract String version() throws IOException, InterruptedException;

    /** What it promises of what it has accepted. */
    abstract String durability();

    /** Whether it does not compete, but shows how little a server can need. */
    boolean isFloor() {
        return false;
    }

    /** The address of a bot that tells of posts; empty if it has none. */
    String bot() {
        return "";
    }

    /**
     * Writes its settings.
     *
     * @param archive whether messages are archived
     */
    abstract void configure(boolean archive) throws IOException;

    abstract List<String> command() throws IOException;

    abstract Map<String, String> environment();

    /** Starts it; whoever wants to log in has to try until it listens. */
    final Meter start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().put("HOME", folder.toString());
        builder.environment().putAll(environment());
        Process started = builder.start();
        process = started;
        return new Meter(Optional.of(started.toHandle()));
    }

    /** What it printed. */
    final Path log() {
        return folder.resolve("output.log");
    }

    /** Whether it has ended by itself. */
    final boolean isDead() {
        return process != null && !process.isAlive();
    }

    /** Asks it to end, and sees to it that it does. */
    @Override
    public final void close() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** What a command prints. */
    static String print(String... command) throws IOException, InterruptedException {
        Path file = Files.createTempFile("bench", ".out");
        try {
            Process one = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(file.toFile())
                    .start();
            one.waitFor(60, TimeUnit.SECONDS);
            return Files.readString(file).strip();
        } finally {
            Files.delete(file);
        }
    }
}
