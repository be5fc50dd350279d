package org.ratatosk.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The {@link Echo}, in a process of its own like the servers. Confined to one thread. */
final class EchoServer extends Server {
    private final Path certificates;

    EchoServer(Path folder, int port, Path certificates) {
        super(folder, port);
        this.certificates = certificates;
    }

    @Override
    String name() {
        return "TLS echo";
    }

    @Override
    String version() {
        return System.getProperty("java.version");
    }

    @Override
    String durability() {
        return "keeps nothing; no XMPP, no login, only TLS by Java";
    }

    @Override
    boolean isFloor() {
        return true;
    }

    @Override
    void configure(boolean archive) {}

    @Override
    List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Echo.class.getName(),
                Integer.toString(port()),
                certificates.resolve("localhost.crt").toString(),
                certificates.resolve("localhost.key").toString());
    }

    @Override
    Map<String, String> environment() {
        return Map.of();
    }
}
