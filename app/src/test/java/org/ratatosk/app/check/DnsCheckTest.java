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

    @TempDir
    Path folder;

    private final Map<String, List<String>> records = new HashMap<>();

    @Test
    void isContentWithRecordsThatLeadHere() throws Exception {
        allRecords("example.org");
        assertThat(look("example.org"))
                .containsExactly(
                        "✓ _xmpp-client._tcp.example.org leads to xmpp.example.org. port 5222.",
                        "✓ _xmpps-client._tcp.example.org leads to xmpp.example.org. port 5223.",
                        "✓ _xmpp-server._tcp.example.org leads to xmpp.example.org. port 5269.",
                        "✓ _xmpps-server._tcp.example.org leads to xmpp.example.org. port 5270.");
    }

    private void allRecords(String domain) {
        records.put("_xmpp-client._tcp." + domain + " SRV", List.of("0 5 5222 xmpp.example.org."));
        records.put("_xmpps-client._tcp." + domain + " SRV", List.of("0 5 5223 xmpp.example.org."));
        records.put("_xmpp-server._tcp." + domain + " SRV", List.of("0 5 5269 xmpp.example.org."));
        records.put("_xmpps-server._tcp." + domain + " SRV", List.of("0 5 5270 xmpp.example.org."));
        records.put("xmpp.example.org. A", List.of("192.0.2.1"));
    }

    /** Nobody logs in at a component; other servers have to find it. */
    @Test
    void looksForTheDomainsOfComponentsAsOtherServersDo() throws Exception {
        allRecords("example.org");
        String more = "components.domains { \"echo.example.org\" { secret = \"nuts in the hollow oak\" } }";
        assertThat(look("example.org", more))
                .hasSize(6)
                .filteredOn(line -> line.contains("echo"))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("✗ There is no record _xmpp-server._tcp.echo.example.org, and"
                                        + " echo.example.org has no address.")
                                .contains("_xmpp-server._tcp.echo.example.org. IN SRV 0 5 5269 echo.example.org."),
                        line -> assertThat(line)
                                .startsWith("· There is no record _xmpps-server._tcp.echo.example.org."));
        allRecords("echo.example.org");
        assertThat(look("example.org", more)).hasSize(6).allMatch(line -> line.startsWith("✓ "));
    }

    @Test
    void aServerThatMeetsNoOthersNeedsNoRecordsForThem() throws Exception {
        allRecords("example.org");
        records.put("_xmpps-server._tcp.example.org SRV", List.of("0 0 0 ."));
        assertThat(look("example.org", "s2s.enabled = off"))
                .hasSize(3)
                .last()
                .asString()
                .startsWith("✗ The record _xmpp-server._tcp.example.org sends other servers where this server does not"
                        + " expect them: 0 5 5269 xmpp.example.org.");
    }

    @Test
    void aDotSaysThatThereIsNothing() throws Exception {
        allRecords("example.org");
        records.put("_xmpp-server._tcp.example.org SRV", List.of("0 0 0 ."));
        assertThat(look("example.org").get(2))
                .startsWith("✗ The record _xmpp-server._tcp.example.org says that there is nothing for other servers.");
    }

    @Test
    void saysWhichOfSeveralRecordsIsNotAsItShouldBe() throws Exception {
        allRecords("example.org");
        records.put(
                "_xmpp-server._tcp.example.org SRV",
                List.of("0 5 5269 xmpp.example.org.", "9 5 5269 alias.example.org."));
        records.put("alias.example.org. CNAME", List.of("xmpp.example.org."));
        assertThat(look("example.org").get(2))
                .startsWith(
                        "· _xmpp-server._tcp.example.org leads to xmpp.example.org. port 5269, and to what is not as it"
                                + " should be: 9 5 5269 alias.example.org. (its name is an alias, which not everybody follows)");
    }

    @Test
    void theDomainsOwnAddressDoesNotDoWhereThePortIsAnother() throws Exception {
        records.put("example.org A", List.of("192.0.2.1"));
        assertThat(look("example.org", "s2s.starttls = [\"*:15269\"]").get(2))
                .startsWith("✗ There is no record _xmpp-server._tcp.example.org; other servers take the address of"
                        + " example.org itself, and port 5269, on which this server does not listen for them.")
                .contains("_xmpp-server._tcp.example.org. IN SRV 0 5 15269 example.org.");
        assertThat(look("example.org").get(2)).startsWith("· ");
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
        assertThat(new DnsCheck(silent).look(config("example.org", "")))
                .singleElement()
                .extracting(Finding::line)
                .asString()
                .startsWith("· The DNS does not answer (timed out)");
    }

    private List<String> look(String domain) throws Exception {
        return look(domain, "");
    }

    private List<String> look(String domain, String more) throws Exception {
        Names names = (name, type) -> records.getOrDefault(name + " " + type, List.of());
        return new DnsCheck(names)
                .look(config(domain, more)).stream().map(Finding::line).toList();
    }

    private AppConfig config(String domain, String more) throws Exception {
        Path file = folder.resolve("test.conf");
        Files.writeString(file, "domains = [\"%s\"]\nsite.domains = [\"%s\"]\n%s".formatted(domain, domain, more));
        return AppConfig.read(file, folder, null);
    }
}
