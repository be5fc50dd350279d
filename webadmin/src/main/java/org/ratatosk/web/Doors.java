package org.ratatosk.web;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.ratatosk.server.config.ListenAddress;
import org.ratatosk.server.tls.Certificates;

/**
 * Makes Jetty's connectors. Those that the public can reach share threads and a bound; those of this machine, the console's and the
 * metrics', have their own, so that nobody outside can keep the owner out. Immutable.
 */
final class Doors {
    private static final long IDLE_MILLIS = 30_000;
    private static final int RESERVED_CONNECTIONS = 100;
    private static final int RESERVED_THREADS = 10;
    private final Server server;
    private final SSLContext tls;

    Doors(Server server, SSLContext tls) {
        this.server = server;
        this.tls = tls;
    }

    /** Adds the doors of the public: connectors by their name. */
    void open(WebConfig config, AddressLimit limit) {
        List<ServerConnector> all = new ArrayList<>();
        config.https()
                .forEach(listen -> all.add(connector(EntranceHandler.HTTPS, listen, server.getThreadPool(), true)));
        config.http()
                .forEach(listen -> all.add(connector(EntranceHandler.HTTP, listen, server.getThreadPool(), false)));
        all.forEach(connector -> connector.addEventListener(limit));
        add(all, config.connections());
    }

    /** Adds the doors of this machine. */
    void openReserved(WebConfig config) {
        QueuedThreadPool threads = new QueuedThreadPool(RESERVED_THREADS, 1);
        threads.setName("web-console");
        server.addBean(threads);
        List<ServerConnector> all = new ArrayList<>();
        config.console().forEach(listen -> all.add(connector(EntranceHandler.CONSOLE, listen, threads, false)));
        config.metrics().forEach(listen -> all.add(connector(EntranceHandler.METRICS, listen, threads, false)));
        add(all, RESERVED_CONNECTIONS);
    }

    private void add(List<ServerConnector> all, int connections) {
        if (!all.isEmpty()) {
            all.forEach(server::addConnector);
            server.addBean(new NetworkConnectionLimit(connections, all.toArray(Connector[]::new)));
        }
    }

    private ServerConnector connector(String name, ListenAddress listen, Executor threads, boolean secure) {
        HttpConnectionFactory http = new HttpConnectionFactory(http(secure));
        List<ConnectionFactory> protocols = new ArrayList<>();
        if (secure) {
            protocols.add(new SslConnectionFactory(contexts(), http.getProtocol()));
        }
        protocols.add(http);
        ServerConnector connector =
                new ServerConnector(server, threads, null, null, 1, 1, protocols.toArray(ConnectionFactory[]::new));
        // the server ends the threads, after all connectors
        connector.unmanage(threads);
        connector.setName(name);
        InetSocketAddress address = listen.socketAddress();
        connector.setHost(address.getHostString());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(IDLE_MILLIS);
        return connector;
    }

    /** The port of a started connector, the first of that name. */
    static OptionalInt port(Server server, String name) {
        return Arrays.stream(server.getConnectors())
                .filter(connector -> name.equals(connector.getName()))
                .mapToInt(connector -> ((ServerConnector) connector).getLocalPort())
                .filter(port -> port > 0)
                .findFirst();
    }

    private static HttpConfiguration http(boolean secure) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        if (secure) {
            // host names are not used to choose what is served, so a certificate for another name is the browser's
            // matter
            http.addCustomizer(new SecureRequestCustomizer(false));
        }
        return http;
    }

    private SslContextFactory.Server contexts() {
        SslContextFactory.Server contexts = new SslContextFactory.Server();
        contexts.setSslContext(tls);
        contexts.setIncludeProtocols(Certificates.protocols().toArray(String[]::new));
        contexts.setIncludeCipherSuites(Certificates.ciphers().toArray(String[]::new));
        contexts.setRenegotiationAllowed(false);
        contexts.setUseCipherSuitesOrder(true);
        return contexts;
    }
}
