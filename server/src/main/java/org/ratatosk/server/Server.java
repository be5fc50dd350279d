package org.ratatosk.server;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.ratatosk.server.admin.Admin;
import org.ratatosk.server.admin.ServerAdmin;
import org.ratatosk.server.config.ServerConfig;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Ids;
import org.ratatosk.server.route.Listener;
import org.ratatosk.server.route.Router;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.session.Sessions;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.store.Store;
import org.ratatosk.server.stream.sasl.Credentials;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server, built from the top of this file to the bottom: hooks, features, router with its lanes, sessions, listener.
 * Thread-safe after construction.
 */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final Duration IDLE = Duration.ofMinutes(1);

    /**
     * What a server is made of.
     *
     * @param config the settings
     * @param store keeps everything; whoever made it closes it after the server
     * @param clock the time
     * @param random for ids
     * @param features the list of what it can do, in order
     * @param listener makes what clients connect to
     * @param workers runs what does not fit into the turn of the thread that brought it
     * @param timer calls for tidying up
     * @param credentials checks and makes passwords
     */
    public record Parts(
            ServerConfig config,
            Store store,
            InstantSource clock,
            SecureRandom random,
            List<Feature> features,
            Listener.Factory listener,
            Executor workers,
            ScheduledExecutorService timer,
            Credentials credentials) {}

    private final Parts parts;
    private final Router router;
    private final Sessions sessions;
    private final Listener listener;
    private final List<Consumer<Instant>> everySecond;
    private final List<ScheduledFuture<?>> timed = new ArrayList<>();
    private final Admin admin;

    /** Builds a server; nothing runs yet. */
    public Server(Parts parts) {
        this.parts = parts;
        ServerConfig config = parts.config();
        Set<String> domains = Set.copyOf(config.domains());
        Hooks hooks = new Hooks();
        hooks.bindPasswords(parts.credentials()::derive);
        parts.features().forEach(hooks::add);
        this.everySecond = hooks.everySecond();
        Ids ids = new Ids(parts.random());
        this.router = new Router(
                new Router.Parts(
                        domains,
                        hooks,
                        parts.store(),
                        parts.clock(),
                        ids,
                        config.limits().sessionsPerAccount()),
                parts.workers());
        this.sessions = new Sessions(router.lanes(), router.traffic());
        this.admin = new ServerAdmin(
                config.domains(),
                router,
                sessions,
                parts.store(),
                parts.credentials(),
                parts.clock(),
                ids,
                hooks::onContacts);
        hooks.bind(admin);
        this.listener = parts.listener().create(new Listener.Inside(domains, sessions, hooks, parts.store(), router));
    }

    /** A pool of as many threads as there are processors, two at least, for {@link Parts#workers}. */
    public static ExecutorService newWorkers() {
        AtomicInteger count = new AtomicInteger();
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task, "ratatosk-worker-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons);
        // what still comes once the server is down was never accepted, and is not done
        pool.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        return pool;
    }

    /** Lets clients come. */
    public void start() {
        listener.start();
        long seconds = IDLE.toSeconds();
        timed.add(parts.timer().scheduleWithFixedDelay(this::tidy, seconds, seconds, TimeUnit.SECONDS));
        timed.add(parts.timer().scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS));
        LOG.info("The server is up for {}", String.join(", ", parts.config().domains()));
    }

    private void tidy() {
        try {
            router.lanes().retire(IDLE);
        } catch (RuntimeException e) {
            LOG.error("A mistake in the server: tidying up failed", e);
        }
    }

    private void tick() {
        Instant now = parts.clock().instant();
        for (Consumer<Instant> task : everySecond) {
            try {
                task.accept(now);
            } catch (RuntimeException e) {
                LOG.error("A mistake in the server: a feature's timer failed", e);
            }
        }
    }

    /** The few calls that the outside may make. */
    public Admin admin() {
        return admin;
    }

    /** The clients that are logged in. */
    public Sessions sessions() {
        return sessions;
    }

    /** Tells all clients that the server goes down, and lets them go; takes five seconds at most. */
    @Override
    public void close() {
        timed.forEach(task -> task.cancel(false));
        StreamError goodbye = StreamError.of(StreamError.Condition.SYSTEM_SHUTDOWN);
        for (Session session : sessions.all()) {
            session.close(goodbye);
        }
        listener.close();
        LOG.info("The server is down");
    }
}
