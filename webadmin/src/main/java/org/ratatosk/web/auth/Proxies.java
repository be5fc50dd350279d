package org.ratatosk.web.auth;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the client behind proxies that are trusted. X-Forwarded-For and X-Forwarded-Proto of anybody else are not looked at, and
 * of a chain only the part that trusted proxies wrote. Immutable.
 */
public final class Proxies {
    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]{2,45}");
    private final List<Network> trusted;

    /** Addresses of a length that begin with the same bits. */
    private record Network(int length, BigInteger address, int bits) {
        boolean contains(InetAddress other) {
            byte[] bytes = other.getAddress();
            return bytes.length * 8 == length
                    && address.xor(new BigInteger(1, bytes))
                                    .shiftRight(length - bits)
                                    .signum()
                            == 0;
        }
    }

    /**
     * @param trusted addresses or networks, as in {@code 10.0.0.0/8} or {@code ::1}
     * @throws IllegalArgumentException if one is neither
     */
    public Proxies(List<String> trusted) {
        List<Network> networks = new ArrayList<>();
        for (String text : trusted) {
            networks.add(network(text));
        }
        this.trusted = List.copyOf(networks);
    }

    private static Network network(String text) {
        int slash = text.indexOf('/');
        InetAddress address = literal(slash < 0 ? text : text.substring(0, slash))
                .orElseThrow(() -> new IllegalArgumentException("Not an address or network of a proxy: " + text));
        int all = address.getAddress().length * 8;
        int bits = slash < 0 ? all : bits(text, text.substring(slash + 1));
        if (bits < 0 || bits > all) {
            throw new IllegalArgumentException("Not an address or network of a proxy: " + text);
        }
        return new Network(all, new BigInteger(1, address.getAddress()), bits);
    }

    private static int bits(String whole, String number) {
        try {
            return Integer.parseInt(number);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Not an address or network of a proxy: " + whole, e);
        }
    }

    /** An address in figures; names are never looked up. */
    private static Optional<InetAddress> literal(String text) {
        boolean v6 = text.indexOf(':') >= 0;
        if (!LITERAL.matcher(text).matches()
                || (!v6 && !text.matches("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(v6 ? "[" + text + "]" : text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Whether what an address says of its clients is believed. */
    public boolean trusts(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    /** The nearest address that is not a trusted proxy's, from the right of X-Forwarded-For. */
    public InetAddress client(InetAddress peer, List<String> forwardedFor) {
        InetAddress nearest = peer;
        for (int i = forwardedFor.size() - 1; i >= 0 && trusts(nearest); i--) {
            Optional<InetAddress> before = literal(forwardedFor.get(i).strip());
            if (before.isEmpty()) {
                return nearest;
            }
            nearest = before.get();
        }
        return nearest;
    }

    /** Whether the client's connection is encrypted, as a trusted proxy says, or else as we see it. */
    public boolean secure(InetAddress peer, boolean direct, List<String> forwardedProto) {
        if (!trusts(peer) || forwardedProto.isEmpty()) {
            return direct;
        }
        return forwardedProto.get(forwardedProto.size() - 1).strip().equalsIgnoreCase("https");
    }
}
