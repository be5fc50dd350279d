package org.ratatosk.trials.federation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ratatosk.trials.Unmet;

/** ejabberd 23.01, without Erlang's network of nodes; it takes certificates, and dialback from domains that have none. */
final class Ejabberd extends Peer {
    private final Path settings;
    private final Path resolver;

    Ejabberd(Surroundings around) throws IOException, GeneralSecurityException {
        super(around, "ejabberd.example", "127.0.0.3");
        Files.createDirectories(folder().resolve("data"));
        Path certificates = folder().resolve("certs");
        for (String name : List.of("good", "bad")) {
            Files.writeString(
                    certificates.resolve(name + ".pem"),
                    Files.readString(certificates.resolve(name + ".crt"))
                            + Files.readString(certificates.resolve(name + ".key")));
        }
        settings = settings("ejabberd.yml");
        resolver = settings("inetrc");
    }

    @Override
    String name() {
        return "ejabberd";
    }

    @Override
    Path program() {
        return Path.of("/usr/sbin/ejabberdctl");
    }

    @Override
    String debianPackage() {
        return "ejabberd";
    }

    /** Erlang without its distribution, so that no epmd runs and no port is shared with another ejabberd of this machine. */
    @Override
    List<String> command() throws IOException {
        return List.of(
                "/usr/bin/erl",
                "-noinput",
                "-boot",
                "start_clean",
                "-pa",
                code().toString(),
                "-mnesia",
                "dir",
                '"' + folder().resolve("data").toString() + '"',
                "-s",
                "ejabberd");
    }

    private static Path code() throws IOException {
        for (Path lib : List.of(
                Path.of("/usr/lib/x86_64-linux-gnu"), Path.of("/usr/lib/aarch64-linux-gnu"), Path.of("/usr/lib"))) {
            if (Files.isDirectory(lib)) {
                try (Stream<Path> all = Files.list(lib)) {
                    for (Path one : all.filter(
                                    path -> path.getFileName().toString().startsWith("ejabberd-"))
                            .sorted()
                            .toList()) {
                        if (Files.exists(one.resolve("ebin/ejabberd.app"))) {
                            return one.resolve("ebin");
                        }
                    }
                }
            }
        }
        throw new Unmet("ejabberd's programs in /usr/lib", "none; on Debian: apt install ejabberd");
    }

    @Override
    Map<String, String> environment() {
        return Map.of(
                "ERL_INETRC", resolver.toString(),
                "EJABBERD_CONFIG_PATH", settings.toString(),
                "EJABBERD_LOG_PATH", folder().resolve("ejabberd.log").toString(),
                "ERL_CRASH_DUMP", folder().resolve("crash.dump").toString());
    }

    @Override
    Set<Proof> proofs(String theirs, String ours) throws IOException {
        String ways =
                "(?:inbound s2s (\\w+) authentication %2$s -> %1$s|outbound s2s (\\w+) authentication %1$s -> %2$s) ";
        Set<Proof> proofs = EnumSet.noneOf(Proof.class);
        Pattern.compile("Accepted " + ways.formatted(Pattern.quote(theirs), Pattern.quote(ours)))
                .matcher(log())
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .forEach(how -> proofs.add(how.equals("EXTERNAL") ? Proof.CERTIFICATE : Proof.DIALBACK));
        return proofs;
    }

    @Override
    String log() throws IOException {
        return Files.readString(folder().resolve("ejabberd.log"));
    }
}
