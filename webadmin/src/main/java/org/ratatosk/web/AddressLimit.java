package org.ratatosk.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.ratatosk.server.config.Network;
import org.ratatosk.web.auth.Proxies;
import org.ratatosk.web.auth.Tally;

/**
 * Closes connections of an address, or of the /64 network of an IPv6 address, that has too many open already. Trusted proxies have
 * as many as they want: {@link EntranceHandler} counts the requests of those behind them. Thread-safe.
 */
final class AddressLimit implements Connection.Listener {
    private final Tally open;
    private final Proxies proxies;

    AddressLimit(int most, Proxies proxies) {
        this.open = new Tally(most);
        this.proxies = proxies;
    }

    @Override
    public void onOpened(Connection connection) {
        network(connection)
                .filter(network -> !open.enter(network))
                .ifPresent(network -> connection.getEndPoint().close());
    }

    @Override
    public void onClosed(Connection connection) {
        network(connection).ifPresent(open::leave);
    }

    /** Whose connection it is; nothing for a proxy's, and for what runs inside TLS, which was counted already. */
    private Optional<String> network(Connection connection) {
        if (connection.getEndPoint() instanceof SslConnection.SslEndPoint
                || !(connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress remote)) {
            return Optional.empty();
        }
        InetAddress address = remote.getAddress();
        return proxies.trusts(address) ? Optional.empty() : Optional.of(Network.of(address));
    }
}
