package org.ratatosk.trials.federation;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.jspecify.annotations.Nullable;
import org.ratatosk.trials.CpuTime;
import org.ratatosk.trials.Unmet;

/**
 * The server of somebody else, as a process on a loopback address of its own. It has two domains: the certificate of the one is as it
 * should be, that of the other, which is called {@code old}, names somebody else. Confined to one thread, but for {@link #close}.
 */
abstract class Peer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration END = Duration.ofSeconds(20);
    private final Surroundings around;
    private final Path folder;
    private final String domain;
    private final InetAddress clientAddress;
    private final InetAddress serverAddress;
    private final int clientPort;
    private final int serverPort;
    private @Nullable Process process;

    /**
     * Makes its folder and its certificates, and tells the DNS of it.
     *
     * @param domain the domain whose certificate is good
     * @param address where it listens; for servers only if they meet by IPv4
     */
    Peer(Surroundings around, String domain, String address) throws IOException, GeneralSecurityException {
        this.folder = Files.createDirectories(around.folder().resolve(domain));
        this.domain = domain;
        String listening = around.road().address(address);
        this.clientAddress = InetAddress.getByName(address);
        this.serverAddress = InetAddress.getByName(listening);
        this.around = around;
        try (ServerSocket one = new ServerSocket(0, 1, clientAddress);
                ServerSocket other = new ServerSocket(0, 1, serverAddress)) {
            clientPort = one.getLocalPort();
            serverPort = other.getLocalPort();
        }
        around.authority().issueForBoth(folder.resolve("certs"), "good", domain, rooms());
        around.authority().issue(folder.resolve("certs"), "bad", "somebody.else.example");
        for (String one : List.of(domain, oldDomain(), rooms())) {
            around.locate(one, listening, serverPort);
        }
    }

    /** The domain whose certificate is good. */
    final String domain() {
        return domain;
    }

    /** The domain whose certificate names somebody else. */
    final String oldDomain() {
        return "old." + domain;
    }

    /** The domain of its rooms. */
    final String rooms() {
        return "rooms." + domain;
    }

    final Path folder() {
        return folder;
    }

    final int serverPort() {
        return serverPort;
    }

    /** Where clients turn on TLS. */
    final InetSocketAddress place() {
        return new InetSocketAddress(clientAddress, clientPort);
    }

    /** What it is called in words. */
    abstract String name();

    /** The program that has to be there. */
    abstract Path program();

    /** The Debian package that has it. */
    abstract String debianPackage();

    abstract List<String> command() throws IOException;

    abstract Map<String, String> environment();

    /** By what a server proves that it speaks for a domain. */
    enum Proof {
        /** Its certificate (XEP-0178). */
        CERTIFICATE,
        /** The DNS, by dialback (XEP-0220). */
        DIALBACK;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** By what this server has taken one of our domains for what it is, and been taken by us, as its log says. */
    abstract Set<Proof> proofs(String theirs, String ours) throws IOException;

    /** All that it logged. */
    abstract String log() throws IOException;

    /**
     * Starts it and waits until it takes clients and servers.
     *
     * @throws Unmet if it is not installed, or does not start
     */
    final void start() throws IOException {
        if (!Files.isExecutable(program())) {
            throw new Unmet(name() + " at " + program(), "nothing; on Debian: apt install " + debianPackage());
        }
        ProcessBuilder builder = new ProcessBuilder(command())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()));
        builder.environment().put("HOME", folder.toString());
        builder.environment().putAll(environment());
        Process started = builder.start();
        process = started;
        try {
            Awaitility.await()
                    .atMost(START)
                    .failFast("it has ended", () -> !started.isAlive())
                    .until(() -> listens(clientAddress, clientPort) && listens(serverAddress, serverPort));
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            throw new Unmet(name() + " taking clients", e.getMessage() + ": " + Files.readString(output()) + log());
        }
    }

    private Path output() {
        return folder.resolve("output.log");
    }

    private static boolean listens(InetAddress address, int port) {
        try (Socket socket = new Socket(address, port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it at once: SIGKILL. */
    final void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly();
            awaitEnd(process);
        }
    }

    /** Asks it to end, and waits until it has: SIGTERM. */
    final void terminate() throws InterruptedException {
        if (process != null) {
            process.destroy();
            awaitEnd(process);
        }
    }

    private void awaitEnd(Process ending) throws InterruptedException {
        if (!ending.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
            ending.destroyForcibly();
            throw new Unmet("the end of " + name() + " within " + END.toSeconds() + " s", "none, so it was killed");
        }
    }

    /** The processor time that the running process has used. */
    final Duration cpu() throws IOException {
        return process == null ? Duration.ZERO : CpuTime.of(process);
    }

    /** Copies a file of settings into the folder, with the gaps filled. */
    final Path settings(String resource) throws IOException {
        boolean direct = around.road().isDirect();
        Map<String, String> gaps = Map.ofEntries(
                Map.entry("folder", folder.toString()),
                Map.entry("domain", domain),
                Map.entry("old-domain", oldDomain()),
                Map.entry("client-address", clientAddress.getHostAddress()),
                Map.entry("server-address", serverAddress.getHostAddress()),
                Map.entry("client-port", String.valueOf(clientPort)),
                Map.entry("server-port", String.valueOf(serverPort)),
                Map.entry("starttls-port", direct ? "" : String.valueOf(serverPort)),
                Map.entry("direct-tls-port", direct ? String.valueOf(serverPort) : ""),
                Map.entry("direct-tls", String.valueOf(direct)),
                Map.entry(
                        "dns-address",
                        around.dns().address().getAddress().getHostAddress().replace('.', ',')),
                Map.entry("dns-port", String.valueOf(around.dns().address().getPort())),
                Map.entry("authority", around.authority().file().toString()),
                Map.entry("unproved", Neighbours.UNPROVED + "\", \"" + Neighbours.UNPROVED_TOO));
        String text;
        try (InputStream in = Objects.requireNonNull(Peer.class.getResourceAsStream("/federation/" + resource))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (Map.Entry<String, String> gap : gaps.entrySet()) {
            text = text.replace("{" + gap.getKey() + "}", gap.getValue());
        }
        return Files.writeString(folder.resolve(resource), text);
    }

    /** Ends it at once. */
    @Override
    public final void close() {
        if (process != null && process.isAlive()) {
            process.destroyForcibly().onExit().join();
        }
    }
}
