package org.ratatosk.server.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Says which addresses are never dialled because a stranger's DNS record names them: everything that is not a public address of one
 * machine. Otherwise anybody could make this server talk to its own house. Immutable.
 */
public final class AddressFilter {
    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]+");
    private static final int MAPPED_BITS = 96;

    /** Narrow ranges stand before the wide ones that hold them. */
    private static final List<Range> CLOSED = List.of(
            range("0.0.0.0/8", "an address that means this machine"),
            range("127.0.0.0/8", "a loopback address"),
            range("10.0.0.0/8", "a private address"),
            range("172.16.0.0/12", "a private address"),
            range("192.168.0.0/16", "a private address"),
            range("100.64.0.0/10", "an address shared inside a provider's network"),
            range("169.254.0.0/16", "a link-local address"),
            range("192.0.0.0/24", "an address reserved for protocols"),
            range("192.0.2.0/24", "an address for documentation"),
            range("198.51.100.0/24", "an address for documentation"),
            range("203.0.113.0/24", "an address for documentation"),
            range("192.88.99.0/24", "a 6to4 relay"),
            range("198.18.0.0/15", "an address for measurements"),
            range("224.0.0.0/4", "a multicast address"),
            range("255.255.255.255/32", "the broadcast address"),
            range("240.0.0.0/4", "a reserved address"),
            range("::1/128", "a loopback address"),
            range("::/128", "an address that means this machine"),
            range("::/96", "an IPv4 address in the clothes of IPv6"),
            range("64:ff9b::/96", "an IPv4 address behind NAT64"),
            range("64:ff9b:1::/48", "an IPv4 address behind NAT64"),
            range("100::/64", "an address that leads nowhere"),
            range("2001::/32", "a Teredo address"),
            range("2001:db8::/32", "an address for documentation"),
            range("2002::/16", "a 6to4 address"),
            range("fc00::/7", "a unique-local address"),
            range("fe80::/10", "a link-local address"),
            range("fec0::/10", "a site-local address"),
            range("ff00::/8", "a multicast address"));

    private final List<Range> allowed;

    /** A network, and what its addresses are in words. */
    private record Range(byte[] prefix, int bits, String words) {
        boolean holds(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            int whole = bits / 8;
            if (!Arrays.equals(address, 0, whole, prefix, 0, whole)) {
                return false;
            }
            int rest = bits % 8;
            return rest == 0 || ((address[whole] ^ prefix[whole]) & 0xff) >> (8 - rest) == 0;
        }
    }

    private AddressFilter(List<Range> allowed) {
        this.allowed = allowed;
    }

    /** Refuses all that is not public. */
    public static AddressFilter closed() {
        return new AddressFilter(List.of());
    }

    /** Refuses nothing: for addresses that the owner has written down. */
    public static AddressFilter open() {
        return allowing(List.of("0.0.0.0/0", "::/0"));
    }

    /**
     * Refuses what is not public, but for some networks.
     *
     * @param networks as {@code 10.1.0.0/16}, {@code fd00::/8} or a single address
     * @throws IllegalArgumentException if one cannot be read; the message says so in words
     */
    public static AddressFilter allowing(Collection<String> networks) {
        return new AddressFilter(
                networks.stream().map(network -> range(network, "allowed")).toList());
    }

    private static Range range(String network, String words) {
        String[] parts = network.split("/", 2);
        try {
            byte[] prefix = literal(parts[0])
                    .orElseThrow(() -> new IllegalArgumentException(network + " is no network"))
                    .getAddress();
            int bits = parts.length == 1 ? prefix.length * 8 : Integer.parseInt(parts[1]);
            if (bits < 0 || bits > prefix.length * 8) {
                throw new IllegalArgumentException(
                        network + " is no network: an address has " + prefix.length * 8 + " bits");
            }
            return new Range(prefix, bits, words);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(network + " is no network: write it as 10.1.0.0/16 or fd00::/8", e);
        }
    }

    /** The address that a text is, in brackets or not; empty if it is a name. Nothing is ever looked up. */
    public static Optional<InetAddress> literal(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        boolean v6 = bare.indexOf(':') >= 0;
        if (!LITERAL.matcher(bare).matches()
                || (!v6 && !bare.matches("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(v6 ? "[" + bare + "]" : bare));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Why an address is not dialled, as {@code a private address}; empty if it may be. */
    public Optional<String> refusal(InetAddress address) {
        byte[] bytes = address.getAddress();
        Optional<Range> closed =
                CLOSED.stream().filter(range -> range.holds(bytes)).findFirst();
        if (closed.isEmpty()) {
            return Optional.empty();
        }
        if (allowed.stream().noneMatch(range -> range.holds(bytes))) {
            return closed.map(Range::words);
        }
        // Who allows NAT64 has not allowed what lies behind it.
        return inner(closed.get(), bytes).flatMap(this::refusal);
    }

    private static Optional<InetAddress> inner(Range range, byte[] address) {
        if (range.bits() != MAPPED_BITS || !range.words().contains("NAT64")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByAddress(Arrays.copyOfRange(address, MAPPED_BITS / 8, address.length)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }

    /** The order in which RFC 8305 section 4 tries addresses: IPv6 and IPv4 by turns, IPv6 first. */
    static List<InetAddress> interleaved(List<InetAddress> addresses) {
        List<InetAddress> v4 =
                addresses.stream().filter(Inet4Address.class::isInstance).toList();
        List<InetAddress> v6 =
                addresses.stream().filter(a -> !(a instanceof Inet4Address)).toList();
        return Stream.iterate(0, i -> i + 1)
                .limit(Math.max(v4.size(), v6.size()))
                .flatMap(i -> Stream.concat(
                        v6.stream().skip(i).limit(1), v4.stream().skip(i).limit(1)))
                .toList();
    }
}
