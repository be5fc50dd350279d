package org.ratatosk.app.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.server.config.FederationConfig;
import org.ratatosk.server.config.ListenAddress;
import org.ratatosk.server.dns.ALabels;

/**
 * Whether clients and other servers find the server by its domains, and other servers its components by theirs: SRV records (RFC 6120
 * section 3.2, XEP-0368), else the domain's own address. Immutable.
 */
final class DnsCheck implements Check {
    private final Names names;

    /**
     * A kind of records.
     *
     * @param label what stands before the domain
     * @param seekers who looks for it
     * @param listen where this server expects them; empty if it does not
     * @param fallback the port of the domain's own address that they try without a record, or 0 if they try none
     */
    private record Service(String label, String seekers, List<ListenAddress> listen, int fallback) {
        boolean listensOn(String port) {
            return listen.stream().anyMatch(one -> String.valueOf(one.port()).equals(port));
        }

        String example(String domain) {
            return label + domain + ". IN SRV 0 5 " + listen.get(0).port() + " " + domain + ".";
        }
    }

    DnsCheck(Names names) {
        this.names = names;
    }

    @Override
    public List<Finding> look(AppConfig config) {
        List<Finding> found = new ArrayList<>();
        List<Service> all = new ArrayList<>(forClients(config));
        all.addAll(forServers(config));
        try {
            for (String domain : config.server().domains()) {
                if (isLocal(domain)) {
                    found.add(Finding.note(
                            domain + " is a name for this machine or for tests alone.",
                            "Clients have to be told the server's address; other servers cannot reach it."));
                } else {
                    look(ALabels.of(domain).orElse(domain), all, found);
                }
            }
            for (String domain : config.server().components().domains().keySet()) {
                if (!isLocal(domain)) {
                    look(ALabels.of(domain).orElse(domain), forServers(config), found);
                }
            }
        } catch (Names.Offline e) {
            found.add(Finding.note(
                    "The DNS does not answer (" + e.getMessage() + "), so the domains' records are not known.",
                    "Try again when this machine is online."));
        }
        return found;
    }

    private static List<Service> forClients(AppConfig config) {
        return List.of(
                new Service("_xmpp-client._tcp.", "clients", config.server().starttls(), 5222),
                new Service("_xmpps-client._tcp.", "clients", config.server().directTls(), 0));
    }

    private static List<Service> forServers(AppConfig config) {
        FederationConfig others = config.server().federation();
        return List.of(
                new Service(
                        "_xmpp-server._tcp.", "other servers", others.enabled() ? others.starttls() : List.of(), 5269),
                new Service(
                        "_xmpps-server._tcp.", "other servers", others.enabled() ? others.directTls() : List.of(), 0));
    }

    private void look(String domain, List<Service> services, List<Finding> found) throws Names.Offline {
        for (Service service : services) {
            List<String> records = names.records(service.label() + domain, "SRV");
            if (!service.listen().isEmpty()) {
                found.add(records.isEmpty() ? without(domain, service) : with(domain, service, records));
            } else if (!records.stream().allMatch(DnsCheck::saysNo)) {
                found.add(Finding.bad(
                        "The record " + service.label() + domain + " sends " + service.seekers()
                                + " where this server does not expect them: " + String.join("; ", records),
                        "Remove it, or have the server listen there."));
            }
        }
    }

    private Finding with(String domain, Service service, List<String> records) throws Names.Offline {
        String name = service.label() + domain;
        if (records.stream().allMatch(DnsCheck::saysNo)) {
            return Finding.bad(
                    "The record " + name + " says that there is nothing for " + service.seekers() + ".",
                    "Let it name this server and the port on which it listens:\n" + service.example(domain));
        }
        List<String> good = new ArrayList<>();
        List<String> troubles = new ArrayList<>();
        for (String record : records) {
            String trouble = trouble(service, record);
            if (trouble.isEmpty()) {
                good.add(record.split(" ")[3] + " port " + record.split(" ")[2]);
            } else {
                troubles.add(record + " (" + trouble + ")");
            }
        }
        String rest = String.join("; ", troubles);
        if (good.isEmpty()) {
            return Finding.bad(
                    "The record " + name + " leads nowhere: " + rest,
                    "Let it name this server and the port on which it listens:\n" + service.example(domain));
        }
        String leads = name + " leads to " + String.join(", ", good);
        return troubles.isEmpty()
                ? Finding.good(leads + ".")
                : Finding.note(
                        leads + ", and to what is not as it should be: " + rest, "Correct or remove the latter.");
    }

    /** Why a record does not lead here; empty if it does, as far as can be told. */
    private String trouble(Service service, String record) throws Names.Offline {
        String[] fields = record.split(" ");
        if (fields.length != 4) {
            return "it has not four parts";
        }
        if (!service.listensOn(fields[2])) {
            return "this server listens on no port " + fields[2] + " for " + service.seekers();
        }
        if (!names.records(fields[3], "CNAME").isEmpty()) {
            return "its name is an alias, which not everybody follows";
        }
        return hasAddress(fields[3]) ? "" : "its name has no address";
    }

    private Finding without(String domain, Service service) throws Names.Offline {
        String text = "There is no record " + service.label() + domain;
        String example = service.example(domain);
        if (service.fallback() == 0) {
            return Finding.note(
                    text + ".",
                    "With it, " + service.seekers() + " that look for it have TLS a round trip sooner. Add:\n"
                            + example);
        }
        if (!hasAddress(domain)) {
            return Finding.bad(text + ", and " + domain + " has no address.", "Add to the domain's zone:\n" + example);
        }
        String taken = text + "; " + service.seekers() + " take the address of " + domain + " itself";
        return service.listensOn(String.valueOf(service.fallback()))
                ? Finding.note(taken + ".", "If the server is elsewhere, add:\n" + example)
                : Finding.bad(
                        taken + ", and port " + service.fallback() + ", on which this server does not listen for them.",
                        "Add to the domain's zone:\n" + example);
    }

    private boolean hasAddress(String host) throws Names.Offline {
        return !names.records(host, "A").isEmpty()
                || !names.records(host, "AAAA").isEmpty();
    }

    /** A single dot says that there is no such service (RFC 2782). */
    private static boolean saysNo(String record) {
        return record.endsWith(" .");
    }

    /** Names that the DNS never has (RFC 6761), and numbers. */
    private static boolean isLocal(String domain) {
        String last = domain.substring(domain.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return domain.startsWith("[")
                || List.of("localhost", "test", "invalid", "local", "example").contains(last)
                || last.chars().allMatch(Character::isDigit);
    }
}
