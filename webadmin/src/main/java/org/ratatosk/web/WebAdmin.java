package org.ratatosk.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.ratatosk.bridge.Bridge;
import org.ratatosk.server.admin.Admin;
import org.ratatosk.server.admin.Peers;
import org.ratatosk.web.auth.Callers;
import org.ratatosk.web.auth.Proxies;
import org.ratatosk.web.auth.Secrets;
import org.ratatosk.web.auth.WebSessions;
import org.ratatosk.web.page.Assets;
import org.ratatosk.web.page.ErrorPage;
import org.ratatosk.web.page.House;
import org.ratatosk.web.page.Page;
import org.ratatosk.web.page.PageTable;
import org.ratatosk.web.page.Readings;
import org.ratatosk.web.page.Site;
import org.ratatosk.web.view.Templates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web, built by hand:
 *
 * <pre>
 * Server
 * ├─ doors: https · http                            one connector for each address; AddressLimit
 * ├─ doors: console · metrics                       with threads and connections of their own
 * └─ HeadersHandler                                 security headers on every answer
 *    └─ ChallengeHandler                            what an authority for certificates asks for
 *       └─ EntranceHandler                          which door, which client; no TLS: sent to the site's address
 *          └─ HubHandler                            what a hub that tells of a feed asks and tells
 *             └─ ApiHandler                         /api: signature → Endpoint → AnswerWriter
 *                │  └─ Endpoints                    the visible list
 *                └─ PageHandler                     path → PageTable → Gate → token of a form → Page → AnswerWriter
 *                   └─ Pages                        the visible list
 * </pre>
 *
 * Thread-safe.
 */
public final class WebAdmin implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebAdmin.class);
    private static final int MAX_THREADS = 40;
    private static final int MAX_SESSIONS = 10_000;

    private static final long READING_SECONDS = 10;

    private final WebConfig config;
    private final String siteUrl;
    private final Readings readings;
    private final List<Page> pages;
    private final Server server;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Builds the web; {@link #start()} opens its doors.
     *
     * @param config where to listen
     * @param tls certificates by SNI; new ones are taken up by its key manager
     * @param admin the server
     * @param bridge the site
     * @param peers the servers of other domains
     * @param house what the dashboard tells of the product
     * @param clock the time
     * @param challenges what to answer an authority for certificates at a token (RFC 8555 section 8.3)
     */
    public WebAdmin(
            WebConfig config,
            SSLContext tls,
            Admin admin,
            Bridge bridge,
            Peers peers,
            House house,
            InstantSource clock,
            Function<String, Optional<String>> challenges) {
        this.config = config;
        this.siteUrl = bridge.siteUrl();
        this.readings = new Readings(admin, bridge, clock);
        Secrets secrets = new Secrets(new SecureRandom());
        WebSessions sessions = new WebSessions(secrets, clock, config.idle(), config.absolute(), MAX_SESSIONS);
        Templates templates = new Templates(WebAdmin.class.getClassLoader(), "org/ratatosk/web/page", Pages.TEMPLATES);
        Site site = new Site(
                admin, bridge, sessions, secrets, templates, new Assets(), clock, config.zone(), this::consoleUrl);
        Callers callers = new Callers();
        this.pages = Pages.of(site, readings, house, peers, callers);
        CallReader reader = new CallReader(new Logins(admin, bridge, sessions), secrets);
        PageHandler handler = new PageHandler(new PageTable(pages), reader, new ErrorPage(site));

        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 2);
        threads.setName("web");
        server = new Server(threads);
        server.setErrorHandler(new PlainErrors());
        Proxies proxies = new Proxies(config.trustedProxies());
        Doors doors = new Doors(server, tls);
        doors.open(config, new AddressLimit(config.connectionsPerAddress(), proxies));
        doors.openReserved(config);
        StrictTransport strict = new StrictTransport(house.madeHere());
        ApiHandler api = new ApiHandler(Endpoints.of(bridge), bridge.keys(), callers, clock, handler);
        HubHandler hubs = new HubHandler(bridge, api);
        EntranceHandler entrance = new EntranceHandler(config, siteUrl, proxies, strict, hubs);
        server.setHandler(new HeadersHandler(new ChallengeHandler(challenges, entrance)));
    }

    /** Opens the doors; throws with a sentence for the owner if an address is taken. */
    public void start() {
        try {
            server.start();
            Thread reader = new Thread(this::read, "web-readings");
            reader.setDaemon(true);
            reader.start();
        } catch (IOException e) {
            stop();
            throw new UncheckedIOException(
                    "The web cannot listen: " + e.getMessage()
                            + ". Is another program running there? Stop it, or choose another port under \"web\".",
                    e);
        } catch (Exception e) {
            stop();
            throw new IllegalStateException("The web cannot start: " + e.getMessage(), e);
        }
    }

    private void read() {
        try {
            do {
                take();
            } while (!closed.await(READING_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take() {
        try {
            readings.take();
        } catch (RuntimeException e) {
            LOG.debug("No reading for the dashboard", e);
        }
    }

    /** Where the console is, once started: under its own host name, else on this machine; empty if nowhere. */
    public Optional<String> consoleUrl() {
        if (!config.consoleHost().isEmpty() && httpsPort().isPresent()) {
            int port = URI.create(siteUrl).getPort();
            return Optional.of("https://" + config.consoleHost() + (port < 0 ? "" : ":" + port) + "/console");
        }
        OptionalInt port = consolePort();
        return port.isPresent() ? Optional.of("http://localhost:" + port.getAsInt() + "/console") : Optional.empty();
    }

    /** The paths of all pages, as patterns. */
    List<String> paths() {
        return pages.stream().map(Page::path).toList();
    }

    /** The port on which the site is served over TLS, once started; empty if it is not. */
    public OptionalInt httpsPort() {
        return Doors.port(server, EntranceHandler.HTTPS);
    }

    /** The port of the site without TLS, once started. */
    public OptionalInt httpPort() {
        return Doors.port(server, EntranceHandler.HTTP);
    }

    /** The port of the console on this machine, once started. */
    public OptionalInt consolePort() {
        return Doors.port(server, EntranceHandler.CONSOLE);
    }

    /** The port of the metrics' own door, once started. */
    public OptionalInt metricsPort() {
        return Doors.port(server, EntranceHandler.METRICS);
    }

    @Override
    public void close() {
        stop();
    }

    private void stop() {
        closed.countDown();
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("The web did not stop cleanly", e);
        }
    }
}
