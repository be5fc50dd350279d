package org.ratatosk.server.acme;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Puts records into the DNS by the owner's program (RFC 8555 section 8.4). It is run without a shell as {@code PROGRAM add NAME VALUE}
 * and {@code PROGRAM remove NAME VALUE}, must end with 0 once the record can be seen, and is killed if it takes too long. Immutable.
 */
final class DnsHook implements Prover {
    private final Path program;
    private final Duration patience;

    DnsHook(Path program, Duration patience) {
        this.program = program;
        this.patience = patience;
    }

    @Override
    public void show(Proving proving) throws IOException, InterruptedException {
        run("add", proving);
    }

    @Override
    public void hide(Proving proving) throws IOException, InterruptedException {
        run("remove", proving);
    }

    private void run(String action, Proving proving) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(program.toString(), action, proving.name(), proving.value())
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new IOException("the hook " + program + " cannot be run: " + e.getMessage(), e);
        }
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("the hook " + program + " did not end within " + patience.toSeconds()
                        + " seconds when it was to " + action + " " + proving.name());
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException("the hook " + program + " ended with " + process.exitValue() + " when it was to "
                    + action + " " + proving.name() + "; try it by hand");
        }
    }
}
