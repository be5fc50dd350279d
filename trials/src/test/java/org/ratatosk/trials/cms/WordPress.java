package org.ratatosk.trials.cms;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * WordPress from Debian's package on a port of the loopback address, with a database of its own. The package is unpacked, not installed,
 * since it would bring a web server along; PHP's own serves. Its people are admin, romeo and juliet, who are authors, and nurse, who is a
 * subscriber; the password of each is NAME-password. Confined to one thread, but for {@link #close}.
 */
final class WordPress implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);
    private static final Path HOME = Path.of(System.getProperty("ratatosk.home"));
    private static final Path PACKAGES = HOME.resolve("trials/target/wordpress");
    private final Path folder;
    private final MariaDb database;
    private final int port;
    private @Nullable Process web;

    /** Installs it; nothing is served yet. */
    WordPress() throws IOException, InterruptedException {
        folder = Trees.temporary("wordpress");
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Trees.copy(unpacked().resolve("usr/share/wordpress"), site());
        Trees.copy(unpacked().resolve("var/lib/wordpress/wp-content"), site().resolve("wp-content"));
        database = new MariaDb();
        database.create("wordpress");
        Files.deleteIfExists(site().resolve("wp-config.php"));
        fill("wp-config.php", site());
        fill("install.php", folder);
        fill("router.php", folder);
        Tool.PHP.succeed(folder, Map.of(), folder.resolve("install.php").toString(), site().toString());
        fill("watch.php", Files.createDirectories(site().resolve("wp-content/mu-plugins")));
        Trees.copy(HOME.resolve("php/wordpress/ratatosk"), site().resolve("wp-content/plugins/ratatosk"));
    }

    /** The unpacked packages, which are fetched once, by the first process of tests, and kept in the folder of the build. */
    private static Path unpacked() throws IOException, InterruptedException {
        Path tree = PACKAGES.resolve("tree");
        Files.createDirectories(PACKAGES);
        try (FileChannel gate = FileChannel.open(PACKAGES.resolve("lock"), CREATE, WRITE);
                FileLock turn = gate.lock()) {
            if (turn.isValid() && !Files.isDirectory(tree)) {
                unpack(tree);
            }
        }
        return tree;
    }

    private static void unpack(Path tree) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory(PACKAGES, "work");
        Tool.APT_GET.succeed(work, Map.of(), "-q", "download", "wordpress", "wordpress-theme-twentytwentythree");
        try (Stream<Path> files = Files.list(work)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".deb")).toList()) {
                Tool.DPKG.succeed(work, Map.of(), "-x", file.toString(), "root");
            }
        }
        Files.move(work.resolve("root"), tree, StandardCopyOption.ATOMIC_MOVE);
        Trees.delete(work);
    }

    /** Copies a file with the gaps filled. */
    private void fill(String resource, Path to) throws IOException {
        String text;
        try (InputStream in = Objects.requireNonNull(WordPress.class.getResourceAsStream("/wordpress/" + resource))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Files.writeString(
                to.resolve(resource),
                text.replace("{socket}", database.socket().toString())
                        .replace("{url}", url())
                        .replace("{folder}", folder.toString()));
    }

    /** Adds a plugin of the tests, which is always active. */
    void add(String plugin) throws IOException {
        fill(plugin, site().resolve("wp-content/mu-plugins"));
    }

    private Path site() {
        return folder.resolve("site");
    }

    /** The address of the site. */
    String url() {
        return "http://127.0.0.1:" + port;
    }

    MariaDb database() {
        return database;
    }

    /**
     * Serves the site.
     *
     * @param workers how many requests at the same time
     */
    void serve(int workers) throws IOException {
        stopServing();
        ProcessBuilder builder = new ProcessBuilder(Tool.PHP.command(List.of(
                        "-S",
                        "127.0.0.1:" + port,
                        "-t",
                        site().toString(),
                        folder.resolve("router.php").toString())))
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("web.log").toFile()));
        if (workers > 1) {
            builder.environment().put("PHP_CLI_SERVER_WORKERS", String.valueOf(workers));
        }
        Process started = builder.start();
        web = started;
        Awaitility.await()
                .atMost(START)
                .failFast("it has ended", () -> !started.isAlive())
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

    /** Waits until the one process that serves has been killed by what it was asked. */
    void awaitDeath() {
        Awaitility.await().atMost(START).until(() -> web == null || !web.isAlive());
    }

    /** Ends the processes that serve, in the middle of whatever they do. */
    void stopServing() {
        if (web != null) {
            web.descendants().forEach(ProcessHandle::destroyForcibly);
            web.destroyForcibly().onExit().join();
        }
    }

    /**
     * Runs some PHP inside WordPress.
     *
     * @return what it printed
     */
    String php(String code) throws IOException, InterruptedException {
        Path script = Files.createTempFile(folder, "script", ".php");
        Files.writeString(script, """
                <?php
                $_SERVER += ['HTTP_HOST' => '127.0.0.1:%d', 'REQUEST_METHOD' => 'GET', 'SERVER_PROTOCOL' => 'HTTP/1.1'];
                require '%s/wp-load.php';
                foreach (['plugin', 'user', 'post', 'file'] as $part) {
                    require_once ABSPATH . "wp-admin/includes/$part.php";
                }
                %s
                """.formatted(port, site(), code));
        return Tool.PHP.succeed(folder, Map.of(), script.toString()).strip();
    }

    /** What PHP logged of the plugin, and of what ended a request. */
    List<String> complaints() throws IOException {
        Path log = folder.resolve("debug.log");
        if (!Files.exists(log)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.matches(".*(plugins/ratatosk|Ratatosk:|PHP Fatal).*"))
                    .toList();
        }
    }

    /** Which requests have opened connections by WordPress's HTTP, and where to: a line for each. */
    List<String> connections() throws IOException {
        Path log = folder.resolve("connections.log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    @Override
    public void close() throws IOException {
        stopServing();
        database.close();
        Trees.delete(folder);
    }
}
