package org.ratatosk.trials.cms;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * A repository of Fossil's with a forum, served on a port of the loopback address. Its people are romeo and juliet; the password of
 * each is NAME-password. Confined to one thread, but for {@link #close}.
 */
final class Fossil implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private final Path folder;
    private final int port;
    private final Process process;

    Fossil() throws IOException, InterruptedException {
        folder = Trees.temporary("fossil");
        Map<String, String> home = Map.of("HOME", folder.toString(), "FOSSIL_HOME", folder.toString(), "USER", "owner");
        Tool.FOSSIL.succeed(folder, home, "init", "forum.fossil");
        for (String name : List.of("romeo", "juliet")) {
            Tool.FOSSIL.succeed(folder, home, "user", "new", name, name, name + "-password", "-R", "forum.fossil");
            // read, write without a moderator, and the timeline
            Tool.FOSSIL.succeed(folder, home, "user", "capabilities", name, "234oh", "-R", "forum.fossil");
        }
        Tool.FOSSIL.succeed(
                folder,
                home,
                "sql",
                "-R",
                "forum.fossil",
                "UPDATE user SET cap='' WHERE login IN ('nobody','anonymous');");
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder(Tool.FOSSIL.command(
                        List.of("server", "forum.fossil", "--port", String.valueOf(port), "--localhost")))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().putAll(home);
        process = builder.start();
        Awaitility.await()
                .atMost(START)
                .failFast("it has ended", () -> !process.isAlive())
                .until(this::answers);
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The address of the repository. */
    String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        Trees.delete(folder);
    }
}
