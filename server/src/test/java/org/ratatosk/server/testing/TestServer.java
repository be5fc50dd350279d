package org.ratatosk.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.ratatosk.server.Features;
import org.ratatosk.server.NetworkServer;
import org.ratatosk.server.Outside;
import org.ratatosk.server.admin.Admin;
import org.ratatosk.server.config.ServerConfig;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.Password;
import org.ratatosk.server.store.Store;
import org.ratatosk.server.store.memory.MemoryStore;
import org.ratatosk.server.stream.sasl.Credentials;

/**
 * A server on free ports of the loopback interface, with TLS, a store in memory and a clock that stands still. It hosts
 * example.test and other.test.
 */
public final class TestServer implements AutoCloseable {
    /** The password of all accounts. */
    public static final String PASSWORD = "correct horse battery";

    private final TurnableClock clock = new TurnableClock();
    private final MemoryStore store;
    private final Path data;
    private final ServerConfig config;
    private final Function<ServerConfig, List<Feature>> features;
    private final Outside outside;
    private NetworkServer server;

    /** Starts a server with all features. */
    public TestServer() {
        this(config -> config, Features::all);
    }

    /** Starts a server. */
    public TestServer(UnaryOperator<ServerConfig> change, Function<ServerConfig, List<Feature>> features) {
        this(change, features, new MemoryStore());
    }

    /** Starts a server. */
    public TestServer(
            UnaryOperator<ServerConfig> change, Function<ServerConfig, List<Feature>> features, MemoryStore store) {
        this(change, features, store, Outside.NONE);
    }

    /** Starts a server that finds and judges others in its own way. */
    public TestServer(
            UnaryOperator<ServerConfig> change,
            Function<ServerConfig, List<Feature>> features,
            MemoryStore store,
            Outside outside) {
        this.store = store;
        this.outside = outside;
        try {
            this.data = Files.createTempDirectory("ratatosk-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.config = change.apply(ServerConfig.loopback(data, "example.test", "other.test"));
        this.features = features;
        this.server = started();
    }

    private NetworkServer started() {
        NetworkServer made = new NetworkServer(config, store, clock, features.apply(config), (cpu, loops) -> outside);
        made.start();
        return made;
    }

    /** Ends the server and starts it again with what it kept, on other ports. */
    public void restart() {
        server.close();
        server = started();
    }

    /** Makes the disk full, or gives it room again. */
    public void diskFull(boolean full) {
        store.full(full);
    }

    /** Waits until a client has no session any more. */
    public void awaitGone(Jid full) {
        Awaitility.await().until(() -> server.server().sessions().find(full).isEmpty());
    }

    /** Makes an account with {@link #PASSWORD}. */
    public Jid account(String bare) {
        Jid jid = Jid.of(bare);
        Password password =
                server.credentials().derive(jid, PASSWORD).toCompletableFuture().join();
        store.write(List.of(tables -> {
                    tables.accounts().create(new Account(jid, "i-" + bare, Account.Role.MEMBER, true, clock.instant()));
                    tables.accounts().putPassword(jid, password);
                }))
                .toCompletableFuture()
                .join();
        return jid;
    }

    /** Proves passwords. */
    public Credentials credentials() {
        return server.credentials();
    }

    /** What the outside may ask of it. */
    public Admin admin() {
        return server.server().admin();
    }

    /** What clients have to trust. */
    public Path authority() {
        return server.certificates().authority().orElseThrow();
    }

    /** Where clients connect and then turn on TLS. */
    public InetSocketAddress starttls() {
        return server.starttls().get(0);
    }

    /** Where clients connect with TLS from the first byte. */
    public InetSocketAddress directTls() {
        return server.directTls().get(0);
    }

    /** The server. */
    public NetworkServer server() {
        return server;
    }

    /** What the server keeps. */
    public Store store() {
        return store;
    }

    /** The time. */
    public TurnableClock clock() {
        return clock;
    }

    @Override
    public void close() {
        server.close();
        store.close();
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
