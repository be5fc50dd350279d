package org.ratatosk.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.server.dns.AddressFilter;

/** What the DNS says of the domains, and what is made of it. */
class DnsCheckTest {
    private static final String STARTTLS = "_xmpp-client._tcp.example.org SRV";

    private static final Supplier<Set<InetAddress>> OWN = () -> Set.of(
            address("93.184.216.34"), address("2606:2800:21f:cb07::1"), address("10.0.0.5"), address("127.0.0.1"));

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
                        "✓ _xmpps-server._tcp.example.org leads to xmpp.example.org. port 5270.",
                        "✓ xmpp.example.org has an address of this machine: 93.184.216.34.");
    }

    @Test
    void anAddressOfNoInterfaceHereMayBeThatOfARouter() throws Exception {
        allRecords("example.org");
        records.put("xmpp.example.org. A", List.of("93.184.216.99"));
        assertThat(look("example.org"))
                .hasSize(5)
                .last()
                .asString()
                .startsWith("· xmpp.example.org leads to 93.184.216.99, which no interface of this machine has.")
                .contains("router", "5222, 5223, 5269, 5270");
    }

    @Test
    void theWorldDoesNotReachPrivateAddresses() throws Exception {
        allRecords("example.org");
        records.put("xmpp.example.org. A", List.of("93.184.216.34", "10.0.0.5", "0.0.0.0"));
        records.put("xmpp.example.org. AAAA", List.of("0:0:0:0:0:0:0:1"));
        assertThat(look("example.org"))
                .hasSize(5)
                .last()
                .asString()
                .startsWith(
                        "✗ xmpp.example.org leads to 10.0.0.5 (a private address), 0.0.0.0 (an address that means this"
                                + " machine), 0:0:0:0:0:0:0:1 (a loopback address), where the world reaches nobody.")
                .contains("s2s.allow-private");
        assertThat(look("example.org", "s2s.allow-private = on").get(4)).startsWith("· ");
    }

    /** Without records it is the domain's own address that counts. */
    @Test
    void theDomainsOwnAddressIsLookedAtToo() throws Exception {
        records.put("example.org A", List.of("127.0.0.1"));
        assertThat(look("example.org"))
                .hasSize(5)
                .last()
                .asString()
                .startsWith("✗ example.org leads to 127.0.0.1 (a loopback address)");
    }

    @Test
    void aServerThatListensForThisMachineAloneIsNotMet() throws Exception {
        allRecords("example.org");
        List<String> found = look(
                "example.org", "s2s { starttls = [\"127.0.0.1:5269\"], direct-tls = [\"[::1]:5270\", \"*:15270\"] }");
        assertThat(found.get(2))
                .startsWith("✗ The record _xmpp-server._tcp.example.org leads nowhere")
                .contains("on port 5269 this server listens for this machine alone (s2s.starttls)");
        assertThat(found.get(3)).contains("on port 5270 this server listens for this machine alone (s2s.direct-tls)");
        records.clear();
        records.put("example.org A", List.of("93.184.216.34"));
        assertThat(look("example.org", "s2s { starttls = [\"127.0.0.1:5269\"], direct-tls = [] }")
                        .get(2))
                .startsWith(
                        "✗ There is no record _xmpp-server._tcp.example.org; other servers take the address of example.org"
                                + " itself, and port 5269, on which this server listens for this machine alone (s2s.starttls).")
                .contains("\"*:5269\"");
    }

    /** Whatever the DNS says: it may not answer, or lead to a program in between. */
    @Test
    void aServerThatNobodyElseCanConnectToIsFoundWithoutTheDns() throws Exception {
        String loopback = "s2s { starttls = [\"127.0.0.1:5269\"], direct-tls = [\"[::1]:5270\"] }";
        assertThat(listening("example.org", loopback))
                .singleElement()
                .asString()
                .startsWith("✗ Other servers reach 127.0.0.1:5269 and [::1]:5270 from this machine alone (s2s.starttls,"
                        + " s2s.direct-tls).")
                .contains("\"*:5269\"", "s2s.enabled = off");
        assertThat(listening("example.org", "s2s.starttls = [\"127.0.0.1:5269\"]"))
                .isEmpty();
        assertThat(listening("example.org", "s2s { starttls = [], direct-tls = [] }"))
                .singleElement()
                .asString()
                .startsWith("· No other server can connect: s2s.starttls and s2s.direct-tls are empty.");
        assertThat(listening("localhost", loopback)).isEmpty();
        assertThat(listening("example.org", "s2s.enabled = off, " + loopback)).isEmpty();
    }

    private List<String> listening(String domain, String more) throws Exception {
        return new ListeningCheck()
                .look(config(domain, more)).stream().map(Finding::line).toList();
    }

    @Test
    void adviceTakesTheNameThatTheOwnerHasChosen() throws Exception {
        records.put("_xmpp-server._tcp.example.org SRV", List.of("0 5 5269 chat.example.org."));
        records.put("chat.example.org. A", List.of("93.184.216.34"));
        List<String> found = look("example.org");
        assertThat(found.get(0))
                .contains("_xmpp-client._tcp.example.org. IN SRV 10 5 5222 chat.example.org.")
                .doesNotContain("IN A");
        assertThat(found.get(1)).contains("_xmpps-client._tcp.example.org. IN SRV 5 5 5223 chat.example.org.");
    }

    @Test
    void adviceSaysThatTheNameNeedsAnAddressToo() throws Exception {
        assertThat(look("example.org").get(0))
                .contains("_xmpp-client._tcp.example.org. IN SRV 10 5 5222 example.org.")
                .contains("example.org. IN A ", "AAAA", "CNAME");
        records.put("_xmpp-client._tcp.example.org SRV", List.of("0 5 5222 chat.example.org."));
        assertThat(look("example.org").get(0))
                .contains("(its name has no address)")
                .contains("chat.example.org. IN A ")
                .doesNotContain("IN SRV");
        assertThat(look("example.org").get(2))
                .contains("IN SRV 10 5 5269 chat.example.org.", "chat.example.org. IN A ");
    }

    /** What is an alias can be no target. */
    @Test
    void adviceNamesNoAlias() throws Exception {
        records.put("example.org CNAME", List.of("www.example.net."));
        records.put("example.org A", List.of("93.184.216.34"));
        assertThat(look("example.org").get(1)).contains("IN SRV 5 5 5223 xmpp.example.org.", "xmpp.example.org. IN A ");
    }

    /** The website is at a provider, this server somewhere else; or a router stands before it. Who can tell? */
    @Test
    void aWebsiteElsewhereKeepsItsAddress() throws Exception {
        records.put("example.org A", List.of("151.101.1.195"));
        String more = "components.domains { \"echo.example.org\" { secret = \"nuts in the hollow oak\" } }";
        List<String> found = look("example.org", more);
        assertThat(found).hasSize(6).noneMatch(line -> line.contains("correct the address"));
        assertThat(found.get(2))
                .startsWith("? There is no record _xmpp-server._tcp.example.org; other servers take the address of"
                        + " example.org itself, 151.101.1.195, which no interface of this machine has.")
                .contains(
                        "router",
                        "5269",
                        "website",
                        "_xmpp-server._tcp.example.org. IN SRV 10 5 5269 xmpp.example.org.",
                        "xmpp.example.org. IN A 93.184.216.34");
        assertThat(found.get(3))
                .startsWith("· ")
                .contains("_xmpps-server._tcp.example.org. IN SRV 5 5 5270 xmpp.example.org.");
        assertThat(found.get(4)).contains("_xmpp-server._tcp.echo.example.org. IN SRV 10 5 5269 xmpp.example.org.");
        allRecords("example.org");
        assertThat(look("example.org")).hasSize(5).allMatch(line -> line.startsWith("✓ "));
    }

    @Test
    void anAddressIsNoNameForOthers() throws Exception {
        assertThat(look("192.0.2.1"))
                .singleElement()
                .asString()
                .startsWith("✗ 192.0.2.1 is an IP address and no name")
                .contains("certificate", "s2s.enabled = off");
        assertThat(look("[2001:db8::1]")).singleElement().asString().startsWith("✗ ");
        assertThat(look("192.0.2.1", "s2s.enabled = off"))
                .singleElement()
                .asString()
                .startsWith("· ");
        assertThat(look("127.0.0.1")).singleElement().asString().startsWith("· ");
    }

    private void allRecords(String domain) {
        records.put("_xmpp-client._tcp." + domain + " SRV", List.of("0 5 5222 xmpp.example.org."));
        records.put("_xmpps-client._tcp." + domain + " SRV", List.of("0 5 5223 xmpp.example.org."));
        records.put("_xmpp-server._tcp." + domain + " SRV", List.of("0 5 5269 xmpp.example.org."));
        records.put("_xmpps-server._tcp." + domain + " SRV", List.of("0 5 5270 xmpp.example.org."));
        records.put("xmpp.example.org. A", List.of("93.184.216.34"));
    }

    /** Nobody logs in at a component; other servers have to find it. */
    @Test
    void looksForTheDomainsOfComponentsAsOtherServersDo() throws Exception {
        allRecords("example.org");
        String more = "components.domains { \"echo.example.org\" { secret = \"nuts in the hollow oak\" } }";
        assertThat(look("example.org", more))
                .hasSize(7)
                .filteredOn(line -> line.contains("echo"))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("✗ There is no record _xmpp-server._tcp.echo.example.org, and"
                                        + " echo.example.org has no address.")
                                .contains("_xmpp-server._tcp.echo.example.org. IN SRV 10 5 5269 xmpp.example.org."),
                        line -> assertThat(line)
                                .startsWith("· There is no record _xmpps-server._tcp.echo.example.org."));
        allRecords("echo.example.org");
        assertThat(look("example.org", more)).hasSize(7).allMatch(line -> line.startsWith("✓ "));
    }

    @Test
    void aServerThatMeetsNoOthersNeedsNoRecordsForThem() throws Exception {
        allRecords("example.org");
        records.put("_xmpps-server._tcp.example.org SRV", List.of("0 0 0 ."));
        assertThat(look("example.org", "s2s.enabled = off"))
                .hasSize(4)
                .element(2)
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
        records.put("example.org A", List.of("93.184.216.34"));
        assertThat(look("example.org", "s2s.starttls = [\"*:15269\"]").get(2))
                .startsWith("✗ There is no record _xmpp-server._tcp.example.org; other servers take the address of"
                        + " example.org itself, and port 5269, on which this server does not listen for them.")
                .contains("_xmpp-server._tcp.example.org. IN SRV 10 5 15269 example.org.");
        assertThat(look("example.org").get(2)).startsWith("· ");
    }

    @Test
    void tellsWhichRecordToAdd() throws Exception {
        assertThat(look("example.org").get(0))
                .startsWith("✗ There is no record _xmpp-client._tcp.example.org, and example.org has no address.")
                .contains("_xmpp-client._tcp.example.org. IN SRV 10 5 5222 example.org.");
    }

    @Test
    void knowsThatTheDomainsOwnAddressWillDo() throws Exception {
        records.put("example.org AAAA", List.of("2606:2800:21f:cb07:0:0:0:1"));
        assertThat(look("example.org").get(0)).startsWith("· ").contains("take the address of example.org itself");
    }

    @Test
    void findsRecordsWithAnotherPortOrWithoutAddress() throws Exception {
        records.put(STARTTLS, List.of("0 5 5269 xmpp.example.org.", "0 5 5222 gone.example.org."));
        records.put("xmpp.example.org. A", List.of("93.184.216.34"));
        assertThat(look("example.org").get(0)).startsWith("✗ The record _xmpp-client._tcp.example.org leads nowhere");
    }

    @Test
    void asksInALabels() throws Exception {
        records.put("_xmpp-client._tcp.xn--bcher-kva.example.net SRV", List.of("0 5 5222 a.example.net."));
        records.put("a.example.net. A", List.of("93.184.216.34"));
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
            throw new Names.Offline("The DNS server 192.0.2.53:53 (s2s.resolver) does not answer (timed out)", false);
        };
        assertThat(new DnsCheck(silent, OWN).look(config("example.org", "")))
                .singleElement()
                .extracting(Finding::line)
                .asString()
                .startsWith(
                        "? The DNS server 192.0.2.53:53 (s2s.resolver) does not answer (timed out), so it is not known");
    }

    private static InetAddress address(String text) {
        return AddressFilter.literal(text).orElseThrow();
    }

    private List<String> look(String domain) throws Exception {
        return look(domain, "");
    }

    private List<String> look(String domain, String more) throws Exception {
        Names names = (name, type) -> records.getOrDefault(name + " " + type, List.of());
        return new DnsCheck(names, OWN)
                .look(config(domain, more)).stream().map(Finding::line).toList();
    }

    private AppConfig config(String domain, String more) throws Exception {
        Path file = folder.resolve("test.conf");
        Files.writeString(file, "domains = [\"%s\"]\nsite.domains = [\"%s\"]\n%s".formatted(domain, domain, more));
        return AppConfig.read(file, folder, null);
    }
}
