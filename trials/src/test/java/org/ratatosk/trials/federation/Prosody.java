package org.ratatosk.trials.federation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ratatosk.trials.Unmet;

/** Prosody 0.12, as strict as it can be: it takes certificates only, but for the one domain that it is told to take by dialback. */
final class Prosody extends Peer {
    private final Path settings;

    Prosody(Surroundings around) throws IOException, GeneralSecurityException {
        super(around, "prosody.example", "127.0.0.2");
        // As public authorities issue them now, for servers only; ejabberd 23.01 wants more.
        around.authority().issue(folder().resolve("certs"), "good", domain(), rooms());
        Files.createDirectories(folder().resolve("data"));
        settings = settings("prosody.cfg.lua");
    }

    @Override
    String name() {
        return "Prosody";
    }

    @Override
    Path program() {
        return Path.of("/usr/bin/prosody");
    }

    @Override
    String debianPackage() {
        return "prosody";
    }

    @Override
    List<String> command() throws IOException {
        needResolver();
        return List.of(program().toString(), "--config", settings.toString(), "--root", "-F");
    }

    /** Without this library Prosody asks the machine's DNS servers, whatever its settings say, and finds none of us. */
    private static void needResolver() throws IOException {
        Process process = new ProcessBuilder("lua5.4", "-e", "require 'lunbound'")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.onExit().join().exitValue() != 0) {
            throw new Unmet("the library lunbound for Prosody", "none; on Debian: apt install lua-unbound");
        }
    }

    @Override
    Map<String, String> environment() {
        return Map.of();
    }

    @Override
    Set<Proof> proofs(String theirs, String ours) throws IOException {
        String log = log();
        Set<Proof> proofs = EnumSet.noneOf(Proof.class);
        if (log.contains("SASL EXTERNAL identity from " + ours) || log.contains("SASL EXTERNAL with " + ours)) {
            proofs.add(Proof.CERTIFICATE);
        } else if (log.contains("is now authenticated for " + ours)) {
            proofs.add(Proof.DIALBACK);
        }
        return proofs;
    }

    @Override
    String log() throws IOException {
        return Files.readString(folder().resolve("prosody.log"));
    }
}
