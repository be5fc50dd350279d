package org.ratatosk.server.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** Whom limits per address are for: an IPv4 address, or the /64 network of an IPv6 address, which one customer has whole. Immutable. */
public final class Network {
    private static final int IPV6_NETWORK_BYTES = 8;

    private Network() {}

    /** The network of an address, as a key. */
    public static String of(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), IPV6_NETWORK_BYTES))
                : address.getHostAddress();
    }

    /** The network of an IP address without a port, as a key; of anything else, itself. No name is ever looked up. */
    public static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            int zone = address.indexOf('%');
            return of(InetAddress.getByName(zone < 0 ? address : address.substring(0, zone)));
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
