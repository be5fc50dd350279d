package org.ratatosk.app.check;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.server.dns.ALabels;
import org.ratatosk.server.dns.AddressFilter;

/**
 * Whether clients and other servers find the server by its domains, and other servers its components by theirs: SRV records (RFC 6120
 * section 3.2, XEP-0368), else the domain's own address; and whether the addresses can be this machine's. Immutable.
 */
final class DnsCheck implements Check {
    private final Names names;
    private final Supplier<Set<InetAddress>> own;

    /** @param own the addresses of this machine */
    DnsCheck(Names names, Supplier<Set<InetAddress>> own) {
        this.names = names;
        this.own = own;
    }

    @Override
    public List<Finding> look(AppConfig config) {
        boolean anyAddress = config.server().federation().allowPrivate();
        Machines machines = new Machines(names, own.get(), anyAddress ? AddressFilter.open() : AddressFilter.closed());
        List<Service> all = new ArrayList<>(Service.forClients(config));
        all.addAll(Service.forServers(config));
        List<Finding> found = new ArrayList<>();
        try {
            for (String domain : config.server().domains()) {
                if (PublicDomains.isLocal(domain)) {
                    found.add(local(config, domain));
                } else {
                    found.addAll(look(domain, all, machines));
                }
            }
            for (String domain : config.server().components().domains().keySet()) {
                if (!PublicDomains.isLocal(domain)) {
                    found.addAll(look(domain, Service.forServers(config), machines));
                }
            }
            found.addAll(machines.look());
        } catch (Names.Offline e) {
            found.add(Finding.open(
                    e.getMessage() + ", so it is not known whether others find the domains.",
                    advice(e, config.server().federation().resolver() != null)));
        }
        return found;
    }

    private static String advice(Names.Offline e, boolean named) {
        if (e.runs()) {
            return "It runs: have it answer this machine, or look into its log. The server itself asks it too."
                    + (named ? " s2s.resolver can name another." : "");
        }
        return named
                ? "Start that DNS server, or correct s2s.resolver: the server itself asks it too."
                : "Try again when this machine is online.";
    }

    private static Finding local(AppConfig config, String domain) {
        Optional<InetAddress> number = AddressFilter.literal(domain);
        if (config.server().federation().enabled()
                && number.filter(one -> !one.isLoopbackAddress()).isPresent()) {
            return Finding.bad(
                    domain + " is an IP address and no name: other servers want a certificate for it, which hardly any"
                            + " authority gives.",
                    "Let \"domains\" name a domain, as example.org, or set s2s.enabled = off if no other server is to be met.");
        }
        return Finding.note(
                domain + " is a name for this machine or for tests alone.",
                "Clients have to be told the server's address; other servers cannot reach it.");
    }

    private List<Finding> look(String domain, List<Service> services, Machines machines) throws Names.Offline {
        return new DomainLook(ALabels.of(domain).orElse(domain), services, names, machines).look();
    }
}
