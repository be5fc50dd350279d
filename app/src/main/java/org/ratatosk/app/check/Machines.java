package org.ratatosk.app.check;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ratatosk.server.dns.AddressFilter;

/** The machines that records lead to, and whether the world reaches this one there. Confined to one thread. */
final class Machines {
    private final Names names;
    private final Set<InetAddress> own;
    private final AddressFilter filter;
    private final Map<String, List<InetAddress>> asked = new HashMap<>();
    private final Map<String, Set<Integer>> used = new LinkedHashMap<>();
    private String advised = "";

    /**
     * @param own the addresses of this machine
     * @param filter which addresses the world reaches
     */
    Machines(Names names, Set<InetAddress> own, AddressFilter filter) {
        this.names = names;
        this.own = own;
        this.filter = filter;
    }

    /** A name without the dot at its end. */
    static String plain(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    boolean isAlias(String host) throws Names.Offline {
        return !names.records(host, "CNAME").isEmpty();
    }

    boolean hasAddress(String host) throws Names.Offline {
        return !addresses(host).isEmpty();
    }

    private List<InetAddress> addresses(String host) throws Names.Offline {
        List<InetAddress> known = asked.get(plain(host));
        if (known != null) {
            return known;
        }
        List<InetAddress> found = Stream.concat(names.records(host, "A").stream(), names.records(host, "AAAA").stream())
                .flatMap(text -> AddressFilter.literal(text).stream())
                .toList();
        asked.put(plain(host), found);
        return found;
    }

    /** Notes that somebody goes to a port there. */
    void use(String host, int port) {
        used.computeIfAbsent(plain(host), name -> new TreeSet<>()).add(port);
    }

    /** Whether a name leads to machines that may be others altogether: the world reaches them, and none of the addresses is of an interface here. */
    boolean isElsewhere(String host) throws Names.Offline {
        List<InetAddress> all = addresses(host);
        return !all.isEmpty()
                && all.stream()
                        .noneMatch(
                                one -> own.contains(one) || filter.refusal(one).isPresent());
    }

    /** The addresses of a name as text. */
    String shown(String host) throws Names.Offline {
        return addresses(host).stream().map(Machines::text).collect(Collectors.joining(", "));
    }

    /** The name to advise for a domain, of which the first may be the one for other domains too. */
    String advised(String host) {
        advised = advised.isEmpty() ? host : advised;
        return advised;
    }

    /** The line of a zone that gives an address of this machine to a name. */
    String example(String host) {
        List<InetAddress> open =
                own.stream().filter(one -> filter.refusal(one).isEmpty()).toList();
        Optional<InetAddress> best = open.stream()
                .filter(Inet4Address.class::isInstance)
                .findFirst()
                .or(() -> open.stream().findFirst());
        String type = best.filter(one -> !(one instanceof Inet4Address)).isPresent() ? "AAAA" : "A";
        return plain(host) + ". IN " + type + " "
                + best.map(InetAddress::getHostAddress)
                        .map(text -> text.replaceAll("%.*", ""))
                        .orElse("ADDRESS");
    }

    /** What is to be said of all that somebody goes to. */
    List<Finding> look() throws Names.Offline {
        List<Finding> found = new ArrayList<>();
        for (Map.Entry<String, Set<Integer>> one : used.entrySet()) {
            found.add(look(one.getKey(), addresses(one.getKey()), one.getValue()));
        }
        return found;
    }

    private Finding look(String host, List<InetAddress> addresses, Set<Integer> ports) {
        List<String> closed = addresses.stream()
                .flatMap(one -> filter.refusal(one).map(why -> text(one) + " (" + why + ")").stream())
                .toList();
        if (!closed.isEmpty()) {
            return Finding.bad(
                    host + " leads to " + String.join(", ", closed) + ", where the world reaches nobody.",
                    "Let it have an address of this machine, or of the router before it, that can be reached from outside. If the"
                            + " DNS says so\nonly in your own house, look from outside. A closed network says"
                            + " s2s.allow-private = on.");
        }
        String foreign = addresses.stream()
                .filter(one -> !own.contains(one))
                .map(Machines::text)
                .collect(Collectors.joining(", "));
        if (foreign.isEmpty()) {
            String all = addresses.stream().map(Machines::text).collect(Collectors.joining(", "));
            return Finding.good(host + " has "
                    + (addresses.size() == 1 ? "an address of this machine: " : "addresses of this machine: ") + all
                    + ".");
        }
        String open = ports.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return Finding.note(
                host + " leads to " + foreign + ", which no interface of this machine has.",
                "Behind a router (NAT) that is as it should be: it has to pass on what comes to " + open
                        + ". Otherwise let the records name this"
                        + " machine,\nor correct the address unless something else, as a website, is there.");
    }

    private static String text(InetAddress address) {
        return address.getHostAddress();
    }
}
