package org.ratatosk.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.ratatosk.server.config.ListenAddress;
import org.ratatosk.server.config.Network;
import org.ratatosk.web.auth.Client;
import org.ratatosk.web.auth.Proxies;
import org.ratatosk.web.auth.Tally;

/**
 * Finds out where a request comes from and through which door, and sends those that came without TLS from outside to the site's
 * address. Of one address behind a trusted proxy so many requests are answered at a time as it could have connections of its own.
 * Thread-safe.
 */
final class EntranceHandler extends Handler.Wrapper {
    /** The connector's name says which door it is. */
    static final String HTTPS = "https";

    static final String HTTP = "http";
    static final String CONSOLE = "console";
    static final String METRICS = "metrics";

    private static final String CLIENT = Client.class.getName();
    private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "::1");

    private final Proxies proxies;
    private final WebConfig config;
    private final String siteUrl;
    private final StrictTransport strict;
    private final Tally underWay;

    EntranceHandler(WebConfig config, String siteUrl, Proxies proxies, StrictTransport strict, Handler next) {
        super(next);
        this.config = config;
        this.siteUrl = siteUrl;
        this.proxies = proxies;
        this.strict = strict;
        this.underWay = new Tally(config.connectionsPerAddress());
    }

    /** The client of a request that came through here. */
    static Client client(Request request) {
        if (request.getAttribute(CLIENT) instanceof Client client) {
            return client;
        }
        throw new IllegalStateException("The request did not come through the entrance");
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String door = request.getConnectionMetaData().getConnector().getName();
        InetAddress peer = address(request.getConnectionMetaData().getRemoteSocketAddress());
        InetAddress address = proxies.client(peer, lists(request, HttpHeader.X_FORWARDED_FOR));
        boolean secure = proxies.secure(peer, request.isSecure(), lists(request, HttpHeader.X_FORWARDED_PROTO));
        String host = host(request);
        if (door.equals(CONSOLE) && !OWN_NAMES.contains(host)) {
            // a page elsewhere whose name was made to point here (DNS rebinding)
            Response.writeError(request, response, callback, HttpStatus.MISDIRECTED_REQUEST_421);
            return true;
        }
        if (door.equals(HTTP) && !secure && !servesPlain(address)) {
            redirect(request, response, callback);
            return true;
        }
        if (secure) {
            strict.put(request, response, host);
        }
        request.setAttribute(CLIENT, new Client(address, secure, host, entrance(door, secure, host)));
        return proxies.trusts(peer)
                ? handleForProxy(Network.of(address), request, response, callback)
                : super.handle(request, response, callback);
    }

    private boolean handleForProxy(String network, Request request, Response response, Callback callback)
            throws Exception {
        boolean room = underWay.enter(network);
        Callback counted = Callback.from(callback, () -> underWay.leave(network));
        if (!room) {
            Response.writeError(request, response, counted, HttpStatus.TOO_MANY_REQUESTS_429);
            return true;
        }
        return super.handle(request, response, counted);
    }

    private Client.Entrance entrance(String door, boolean secure, String host) {
        if (door.equals(METRICS)) {
            return Client.Entrance.METRICS;
        }
        boolean ownHost = secure && !host.isEmpty() && host.equalsIgnoreCase(config.consoleHost());
        return door.equals(CONSOLE) || ownHost ? Client.Entrance.CONSOLE : Client.Entrance.SITE;
    }

    /** Without TLS the site is for this machine alone. */
    private boolean servesPlain(InetAddress client) {
        return client.isLoopbackAddress() && config.http().stream().allMatch(ListenAddress::isLoopback);
    }

    private void redirect(Request request, Response response, Callback callback) {
        boolean read = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (!read) {
            // what was posted has been sent in the clear already; do not invite the browser to do it again
            Response.writeError(request, response, callback, HttpStatus.FORBIDDEN_403);
            return;
        }
        response.getHeaders()
                .put(HttpHeader.LOCATION, siteUrl + request.getHttpURI().getPathQuery());
        response.setStatus(HttpStatus.PERMANENT_REDIRECT_308);
        callback.succeeded();
    }

    private static List<String> lists(Request request, HttpHeader header) {
        return request.getHeaders().getCSV(header, false);
    }

    private static String host(Request request) {
        String host = Request.getServerName(request);
        if (host == null) {
            return "";
        }
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return (bracketed ? host.substring(1, host.length() - 1) : host).toLowerCase(Locale.ROOT);
    }

    private static InetAddress address(SocketAddress remote) {
        if (remote instanceof InetSocketAddress inet) {
            return inet.getAddress();
        }
        throw new IllegalStateException("Not an internet address: " + remote);
    }
}
