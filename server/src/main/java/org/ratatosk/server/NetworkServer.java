package org.ratatosk.server;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.ratatosk.server.config.ServerConfig;
import org.ratatosk.server.net.Loops;
import org.ratatosk.server.net.Sockets;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Listener;
import org.ratatosk.server.store.Store;
import org.ratatosk.server.stream.c2s.ClientStreams;
import org.ratatosk.server.stream.component.ComponentStreams;
import org.ratatosk.server.stream.s2s.Federation;
import org.ratatosk.server.stream.s2s.PeerRules;
import org.ratatosk.server.stream.sasl.Credentials;
import org.ratatosk.server.stream.sasl.Sasl;
import org.ratatosk.server.stream.sasl.Scram;
import org.ratatosk.server.stream.sasl.ServerSecret;
import org.ratatosk.server.stream.sasl.Throttle;
import org.ratatosk.server.tls.Certificates;
import org.ratatosk.server.tls.ClientTls;
import org.ratatosk.server.tls.PeerTls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Server} with everything around it that it needs to be on a network: threads, certificates, logins, ports. Built from
 * the top to the bottom. Thread-safe after construction.
 */
public final class NetworkServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkServer.class);
    private static final int CPU_QUEUE = 1024;
    private static final int LAST_WORK_SECONDS = 1;
    private static final int RELOAD_SECONDS = 60;

    private final ExecutorService cpu;
    private final ExecutorService workers;
    private final Loops loops;
    private final ScheduledExecutorService timer;
    private final Certificates certificates;
    private final Credentials credentials;
    private final Server server;
    private volatile Optional<Sockets> sockets = Optional.empty();
    private volatile Optional<Federation> federation = Optional.empty();
    private volatile Optional<ComponentStreams> components = Optional.empty();

    private record Tools(ServerConfig config, InstantSource clock, Sasl sasl, SecureRandom random, byte[] secret) {}

    /** Builds a server with all features on the machine's clock; nothing runs yet. */
    public NetworkServer(ServerConfig config, Store store) {
        this(config, store, InstantSource.system(), Features.all(config));
    }

    /**
     * Builds a server; nothing runs yet.
     *
     * @param config the settings
     * @param store keeps everything; whoever made it closes it after the server
     * @param clock the time
     * @param features the list of what it can do, in order
     * @throws org.ratatosk.server.tls.TlsException if a certificate or the engine for TLS cannot be used
     */
    public NetworkServer(ServerConfig config, Store store, InstantSource clock, List<Feature> features) {
        this(config, store, clock, features, Outside.of(config.federation(), new SecureRandom()));
    }

    /**
     * Builds a server that finds others in its own way; nothing runs yet.
     *
     * @throws org.ratatosk.server.tls.TlsException if a certificate or the engine for TLS cannot be used
     */
    public NetworkServer(
            ServerConfig config, Store store, InstantSource clock, List<Feature> features, Outside.Factory others) {
        SecureRandom random = new SecureRandom();
        // clients judge certificates by the real time, whatever the clock of the server says
        this.certificates =
                new Certificates(config.tls().certs(), config.certificateNames(), InstantSource.system(), random);
        byte[] secret = ServerSecret.in(config.data(), random);
        this.cpu = newCpu();
        this.workers = Server.newWorkers();
        this.loops = new Loops(clock);
        this.timer = Executors.newSingleThreadScheduledExecutor(daemon("ratatosk-timer"));
        this.credentials =
                new Credentials(store, new Throttle(clock), cpu, secret, Scram.DEFAULT_ITERATIONS, clock, random);
        Sasl sasl = new Sasl(credentials, random, config.tls().channelBinding());
        Outside outside = others.make(cpu, loops);
        this.server = new Server(new Server.Parts(
                config,
                store,
                clock,
                random,
                features,
                inside -> listener(inside, outside, new Tools(config, clock, sasl, random, secret)),
                workers,
                timer,
                credentials));
    }

    private Listener listener(Listener.Inside inside, Outside outside, Tools tools) {
        ServerConfig config = tools.config();
        ClientStreams clients = new ClientStreams(
                config.domains(),
                inside.sessions(),
                inside.hooks(),
                tools.sasl(),
                config.limits(),
                tools.clock(),
                tools.random());
        ComponentStreams programs =
                new ComponentStreams(config, tools.clock(), tools.random(), inside.hooks(), inside.router());
        Federation others = federation(inside, outside, tools);
        if (config.federation().enabled()) {
            inside.router().open(others);
        }
        Sockets made = new Sockets(
                config,
                new Sockets.Parts(
                        certificates,
                        new ClientTls(certificates, config.tls().engine(), tools.random()),
                        new PeerTls(certificates, tools.random()),
                        cpu,
                        loops,
                        tools.clock(),
                        clients,
                        others,
                        programs));
        sockets = Optional.of(made);
        federation = Optional.of(others);
        components = Optional.of(programs);
        return made;
    }

    private Federation federation(Listener.Inside inside, Outside outside, Tools tools) {
        ServerConfig config = tools.config();
        return new Federation(new Federation.Surroundings(
                config.domains(),
                config.federation(),
                new PeerRules(config.federation(), config.data().resolve("peer-rules")),
                config.limits(),
                tools.clock(),
                tools.random(),
                tools.secret(),
                outside.judge(),
                outside.endpoints(),
                (call, caller) -> sockets.orElseThrow().dial(call, caller),
                inside.hooks(),
                inside.router()));
    }

    /** Hashes passwords and computes what TLS needs; refuses when too much waits. */
    private static ExecutorService newCpu() {
        int threads = Runtime.getRuntime().availableProcessors();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(CPU_QUEUE), daemon("ratatosk-cpu"));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory daemon(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Opens the ports; fails in words if that is not possible. */
    public void start() {
        server.start();
        // off the timer, since disks can be slow
        timer.scheduleWithFixedDelay(
                () -> workers.execute(certificates::reload), RELOAD_SECONDS, RELOAD_SECONDS, TimeUnit.SECONDS);
    }

    /** The server itself. */
    public Server server() {
        return server;
    }

    /** The certificates of the hosted domains; the web uses them too. */
    public Certificates certificates() {
        return certificates;
    }

    /** Proves passwords; the web's logins and the administration use it too. */
    public Credentials credentials() {
        return credentials;
    }

    /** Where clients connect and then turn on TLS, with the real ports. */
    public List<InetSocketAddress> starttls() {
        return sockets.orElseThrow().starttlsAddresses();
    }

    /** Where clients connect with TLS from the first byte, with the real ports. */
    public List<InetSocketAddress> directTls() {
        return sockets.orElseThrow().directTlsAddresses();
    }

    /** Where servers connect and then turn on TLS, with the real ports. */
    public List<InetSocketAddress> serverStarttls() {
        return sockets.orElseThrow().serverStarttlsAddresses();
    }

    /** Where servers connect with TLS from the first byte, with the real ports. */
    public List<InetSocketAddress> serverDirectTls() {
        return sockets.orElseThrow().serverDirectTlsAddresses();
    }

    /** Where components connect, with the real ports. */
    public List<InetSocketAddress> componentAddresses() {
        return sockets.orElseThrow().componentAddresses();
    }

    /** The external components. */
    public ComponentStreams components() {
        return components.orElseThrow();
    }

    /** The servers of other domains. */
    public Federation federation() {
        return federation.orElseThrow();
    }

    /** How many clients are connected, logged in or not. */
    public int connections() {
        return sockets.orElseThrow().connections();
    }

    /** Tells all clients that the server goes down, and ends all threads. The store is left open. */
    @Override
    public void close() {
        federation().stop();
        server.close();
        timer.shutdownNow();
        workers.shutdown();
        cpu.shutdown();
        try {
            if (!workers.awaitTermination(LAST_WORK_SECONDS, TimeUnit.SECONDS)) {
                LOG.debug("Some work was left undone; nobody was told that it was accepted");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
