package org.ratatosk.server.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Type;

/** The addresses of machines that may be dialled, those that a stranger must not send this server to left out. Thread-safe. */
public final class Hosts {
    private static final int MAX_ADDRESSES = 8;

    private final Dns dns;
    private final AddressFilter filter;

    /** What was found: addresses in the order in which they are tried, and in words why others are left out. */
    record Found(List<InetAddress> addresses, List<String> refusals) {
        Found {
            addresses = List.copyOf(addresses);
            refusals = List.copyOf(refusals);
        }
    }

    /** @param filter says what must not be dialled */
    public Hosts(Dns dns, AddressFilter filter) {
        this.dns = dns;
        this.filter = filter;
    }

    /**
     * The addresses of a machine, IPv6 and IPv4 by turns (RFC 8305), never none. The stage fails with a {@link NoWayException} that
     * says why if there are none, or none that may be dialled.
     *
     * @param host its name, or an IP address
     */
    public CompletionStage<List<InetAddress>> of(String host) {
        return find(host).thenApply(found -> {
            if (found.addresses().isEmpty()) {
                throw none(host, found.refusals());
            }
            return found.addresses();
        });
    }

    /** Why nothing of what was found can be dialled. */
    static NoWayException none(String host, List<String> refusals) {
        return refusals.isEmpty()
                ? NoWayException.forGood("The DNS knows no address of " + host)
                : NoWayException.closed(host + " cannot be reached: " + String.join("; ", refusals)
                        + ". Such addresses are dialled only if the owner of this server allows it");
    }

    CompletionStage<Found> find(String host) {
        Optional<InetAddress> literal = AddressFilter.literal(host);
        if (literal.isPresent()) {
            return CompletableFuture.completedFuture(sift(host, List.of(literal.get()), List.of()));
        }
        Optional<String> name = ALabels.of(host);
        if (name.isEmpty()) {
            return CompletableFuture.failedFuture(NoWayException.forGood(host + " is no name that the DNS can hold"));
        }
        CompletionStage<Tried> v4 = tried(name.get(), Type.A);
        CompletionStage<Tried> v6 = tried(name.get(), Type.AAAA);
        return v6.thenCombine(v4, (six, four) -> sift(host, six, four));
    }

    /** One of the two questions may fail as long as the other is answered. */
    private record Tried(List<InetAddress> addresses, Optional<Throwable> failure) {}

    private CompletionStage<Tried> tried(String name, int type) {
        return dns.ask(name, type)
                .thenApply(answer -> new Tried(addresses(answer), Optional.empty()))
                .exceptionally(failure -> new Tried(List.of(), Optional.of(failure)));
    }

    private static List<InetAddress> addresses(Answer answer) {
        List<InetAddress> addresses = new ArrayList<>();
        answer.as(ARecord.class).forEach(record -> addresses.add(record.getAddress()));
        answer.as(AAAARecord.class).forEach(record -> addresses.add(record.getAddress()));
        return addresses;
    }

    private Found sift(String host, Tried six, Tried four) {
        if (six.addresses().isEmpty() && four.addresses().isEmpty()) {
            if (four.failure().isPresent()) {
                throw Failures.noWay(four.failure().get());
            }
            if (six.failure().isPresent()) {
                throw Failures.noWay(six.failure().get());
            }
        }
        // Java makes an IPv4 address of one that is mapped into IPv6; such a record has no honest use.
        List<String> mapped = six.addresses().stream()
                .filter(Inet4Address.class::isInstance)
                .map(address -> host + " has the address ::ffff:" + address.getHostAddress()
                        + ", an IPv4 address in the clothes of IPv6")
                .toList();
        List<InetAddress> all = new ArrayList<>(four.addresses());
        six.addresses().stream().filter(a -> !(a instanceof Inet4Address)).forEach(all::add);
        return sift(host, all, mapped);
    }

    private Found sift(String host, List<InetAddress> addresses, List<String> before) {
        List<InetAddress> good = new ArrayList<>();
        List<String> refusals = new ArrayList<>(before);
        for (InetAddress address : addresses) {
            filter.refusal(address)
                    .ifPresentOrElse(
                            why -> refusals.add(host + " has the address " + address.getHostAddress() + ", " + why),
                            () -> good.add(address));
        }
        List<InetAddress> ordered = AddressFilter.interleaved(good);
        return new Found(
                ordered.subList(0, Math.min(MAX_ADDRESSES, ordered.size())),
                refusals.subList(0, Math.min(MAX_ADDRESSES, refusals.size())));
    }
}
