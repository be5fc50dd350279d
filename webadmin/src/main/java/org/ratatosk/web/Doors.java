package org.ratatosk.web;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.ratatosk.server.config.ListenAddress;
import org.ratatosk.server.tls.Certificates;

/** Makes Jetty's connectors. Immutable. */
final class Doors {
    private static final long IDLE_MILLIS = 30_000;
    private final Server server;
    private final SSLContext tls;

    Doors(Server server, SSLContext tls) {
        this.server = server;
        this.tls = tls;
    }

    /** Adds connectors of a name to the server, one for each address. */
    void open(String name, List<ListenAddress> addresses, boolean secure) {
        addresses.forEach(listen -> server.addConnector(connector(name, listen, secure)));
    }

    private ServerConnector connector(String name, ListenAddress listen, boolean secure) {
        HttpConnectionFactory http = new HttpConnectionFactory(http(secure));
        List<ConnectionFactory> protocols = new ArrayList<>();
        if (secure) {
            protocols.add(new SslConnectionFactory(contexts(), http.getProtocol()));
        }
        protocols.add(http);
        ServerConnector connector = new ServerConnector(server, 1, 1, protocols.toArray(ConnectionFactory[]::new));
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
