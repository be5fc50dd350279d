package org.ratatosk.server.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/**
 * Finds the server of a domain as RFC 6120 section 3.2 and XEP-0368 say: {@code _xmpp-server._tcp} and {@code _xmpps-server._tcp}
 * mixed by priority and weight; where neither is, the domain's own addresses with port 5269. Thread-safe.
 */
public final class SrvEndpoints implements Endpoints {
    /** The port that is meant where the DNS says nothing. */
    public static final int DEFAULT_PORT = 5269;

    static final String STARTTLS = "_xmpp-server._tcp.";
    static final String DIRECT_TLS = "_xmpps-server._tcp.";
    private static final int MAX_ENDPOINTS = 32;

    private final Dns dns;
    private final Hosts hosts;
    private final Hosts anyHosts;
    private final Map<String, List<Detour>> detours;
    private final RandomGenerator random;
    private final Duration patience;

    /**
     * @param filter says what must not be dialled; it does not bind detours, which are the owner's own word
     * @param detours by domain, those that are not looked up but are where the owner says
     * @param random draws among equals
     * @param patience how long all questions about a domain may take together
     */
    public SrvEndpoints(
            Dns dns,
            AddressFilter filter,
            Map<String, List<Detour>> detours,
            RandomGenerator random,
            Duration patience) {
        this.dns = dns;
        this.hosts = new Hosts(dns, filter);
        this.anyHosts = new Hosts(dns, AddressFilter.open());
        this.detours = Map.copyOf(detours);
        this.random = random;
        this.patience = patience;
    }

    /** The machines of one kind, and whether the domain says that it does not offer it (target "."). */
    private record Offer(List<Srv> machines, boolean refused) {
        boolean isSilent() {
            return machines.isEmpty() && !refused;
        }
    }

    @Override
    public CompletionStage<List<Endpoint>> of(String domain) {
        return Failures.plainly(
                find(domain).toCompletableFuture().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    private CompletionStage<List<Endpoint>> find(String domain) {
        List<Detour> detour = detours.get(domain);
        if (detour != null) {
            List<Srv> machines = detour.stream()
                    .map(to -> new Srv(0, 0, to.port(), to.host(), to.directTls()))
                    .toList();
            return gather(domain, anyHosts, machines);
        }
        Optional<String> name = ALabels.of(domain);
        if (AddressFilter.literal(domain).isPresent()) {
            return own(domain, domain);
        }
        if (name.isEmpty()) {
            return CompletableFuture.failedFuture(NoWayException.forGood(domain + " is no name that the DNS can hold"));
        }
        return offer(STARTTLS + name.get(), false)
                .thenCombine(offer(DIRECT_TLS + name.get(), true), List::of)
                .thenCompose(offers -> choose(domain, name.get(), offers));
    }

    private CompletionStage<Offer> offer(String service, boolean directTls) {
        return dns.ask(service, Type.SRV).thenApply(answer -> {
            List<Srv> machines = new ArrayList<>();
            boolean refused = false;
            for (SRVRecord record : answer.as(SRVRecord.class)) {
                String target = record.getTarget().toString(true).toLowerCase(Locale.ROOT);
                if (target.equals(".") || target.isEmpty()) {
                    refused = true;
                } else {
                    machines.add(
                            new Srv(record.getPriority(), record.getWeight(), record.getPort(), target, directTls));
                }
            }
            return new Offer(machines, refused);
        });
    }

    private CompletionStage<List<Endpoint>> choose(String domain, String name, List<Offer> offers) {
        List<Srv> machines =
                offers.stream().flatMap(offer -> offer.machines().stream()).toList();
        if (!machines.isEmpty()) {
            List<Srv> ordered = Srv.ordered(machines, random).stream()
                    .limit(Lookups.MAX_RECORDS)
                    .toList();
            return gather(domain, hosts, ordered);
        }
        if (offers.stream().allMatch(Offer::isSilent)) {
            return own(domain, name);
        }
        return CompletableFuture.failedFuture(
                NoWayException.forGood(domain + " says in the DNS that it has no XMPP for other servers"));
    }

    /** Only a domain without any SRV record is looked for at its own addresses. */
    private CompletionStage<List<Endpoint>> own(String domain, String host) {
        return gather(domain, hosts, List.of(new Srv(0, 0, DEFAULT_PORT, host, false)));
    }

    private CompletionStage<List<Endpoint>> gather(String domain, Hosts where, List<Srv> machines) {
        List<CompletableFuture<Tried>> tried = machines.stream()
                .map(machine -> where.find(machine.target())
                        .thenApply(found -> new Tried(machine, found, Optional.empty()))
                        .exceptionally(failure -> new Tried(
                                machine, new Hosts.Found(List.of(), List.of()), Optional.of(Failures.noWay(failure))))
                        .toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(tried.toArray(CompletableFuture[]::new))
                .thenApply(done -> endpoints(
                        domain, tried.stream().map(CompletableFuture::join).toList()));
    }

    /** What became of a machine's name. */
    private record Tried(Srv machine, Hosts.Found found, Optional<NoWayException> failure) {
        Stream<Endpoint> endpoints() {
            return found.addresses().stream()
                    .map(address -> new Endpoint(
                            machine.priority(), machine.target(), address, machine.port(), machine.directTls()));
        }
    }

    private static List<Endpoint> endpoints(String domain, List<Tried> tried) {
        List<Endpoint> endpoints =
                tried.stream().flatMap(Tried::endpoints).limit(MAX_ENDPOINTS).toList();
        if (!endpoints.isEmpty()) {
            return endpoints;
        }
        Optional<NoWayException> forNow = tried.stream()
                .flatMap(each -> each.failure().stream())
                .filter(NoWayException::isTemporary)
                .findFirst();
        if (forNow.isPresent()) {
            throw forNow.get();
        }
        List<String> refusals = tried.stream()
                .flatMap(each -> each.found().refusals().stream())
                .distinct()
                .limit(3)
                .toList();
        String names = String.join(
                ", ",
                tried.stream()
                        .map(each -> each.machine().target())
                        .distinct()
                        .limit(3)
                        .toList());
        throw refusals.isEmpty()
                ? tried.stream()
                        .flatMap(each -> each.failure().stream())
                        .findFirst()
                        .orElseGet(() -> NoWayException.forGood("The DNS knows no address of " + names
                                + (names.equals(domain) ? "" : ", where " + domain + " says it is")))
                : Hosts.none(domain, refusals);
    }
}
