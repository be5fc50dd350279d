package org.ratatosk.app.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks at the records of one domain: each kind leads here, or it is said what to write. Confined to one thread. */
final class DomainLook {
    private final String domain;
    private final Machines machines;
    private final Map<Service, List<String>> records = new LinkedHashMap<>();
    private final String host;

    /** What is wrong with a record, and what to do. */
    private record Fault(String words, String advice) {}

    /**
     * Asks for the records.
     *
     * @param domain in A-labels
     */
    DomainLook(String domain, List<Service> services, Names names, Machines machines) throws Names.Offline {
        this.domain = domain;
        this.machines = machines;
        for (Service service : services) {
            records.put(service, names.records(service.label() + domain, "SRV"));
        }
        this.host = host();
    }

    /** The machine to name in advice: one that the owner has named already, or else the domain itself if it can be this machine. */
    private String host() throws Names.Offline {
        List<String> named = records.values().stream()
                .flatMap(List::stream)
                .filter(record -> record.split(" ").length == 4 && !saysNo(record))
                .map(record -> Machines.plain(target(record)))
                .filter(name -> !PublicDomains.isLocal(name))
                .toList();
        List<String> empty = new ArrayList<>();
        for (String name : named) {
            if (!machines.isAlias(name + ".")) {
                if (machines.hasAddress(name + ".")) {
                    machines.advised(name);
                    return name;
                }
                empty.add(name);
            }
        }
        if (!empty.isEmpty()) {
            return empty.get(0);
        }
        // What leads elsewhere may be right for a website, and is left alone.
        boolean taken = machines.isAlias(domain) || machines.isElsewhere(domain);
        return machines.advised(taken ? "xmpp." + domain : domain);
    }

    /** What is to be said of each kind. */
    List<Finding> look() throws Names.Offline {
        List<Finding> found = new ArrayList<>();
        for (Map.Entry<Service, List<String>> one : records.entrySet()) {
            look(one.getKey(), one.getValue()).ifPresent(found::add);
        }
        return found;
    }

    private Optional<Finding> look(Service service, List<String> all) throws Names.Offline {
        if (!service.listen().isEmpty()) {
            boolean wanted = !all.isEmpty() || service.fallback() > 0 || !service.isClosed();
            return wanted ? Optional.of(all.isEmpty() ? without(service) : with(service, all)) : Optional.empty();
        }
        return all.stream().allMatch(DomainLook::saysNo)
                ? Optional.empty()
                : Optional.of(Finding.bad(
                        "The record " + service.label() + domain + " sends " + service.seekers()
                                + " where this server does not expect them: " + String.join("; ", all),
                        "Remove it, or have the server listen there."));
    }

    private Finding with(Service service, List<String> all) throws Names.Offline {
        String name = service.label() + domain;
        if (all.stream().allMatch(DomainLook::saysNo)) {
            return Finding.bad(
                    "The record " + name + " says that there is nothing for " + service.seekers() + ".",
                    leading(service));
        }
        List<String> good = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        Set<String> advice = new LinkedHashSet<>();
        for (String record : all) {
            Optional<Fault> fault = fault(service, record);
            if (fault.isPresent()) {
                faults.add(record + " (" + fault.get().words() + ")");
                advice.add(fault.get().advice());
            } else {
                machines.use(target(record), port(record));
                good.add(target(record) + " port " + port(record));
            }
        }
        String rest = String.join("; ", faults);
        if (good.isEmpty()) {
            return Finding.bad("The record " + name + " leads nowhere: " + rest, String.join("\n", advice));
        }
        String leads = name + " leads to " + String.join(", ", good);
        return faults.isEmpty()
                ? Finding.good(leads + ".")
                : Finding.note(
                        leads + ", and to what is not as it should be: " + rest, "Correct or remove the latter.");
    }

    /** Why a record does not lead here; empty if it does, as far as can be told. */
    private Optional<Fault> fault(Service service, String record) throws Names.Offline {
        if (record.split(" ").length != 4 || port(record) < 0) {
            return Optional.of(new Fault("it has not four parts", leading(service)));
        }
        int port = port(record);
        if (service.isInner(port)) {
            return Optional.of(new Fault(
                    "on port " + port + " this server listens for this machine alone (" + service.setting() + ")",
                    service.opened(port)));
        }
        if (!service.isOpen(port)) {
            return Optional.of(new Fault(
                    "this server listens on no port " + port + " for " + service.seekers(), leading(service)));
        }
        if (machines.isAlias(target(record))) {
            return Optional.of(new Fault("its name is an alias, which not everybody follows", leading(service)));
        }
        return machines.hasAddress(target(record))
                ? Optional.empty()
                : Optional.of(new Fault(
                        "its name has no address",
                        "Give it one, A or AAAA; an alias (CNAME) does not do:\n" + machines.example(target(record))));
    }

    private Finding without(Service service) throws Names.Offline {
        String text = "There is no record " + service.label() + domain;
        if (service.fallback() == 0) {
            return Finding.note(
                    text + ".",
                    "With it, " + service.seekers() + " that look for it have TLS a round trip sooner. Add:\n"
                            + example(service));
        }
        String add = "Add to the domain's zone:\n" + example(service);
        if (!machines.hasAddress(domain)) {
            return Finding.bad(text + ", and " + domain + " has no address.", add);
        }
        String taken = text + "; " + service.seekers() + " take the address of " + domain + " itself";
        String port = ", and port " + service.fallback() + ", on which this server ";
        if (service.isInner(service.fallback())) {
            return Finding.bad(
                    taken + port + "listens for this machine alone (" + service.setting() + ").",
                    service.opened(service.fallback()));
        }
        if (!service.isOpen(service.fallback())) {
            return Finding.bad(taken + port + "does not listen for them.", add);
        }
        if (machines.isElsewhere(domain)) {
            return Finding.open(
                    taken + ", " + machines.shown(domain) + ", which no interface of this machine has.",
                    "If a router (NAT) has it and passes on what comes to port " + service.fallback()
                            + ", all is well. Otherwise leave it to what is\nthere, as the website of " + domain
                            + ", and add for this server:\n" + example(service));
        }
        machines.use(domain, service.fallback());
        return Finding.note(taken + ".", "If the server is elsewhere, add:\n" + example(service));
    }

    private String leading(Service service) throws Names.Offline {
        return "Let it name this server and the port on which it listens:\n" + example(service);
    }

    /** The record, and the address that its name still lacks. */
    private String example(Service service) throws Names.Offline {
        String record = service.example(domain, host);
        return machines.hasAddress(host)
                ? record
                : record + "\n" + machines.example(host)
                        + "\nThe name at the end needs an address itself, A or AAAA; an alias (CNAME) does not do.";
    }

    private static String target(String record) {
        return record.split(" ")[3];
    }

    private static int port(String record) {
        String text = record.split(" ")[2];
        return text.matches("\\d{1,5}") ? Integer.parseInt(text) : -1;
    }

    /** A single dot says that there is no such service (RFC 2782). */
    private static boolean saysNo(String record) {
        return record.endsWith(" .");
    }
}
