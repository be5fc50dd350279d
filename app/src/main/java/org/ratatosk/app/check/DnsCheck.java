package org.ratatosk.app.check;

import java.net.IDN;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.server.config.ListenAddress;

/** Whether clients find the server by its domains: SRV records (RFC 6120 section 3.2, XEP-0368), else the domain's own address. Immutable. */
final class DnsCheck implements Check {
    private final Names names;

    DnsCheck(Names names) {
        this.names = names;
    }

    @Override
    public List<Finding> look(AppConfig config) {
        List<Finding> found = new ArrayList<>();
        try {
            for (String domain : config.server().domains()) {
                if (isLocal(domain)) {
                    found.add(Finding.note(
                            domain + " is a name for this machine or for tests alone.",
                            "Clients have to be told the server's address; other servers cannot reach it."));
                } else {
                    String ascii = IDN.toASCII(domain);
                    found.add(
                            service(ascii, "_xmpp-client._tcp.", config.server().starttls(), 5222));
                    found.add(service(
                            ascii, "_xmpps-client._tcp.", config.server().directTls(), 5223));
                }
            }
        } catch (Names.Offline e) {
            found.add(Finding.note(
                    "The DNS does not answer (" + e.getMessage() + "), so the domains' records are not known.",
                    "Try again when this machine is online."));
        }
        return found;
    }

    private Finding service(String domain, String service, List<ListenAddress> listen, int usualPort)
            throws Names.Offline {
        int port = listen.isEmpty() ? usualPort : listen.get(0).port();
        String record = service + domain;
        List<String> targets = names.records(record, "SRV");
        String example = record + ". IN SRV 0 5 " + port + " " + domain + ".";
        if (targets.isEmpty()) {
            return withoutService(domain, record, port == 5222, example);
        }
        List<String> reachable = new ArrayList<>();
        for (String target : targets) {
            String[] fields = target.split(" ");
            if (fields.length == 4
                    && hasAddress(fields[3])
                    && !listen.isEmpty()
                    && fields[2].equals(String.valueOf(port))) {
                reachable.add(fields[3] + " port " + fields[2]);
            }
        }
        return reachable.isEmpty()
                ? Finding.bad(
                        "The record " + record + " leads nowhere: " + String.join("; ", targets),
                        "Let it name this server and the port on which it listens:\n" + example)
                : Finding.good(record + " leads to " + String.join(", ", reachable) + ".");
    }

    private Finding withoutService(String domain, String record, boolean fallback, String example)
            throws Names.Offline {
        if (fallback && hasAddress(domain)) {
            return Finding.note(
                    "There is no record " + record + "; clients take the address of " + domain + " itself.",
                    "If the server is elsewhere, add:\n" + example);
        }
        String text = "There is no record " + record + (fallback ? ", and " + domain + " has no address." : ".");
        return fallback
                ? Finding.bad(text, "Add to the domain's zone:\n" + example)
                : Finding.note(text, "Clients that look for it save a round trip. Add:\n" + example);
    }

    private boolean hasAddress(String host) throws Names.Offline {
        return !names.records(host, "A").isEmpty()
                || !names.records(host, "AAAA").isEmpty();
    }

    /** Names that the DNS never has (RFC 6761), and numbers. */
    private static boolean isLocal(String domain) {
        String last = domain.substring(domain.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return domain.startsWith("[")
                || List.of("localhost", "test", "invalid", "local", "example").contains(last)
                || last.chars().allMatch(Character::isDigit);
    }
}
