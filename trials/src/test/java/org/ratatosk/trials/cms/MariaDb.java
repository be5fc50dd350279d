package org.ratatosk.trials.cms;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.ratatosk.trials.Unmet;

/** A MariaDB with data of its own, to be reached by its socket only. Confined to one thread, but for {@link #close}. */
final class MariaDb implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private final Path folder;
    private final Process process;

    /** Starts one. */
    MariaDb() throws IOException, InterruptedException {
        folder = Trees.temporary("db");
        Path data = folder.resolve("data");
        String user = "--user=" + System.getProperty("user.name");
        Tool.MARIADB_INSTALL.succeed(
                folder,
                Map.of(),
                "--no-defaults",
                user,
                "--datadir=" + data,
                "--auth-root-authentication-method=normal",
                "--skip-test-db");
        process = new ProcessBuilder(Tool.MARIADBD.command(List.of(
                        "--no-defaults",
                        user,
                        "--datadir=" + data,
                        "--socket=" + socket(),
                        "--pid-file=" + folder.resolve("pid"),
                        "--skip-networking",
                        "--innodb-buffer-pool-size=64M",
                        "--skip-log-bin")))
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        awaitStart();
    }

    private void awaitStart() throws IOException {
        try {
            Awaitility.await()
                    .atMost(START)
                    .failFast("it has ended", () -> !process.isAlive())
                    .until(this::answers);
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            String log = Files.readString(folder.resolve("log"));
            close();
            throw new Unmet("MariaDB", e.getMessage() + ": " + log);
        }
    }

    private boolean answers() {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** The socket on which it is to be reached, by root and without a password. */
    Path socket() {
        return folder.resolve("socket");
    }

    /** Makes a database of that name. */
    void create(String name) throws IOException, InterruptedException {
        run("CREATE DATABASE " + name + " CHARACTER SET utf8mb4", "mysql");
    }

    /** Runs SQL; what it answers comes without headings, fields with tabs between. */
    String run(String sql, String database) throws IOException, InterruptedException {
        return Tool.MARIADB
                .succeed(
                        folder,
                        Map.of(),
                        "--no-defaults",
                        "--socket=" + socket(),
                        "--user=root",
                        "--batch",
                        "--skip-column-names",
                        "--database=" + database,
                        "--execute=" + sql)
                .strip();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Trees.delete(folder);
    }
}
