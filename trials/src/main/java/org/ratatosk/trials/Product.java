package org.ratatosk.trials;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The built product as a process, with a throw-away data folder and free ports of the loopback address. Started, killed and asked
 * only as a person could: by the launcher and by signals. Confined to one thread, but for {@link #close}.
 */
public final class Product implements AutoCloseable {
    /** The site's domain: one that browsers of this machine can reach without further ado. */
    public static final String HOME = "localhost";

    /** The server's second domain. */
    public static final String ABROAD = "utgard.localhost";

    private static final Duration START = Duration.ofSeconds(120);
    private final Path folder;
    private final int starttls;
    private final int directTls;
    private final int https;
    private final int console;
    private final int serverStarttls;
    private final int serverDirectTls;
    private final List<String> domains;
    private Path launcher;
    private String javaOptions = "";
    private int starts;
    private @Nullable Process process;
    private @Nullable Lines output;

    /** Makes the folder and the configuration with the defaults; nothing runs yet. */
    public Product() throws IOException {
        this("");
    }

    /**
     * Makes the folder and the configuration; nothing runs yet.
     *
     * @param more lines of the configuration, which win over those before
     */
    public Product(String more) throws IOException {
        this(List.of(HOME, ABROAD), more);
    }

    /**
     * Makes the folder and the configuration; nothing runs yet.
     *
     * @param domains the domains that it serves, the site's first
     * @param more lines of the configuration, which win over those before
     */
    public Product(List<String> domains, String more) throws IOException {
        this.domains = List.copyOf(domains);
        String path = System.getProperty("ratatosk.launcher");
        if (path == null) {
            throw new IllegalStateException("The system property ratatosk.launcher has to name the launcher");
        }
        launcher = Path.of(path);
        folder = Files.createTempDirectory("ratatosk-");
        List<Integer> ports = freePorts(6);
        starttls = ports.get(0);
        directTls = ports.get(1);
        https = ports.get(2);
        console = ports.get(3);
        serverStarttls = ports.get(4);
        serverDirectTls = ports.get(5);
        configure(more);
    }

    /** Writes the configuration anew: what it always is, and more lines, which win. */
    public final void configure(String more) throws IOException {
        Files.writeString(config(), configuration() + more);
    }

    /** Has another launcher than that of the sources start the server and run commands. */
    public void launcher(Path other) {
        launcher = other;
    }

    /** Has Java start the server with some options, as an owner can by the environment. */
    public void javaOptions(String options) {
        javaOptions = options;
    }

    private String configuration() {
        return """
                # A throw-away server on the loopback address.
                domains = [%s]
                data = "%s"
                site { domains = [%s], name = "Midgard", url = "https://localhost:%d" }
                listen { starttls = ["127.0.0.1:%d"], direct-tls = ["127.0.0.1:%d"] }
                s2s { starttls = ["127.0.0.1:%d"], direct-tls = ["127.0.0.1:%d"] }
                web { https = ["127.0.0.1:%d"], console = ["127.0.0.1:%d"] }
                """.formatted(
                        String.join(", ", domains),
                        data(),
                        domains.get(0),
                        https,
                        starttls,
                        directTls,
                        serverStarttls,
                        serverDirectTls,
                        https,
                        console);
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    /**
     * Starts the server and waits until it says that it is ready.
     *
     * @return how long it took by its own count, in milliseconds
     */
    public long start() throws IOException, InterruptedException {
        starts++;
        ProcessBuilder run = new ProcessBuilder(command("run"))
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        run.environment().merge("RATATOSK_JAVA_OPTS", javaOptions, (before, more) -> before + " " + more);
        Process started = run.start();
        process = started;
        Lines lines = new Lines(started.getInputStream(), log(), "server-" + starts);
        output = lines;
        Matcher ready = lines.await("[Rr]eady in (\\d+) ms", START);
        return Long.parseLong(ready.group(1));
    }

    /** Waits for a line that the server printed since its last start. */
    public Matcher printed(String pattern) throws InterruptedException {
        if (output == null) {
            throw new Unmet("a running server", "none");
        }
        return output.await(pattern, Duration.ofSeconds(10));
    }

    /** Ends the server at once, as loss of power would: SIGKILL. */
    public void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly();
            awaitEnd(process, Duration.ofSeconds(10));
        }
    }

    /**
     * Asks the server to end: SIGTERM.
     *
     * @return how long it took
     */
    public Duration terminate() throws InterruptedException {
        long begin = System.nanoTime();
        if (process != null) {
            process.destroy();
            awaitEnd(process, Duration.ofSeconds(10));
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static void awaitEnd(Process process, Duration time) throws InterruptedException {
        if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new Unmet("the end of the server within " + time.toSeconds() + " s", "none, so it was killed");
        }
    }

    /** Waits until the server ends by itself. */
    public void awaitEnd() throws InterruptedException {
        if (process != null) {
            process.waitFor();
        }
    }

    /**
     * Runs a command of the launcher, as {@code user add alice@localhost}, and gives back what it printed.
     *
     * @throws Unmet if it failed
     */
    public String run(String... words) throws IOException, InterruptedException {
        return runWithInput("", words);
    }

    /** Makes an account and sets its password, for those who do not want to see the pages for that. */
    public void account(String jid, String password) throws IOException, InterruptedException {
        run("user", "add", jid);
        runWithInput(password + "\n", "user", "passwd", jid, "--stdin");
    }

    private String runWithInput(String input, String... words) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "command", ".out");
        Process command = new ProcessBuilder(command(words))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try (OutputStream in = command.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        if (!command.waitFor(60, TimeUnit.SECONDS)) {
            command.destroyForcibly();
            throw new Unmet("the end of " + String.join(" ", words) + " within 60 s", "none");
        }
        String text = Files.readString(out, StandardCharsets.UTF_8);
        if (command.exitValue() != 0) {
            throw new Unmet(
                    "success of " + String.join(" ", words), "code " + command.exitValue() + ": " + text.strip());
        }
        return text;
    }

    private List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--config", config().toString()));
        return command;
    }

    /** The processor time of the running server; see {@link CpuTime}. */
    public Duration cpu() throws IOException {
        return process == null ? Duration.ZERO : CpuTime.of(process);
    }

    /** The memory of the running server as the system counts it, in KiB; 0 if that is not to be known. */
    public long residentKib() throws IOException {
        Path status = Path.of("/proc/" + (process == null ? "self" : String.valueOf(process.pid())) + "/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        }
    }

    /** The port where clients turn on TLS. */
    public int starttlsPort() {
        return starttls;
    }

    /** The port where clients speak TLS from the first byte. */
    public int directTlsPort() {
        return directTls;
    }

    /** The port where other servers turn on TLS. */
    public int serverStarttlsPort() {
        return serverStarttls;
    }

    /** The port where other servers speak TLS from the first byte. */
    public int serverDirectTlsPort() {
        return serverDirectTls;
    }

    /** The folder of certificates; what is put there before the first start is taken. */
    public Path certificates() {
        return data().resolve("certs");
    }

    /** The address of the pages. */
    public String siteUrl() {
        return "https://localhost:" + https;
    }

    /** The address of the console. */
    public String consoleUrl() {
        return "http://127.0.0.1:" + console;
    }

    /** The certificate of the authority that the first start made. */
    public Path authority() {
        return certificates().resolve("ca.crt");
    }

    /** The data folder. */
    public Path data() {
        return folder.resolve("data");
    }

    /** The configuration file. */
    public Path config() {
        return folder.resolve("ratatosk.conf");
    }

    /** All that the server printed since the first start. */
    public Path log() {
        return folder.resolve("server.log");
    }

    /** Ends the server and removes the folder. */
    @Override
    public synchronized void close() throws IOException {
        if (process != null && process.isAlive()) {
            process.destroyForcibly().onExit().join();
        }
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
