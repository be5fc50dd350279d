package org.ratatosk.server.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Debian's pebble as a process, an ACME authority for tests, which refuses a fifth of all requests once (RFC 8555). Confined to one
 * thread.
 */
public final class Pebble implements AutoCloseable {
    private final int port;
    private final Process process;

    /**
     * Starts it, and waits until it listens.
     *
     * @param folder for its settings and its log
     * @param certificate of its own website, whose key stands beside it in {@code .key}
     * @param httpPort where it looks for what http-01 shows, in place of port 80
     * @param dns where it looks for the domains
     */
    public Pebble(Path folder, Path certificate, int httpPort, InetSocketAddress dns) throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (ServerSocket free = new ServerSocket(0, 1, loopback)) {
            port = free.getLocalPort();
        }
        Path config = Files.writeString(folder.resolve("pebble.json"), """
                {"pebble": {"listenAddress": "127.0.0.1:%d", "certificate": "%s", "privateKey": "%s",
                 "httpPort": %d, "tlsPort": 1, "ocspResponderURL": ""}}
                """.formatted(
                        port, certificate, certificate.toString().replaceFirst("[.]\\w+$", ".key"), httpPort));
        ProcessBuilder builder =
                new ProcessBuilder("pebble", "-config", config.toString(), "-dnsserver", "127.0.0.1:" + dns.getPort());
        builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
        builder.environment().put("PEBBLE_WFE_NONCEREJECT", "20");
        builder.environment().put("PEBBLE_AUTHZREUSE", "0");
        process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("pebble.log").toFile())
                .start();
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
            try (Socket socket = new Socket(loopback, port)) {
                return socket.isConnected();
            }
        });
    }

    /**
     * Where clients begin.
     *
     * @param host a name for 127.0.0.1 that stands in the certificate
     */
    public URI directory(String host) {
        return URI.create("https://" + host + ":" + port + "/dir");
    }

    /** Ends it. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
