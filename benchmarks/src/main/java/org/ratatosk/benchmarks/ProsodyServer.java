package org.ratatosk.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Prosody, as Debian has it. Confined to one thread. */
final class ProsodyServer extends Server {
    private final Path certificates;

    ProsodyServer(Path folder, int port, Path certificates) {
        super(folder, port);
        this.certificates = certificates;
    }

    @Override
    String name() {
        return "Prosody";
    }

    @Override
    String version() throws IOException, InterruptedException {
        return print("dpkg-query", "-W", "-f", "${Version}", "prosody");
    }

    @Override
    String durability() {
        return "files that the system writes when it likes";
    }

    @Override
    void configure(boolean archive) throws IOException {
        Files.createDirectories(folder().resolve("data"));
        Files.writeString(folder().resolve("prosody.cfg.lua"), """
                run_as_root = true
                daemonize = false
                pidfile = "%1$s/prosody.pid"
                data_path = "%1$s/data"
                log = { warn = "%1$s/prosody.log" }
                interfaces = { "127.0.0.1" }
                local_interfaces = { "127.0.0.1" }
                c2s_ports = { %2$d }
                s2s_ports = { }
                network_backend = "epoll"
                c2s_require_encryption = true
                modules_enabled = {
                  "roster"; "saslauth"; "tls"; "disco"; "carbons"; "ping"; "register"; "register_ibr"; "offline"; "blocklist"; "smacks"; "posix"; %3$s
                }
                modules_disabled = { "s2s" }
                allow_registration = true
                min_seconds_between_registrations = 0
                registration_throttle_max = 1000000
                authentication = "internal_hashed"
                password_hash = "SHA-256"
                default_iteration_count = 4096
                storage = "internal"
                default_archive_policy = true
                archive_expires_after = "never"
                VirtualHost "localhost"
                  ssl = { certificate = "%4$s/localhost.crt", key = "%4$s/localhost.key" }
                """.formatted(
                        folder(), port(), archive ? "\"mam\";" : "", certificates));
    }

    @Override
    List<String> command() {
        return List.of(
                "/usr/bin/prosody",
                "--config",
                folder().resolve("prosody.cfg.lua").toString(),
                "--root",
                "-F");
    }

    @Override
    Map<String, String> environment() {
        return Map.of();
    }
}
