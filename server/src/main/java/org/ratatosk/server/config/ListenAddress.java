package org.ratatosk.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where a listener waits for connections. Immutable.
 *
 * @param host an address or name of this machine, IPv6 without brackets, or {@code *} for all addresses, IPv4 and IPv6
 * @param port 0 to 65535; 0 takes any free port
 */
public record ListenAddress(String host, int port) {
    /** @throws IllegalArgumentException if the host is empty or the port out of range */
    public ListenAddress {
        if (host.isBlank() || port < 0 || port > 65535) {
            throw new IllegalArgumentException("Not an address and port: " + host + ":" + port);
        }
    }

    /** Reads {@code 127.0.0.1:5222}, {@code [::]:5222} or {@code localhost:5222}; empty if the text is nothing like that. */
    public static Optional<ListenAddress> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            return Optional.empty();
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && host.indexOf(':') >= 0) {
            return Optional.empty();
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            return Optional.of(new ListenAddress(bracketed ? host.substring(1, host.length() - 1) : host, port));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The address to bind to; names are looked up. */
    public InetSocketAddress socketAddress() {
        return host.equals("*") ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }

    /** Whether only this machine can connect there; names are looked up. */
    public boolean isLoopback() {
        InetAddress address = socketAddress().getAddress();
        return address != null && address.isLoopbackAddress();
    }

    /** As in the configuration: {@code 127.0.0.1:5222} or {@code [::]:5222}. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
