package org.ratatosk.trials.cms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ratatosk.trials.Unmet;

/** A program of Debian's that the tests of sites need. Immutable. */
enum Tool {
    PHP("php", "php-cli"),
    FOSSIL("fossil", "fossil"),
    OPENSSL("openssl", "openssl"),
    MARIADB("mariadb", "mariadb-client-core"),
    MARIADBD("mariadbd", "mariadb-server-core"),
    MARIADB_INSTALL("mariadb-install-db", "mariadb-server-core"),
    APT_GET("apt-get", "apt"),
    DPKG("dpkg-deb", "dpkg");

    private static final int PATIENCE_SECONDS = 240;
    private final String program;
    private final String debianPackage;

    Tool(String program, String debianPackage) {
        this.program = program;
        this.debianPackage = debianPackage;
    }

    /**
     * Where it is.
     *
     * @throws Unmet if it is not installed
     */
    String path() {
        for (String folder : List.of("/usr/bin", "/usr/sbin", "/bin")) {
            Path path = Path.of(folder, program);
            if (Files.isExecutable(path)) {
                return path.toString();
            }
        }
        throw new Unmet(program, "nothing; on Debian: apt install " + debianPackage);
    }

    /** Where it is, and what it is told. */
    List<String> command(List<String> words) {
        List<String> command = new ArrayList<>(List.of(path()));
        command.addAll(words);
        return command;
    }

    /** How it ended, and what it printed. */
    record Ending(int code, String printed) {}

    /** Runs it to its end. */
    Ending run(Path folder, Map<String, String> environment, String... words) throws IOException, InterruptedException {
        Path output = Files.createTempFile("ratatosk-" + program, ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command(List.of(words)))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new Unmet("the end of " + program, "none: " + Files.readString(output));
            }
            return new Ending(process.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    /**
     * Runs it to its good end.
     *
     * @return what it printed
     * @throws Unmet if it failed
     */
    String succeed(Path folder, Map<String, String> environment, String... words)
            throws IOException, InterruptedException {
        Ending ending = run(folder, environment, words);
        if (ending.code() != 0) {
            throw new Unmet("the good end of " + program, "code " + ending.code() + ": " + ending.printed());
        }
        return ending.printed();
    }
}
