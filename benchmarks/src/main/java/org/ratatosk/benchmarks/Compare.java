package org.ratatosk.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.ratatosk.trials.Authority;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prosody, ejabberd and Ratatosk in turn, each by itself on this machine under the same load. Confined to one thread. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Compares Debian's Prosody and ejabberd with Ratatosk, which run on this machine one after the other, in several rounds."
                        + " Ends with 0 if Ratatosk is behind in no row.%n")
final class Compare implements Callable<Integer> {
    /** One has 2,000 others to write to. */
    static final String ACCOUNTS = "2001";

    private static final String QUICK_ACCOUNTS = "501";

    static final String PASSWORD = "Yggdrasil-is-an-ash";
    private static final int ROUNDS = 3;
    private static final int QUICK_ROUNDS = 2;

    @Option(names = "--quick", description = "two rounds with shorter windows, at most 10 minutes")
    private boolean quick;

    @Option(names = "--rounds", paramLabel = "N", description = "how often each server has its turn")
    private Optional<Integer> rounds = Optional.empty();

    @Option(
            names = "--accounts",
            paramLabel = "N",
            description = "how many people each server has (" + ACCOUNTS + ", or " + QUICK_ACCOUNTS
                    + " when it has to be quick)")
    private Optional<Integer> accounts = Optional.empty();

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "only these of Prosody, ejabberd, Ratatosk and the echo")
    private Set<String> only = new LinkedHashSet<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "a folder for the table (compare.md) and the picture (compare.svg)")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "a folder on a real disc for what the servers keep meanwhile; that for temporary files without it")
    private Optional<Path> data = Optional.empty();

    @Override
    public Integer call() throws IOException, InterruptedException, GeneralSecurityException {
        Path folder = data.isPresent()
                ? Files.createTempDirectory(data.get(), "bench-")
                : Files.createTempDirectory("ratatosk-bench-");
        try {
            Standing standing = new Standing(new Surroundings(folder).toString());
            Authority authority = new Authority(folder.resolve("ca.crt"));
            authority.issueElliptic(folder.resolve("certs"), "localhost", "localhost");
            play(servers(folder), authority.file(), standing);
            return publish(standing);
        } finally {
            remove(folder);
        }
    }

    /** All in turn, again and again; the echo, whose figures hardly change, once. */
    private void play(List<Server> servers, Path authority, Standing standing)
            throws IOException, InterruptedException {
        Turn turn = new Turn(Plan.of(accounts.orElse(Integer.valueOf(quick ? QUICK_ACCOUNTS : ACCOUNTS)), quick));
        for (Server server : servers) {
            standing.introduce(server);
        }
        int all = rounds.orElse(quick ? QUICK_ROUNDS : ROUNDS);
        for (int round = 1; round <= all; round++) {
            for (Server server : servers) {
                if (round == all || !server.isFloor()) {
                    System.out.println(server.name() + ", round " + round + " of " + all);
                    Report report = new Report(System.out);
                    turn.take(server, target(server, authority), report);
                    standing.add(server.name(), report);
                }
            }
        }
    }

    private static Target target(Server server, Path authority) throws IOException {
        return new Target(
                "127.0.0.1",
                server.port(),
                "localhost",
                server.isFloor() ? Target.Kind.ECHO : Target.Kind.STARTTLS,
                Tls.context(Optional.of(authority)),
                PASSWORD);
    }

    private List<Server> servers(Path folder) throws IOException {
        Path certificates = folder.resolve("certs");
        Path launcher = Path.of(System.getProperty("ratatosk.launcher", "./ratatosk"));
        List<Server> servers = new ArrayList<>(List.of(
                new ProsodyServer(Files.createDirectory(folder.resolve("prosody")), freePort(), certificates),
                new EjabberdServer(Files.createDirectory(folder.resolve("ejabberd")), freePort(), certificates),
                new RatatoskServer(
                        Files.createDirectory(folder.resolve("ratatosk")), freePort(), launcher, certificates),
                new EchoServer(Files.createDirectory(folder.resolve("echo")), freePort(), certificates)));
        servers.removeIf(server -> !only.isEmpty() && only.stream().noneMatch(name -> isMeant(server, name)));
        return servers;
    }

    private static boolean isMeant(Server server, String name) {
        return server.name().equalsIgnoreCase(server.isFloor() ? "TLS " + name : name);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private int publish(Standing standing) throws IOException {
        Table table = new Table(standing);
        String text = table.markdown();
        System.out.println();
        System.out.println(text);
        if (out.isPresent()) {
            Files.createDirectories(out.get());
            Files.writeString(out.get().resolve("compare.md"), text);
            Files.writeString(out.get().resolve("compare.svg"), new Picture(standing).svg());
        }
        System.out.println(table.verdict());
        return table.behind().isEmpty() ? 0 : 1;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
