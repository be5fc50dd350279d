package org.ratatosk.server.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.server.acme.Prover.Proving;

/** The owner's program for records in the DNS. */
class DnsHookTest {
    @TempDir
    private Path folder;

    private DnsHook hook(String script, Duration patience) throws IOException {
        Path file = folder.resolve("a hook; with $(odd) name");
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return new DnsHook(file, patience);
    }

    private DnsHook hook(String script) throws IOException {
        return hook(script, Duration.ofMinutes(1));
    }

    @Test
    void getsItsArgumentsAsTheyAreWithoutAShell() throws Exception {
        Path log = folder.resolve("log");
        DnsHook hook = hook("printf '%s|' \"$#\" \"$@\" >>" + log + "; echo noise; echo noise >&2");
        Proving proving = new Proving("_acme-challenge.example.test", "a$(touch " + folder + "/x) `b` \"c\" 'd' ; *");

        hook.show(proving);
        hook.hide(proving);

        assertThat(Files.readString(log))
                .isEqualTo("3|add|" + proving.name() + "|" + proving.value() + "|3|remove|" + proving.name() + "|"
                        + proving.value() + "|");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void saysThatItFailed() throws IOException {
        DnsHook hook = hook("exit 7");
        assertThatThrownBy(() -> hook.show(new Proving("n", "v")))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith(" ended with 7 when it was to add n; try it by hand");
    }

    @Test
    void saysThatItCannotBeRun() {
        DnsHook hook = new DnsHook(folder.resolve("nowhere"), Duration.ofMinutes(1));
        assertThatThrownBy(() -> hook.show(new Proving("n", "v"))).hasMessageContaining("cannot be run");
    }

    /** A child that lived on would hold this up for ten minutes. */
    @Test
    void isEndedWithItsChildrenWhenItTakesTooLong() throws Exception {
        Path pids = folder.resolve("pids");
        DnsHook hook = hook("sleep 600 & echo $$ $! >" + pids + "; wait", Duration.ofSeconds(3));
        assertThatThrownBy(() -> hook.show(new Proving("n", "v"))).hasMessageContaining("did not end within 3 seconds");
        // on a machine that is too busy to have begun within that time there is nothing to end
        String begun = Files.exists(pids) ? Files.readString(pids).strip() : "";
        for (String pid : begun.split(" ")) {
            if (!pid.isEmpty()) {
                ProcessHandle.of(Long.parseLong(pid))
                        .ifPresent(process -> process.onExit().join());
            }
        }
    }
}
