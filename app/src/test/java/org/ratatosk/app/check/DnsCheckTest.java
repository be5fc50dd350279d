package org.ratatosk.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.app.config.AppConfig;

/** What the DNS says of the domains, and what is made of it. */
class DnsCheckTest {
    private static final String STARTTLS = "_xmpp-client._tcp.example.org SRV";
    private static final String DIRECT = "_xmpps-client._tcp.example.org SRV";

    @TempDir
    Path folder;

    private final Map<String, List<String>> records = new HashMap<>();

    @Test
    void isContentWithRecordsThatLeadHere() throws Exception {
        records.put(STARTTLS, List.of("0 5 5222 xmpp.example.org."));
        records.put(DIRECT, List.of("0 5 5223 xmpp.example.org."));
        records.put("xmpp.example.org. A", List.of("192.0.2.1"));
        assertThat(look("example.org"))
                .containsExactly(
                        "✓ _xmpp-client._tcp.example.org leads to xmpp.example.org. port 5222.",
                        "✓ _xmpps-client._tcp.example.org leads to xmpp.example.org. port 5223.");
    }

    @Test
    void tellsWhichRecordToAdd() throws Exception {
        assertThat(look("example.org").get(0))
                .startsWith("✗ There is no record _xmpp-client._tcp.example.org, and example.org has no address.")
                .contains("_xmpp-client._tcp.example.org. IN SRV 0 5 5222 example.org.");
    }

    @Test
    void knowsThatTheDomainsOwnAddressWillDo() throws Exception {
        records.put("example.org AAAA", List.of("2001:db8::1"));
        assertThat(look("example.org").get(0)).startsWith("· ").contains("take the address of example.org itself");
    }

    @Test
    void findsRecordsWithAnotherPortOrWithoutAddress() throws Exception {
        records.put(STARTTLS, List.of("0 5 5269 xmpp.example.org.", "0 5 5222 gone.example.org."));
        records.put("xmpp.example.org. A", List.of("192.0.2.1"));
        assertThat(look("example.org").get(0)).startsWith("✗ The record _xmpp-client._tcp.example.org leads nowhere");
    }

    @Test
    void asksInALabels() throws Exception {
        records.put("_xmpp-client._tcp.xn--bcher-kva.example.net SRV", List.of("0 5 5222 a.example.net."));
        records.put("a.example.net. A", List.of("192.0.2.1"));
        assertThat(look("bücher.example.net").get(0)).startsWith("✓ _xmpp-client._tcp.xn--bcher-kva.example.net");
    }

    @Test
    void doesNotAskForNamesThatTheDnsNeverHas() throws Exception {
        assertThat(look("utgard.localhost"))
                .singleElement()
                .asString()
                .startsWith("· utgard.localhost is a name for this machine");
    }

    @Test
    void saysThatItIsOffline() throws Exception {
        Names silent = (name, type) -> {
            throw new Names.Offline("timed out");
        };
        assertThat(new DnsCheck(silent).look(config("example.org")))
                .singleElement()
                .extracting(Finding::line)
                .asString()
                .startsWith("· The DNS does not answer (timed out)");
    }

    private List<String> look(String domain) throws Exception {
        Names names = (name, type) -> records.getOrDefault(name + " " + type, List.of());
        return new DnsCheck(names)
                .look(config(domain)).stream().map(Finding::line).toList();
    }

    private AppConfig config(String domain) throws Exception {
        Path file = folder.resolve("test.conf");
        Files.writeString(file, "domains = [\"%s\"]\nsite.domains = [\"%s\"]".formatted(domain, domain));
        return AppConfig.read(file, folder, null);
    }
}
