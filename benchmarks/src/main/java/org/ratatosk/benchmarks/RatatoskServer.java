package org.ratatosk.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** Ratatosk as it was built, with bounds that let one address bring all the load. Confined to one thread. */
final class RatatoskServer extends Server {
    private final Path launcher;
    private final Path certificates;

    RatatoskServer(Path folder, int port, Path launcher, Path certificates) {
        super(folder, port);
        this.launcher = launcher;
        this.certificates = certificates;
    }

    @Override
    String name() {
        return "Ratatosk";
    }

    @Override
    String version() throws IOException, InterruptedException {
        return print(launcher.toString(), "version").replaceFirst("(?i)^ratatosk ", "");
    }

    @Override
    String durability() {
        return "forced to the disc before it counts as accepted, archive included";
    }

    @Override
    String bot() {
        return "ratatosk@localhost";
    }

    @Override
    void configure(boolean archive) throws IOException {
        Path own = Files.createDirectories(folder().resolve("data/certs"));
        for (String name : List.of("localhost.crt", "localhost.key")) {
            Files.copy(certificates.resolve(name), own.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(folder().resolve("ratatosk.conf"), """
                domains = [localhost]
                data = "%s"
                listen { starttls = ["127.0.0.1:%d"], direct-tls = [] }
                s2s { enabled = off }
                web { https = ["127.0.0.1:0"], console = ["127.0.0.1:0"] }
                registration = on
                limits {
                  connections-per-address = 10000
                  connections-before-login = 10000
                  new-connections-per-second = 10000
                  registrations-per-hour = 1000000
                  undelivered-messages = 100000
                }
                """.formatted(folder().resolve("data"), port()));
    }

    @Override
    List<String> command() {
        return List.of(
                launcher.toString(),
                "run",
                "--config",
                folder().resolve("ratatosk.conf").toString());
    }

    @Override
    Map<String, String> environment() {
        return Map.of();
    }
}
