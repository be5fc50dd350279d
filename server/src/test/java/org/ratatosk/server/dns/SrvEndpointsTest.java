package org.ratatosk.server.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.testing.TestDns;
import org.ratatosk.server.testing.TurnableClock;

/** Where the server of a domain is (RFC 6120 section 3.2, XEP-0368; security test 24). */
@Tag("also-federation")
class SrvEndpointsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestDns world = new TestDns();
    private final TurnableClock clock = new TurnableClock();
    private final ExecutorService pool = Executors.newFixedThreadPool(2);

    @AfterEach
    void end() throws IOException {
        world.close();
        pool.shutdownNow();
    }

    private SrvEndpoints endpoints(AddressFilter filter, Map<String, List<Detour>> detours, Duration patience) {
        Dns dns = new Dns(List.of(world.address()), Dns.ROOT_ANCHORS, patience, clock, pool);
        return new SrvEndpoints(dns, filter, detours, new Random(1), patience);
    }

    private final SrvEndpoints closed = endpoints(AddressFilter.closed(), Map.of(), PATIENCE);

    private static List<String> found(Endpoints endpoints, String domain) {
        return endpoints.of(domain).toCompletableFuture().join().stream()
                .map(Endpoint::toString)
                .toList();
    }

    private List<String> found(String domain) {
        return found(closed, domain);
    }

    private static NoWayException failure(Endpoints endpoints, String domain) {
        try {
            endpoints.of(domain).toCompletableFuture().join();
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(NoWayException.class);
            return (NoWayException) e.getCause();
        }
        throw new AssertionError("A way was found to " + domain);
    }

    // what the DNS says

    @Test
    void mixesBothKindsByPriority() {
        world.add(
                "_xmpp-server._tcp.example.test. 60 IN SRV 10 5 5269 One.example.test.",
                "_xmpps-server._tcp.example.test. 60 IN SRV 5 5 5270 two.example.test.",
                "_xmpp-server._tcp.example.test. 60 IN SRV 1 5 15269 three.example.test.",
                "one.example.test. 60 IN A 8.8.1.1",
                "two.example.test. 60 IN A 8.8.2.2",
                "three.example.test. 60 IN A 8.8.3.3");
        assertThat(found("example.test"))
                .containsExactly(
                        "three.example.test (8.8.3.3:15269, STARTTLS)",
                        "two.example.test (8.8.2.2:5270, direct TLS)",
                        "one.example.test (8.8.1.1:5269, STARTTLS)");
    }

    @Test
    void takesIpV6AndIpV4ByTurns() {
        world.add(
                "_xmpp-server._tcp.example.test. 60 IN SRV 1 5 5269 host.example.test.",
                "host.example.test. 60 IN A 8.8.1.1",
                "host.example.test. 60 IN A 8.8.1.2",
                "host.example.test. 60 IN AAAA 2a00::1");
        assertThat(found("example.test"))
                .containsExactly(
                        "host.example.test ([2a00:0:0:0:0:0:0:1]:5269, STARTTLS)",
                        "host.example.test (8.8.1.1:5269, STARTTLS)",
                        "host.example.test (8.8.1.2:5269, STARTTLS)");
    }

    @Test
    void usesTheDomainsOwnAddressesOnlyWithoutAnyRecord() {
        world.add("example.test. 60 IN A 8.8.1.1");
        assertThat(found("example.test")).containsExactly("example.test (8.8.1.1:5269, STARTTLS)");
    }

    @Test
    void neverFallsBackWhereRecordsForDirectTlsAre() {
        world.add(
                "example.test. 60 IN A 8.8.1.1",
                "_xmpps-server._tcp.example.test. 60 IN SRV 1 1 5270 gone.example.test.");
        NoWayException failure = failure(closed, "example.test");
        assertThat(failure).hasMessage("The DNS knows no address of gone.example.test, where example.test says it is");
        assertThat(failure.isTemporary()).isFalse();
        assertThat(world.asked("A", "example.test.")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"_xmpp-server._tcp", "_xmpps-server._tcp"})
    void aDotMeansThatThereIsNoXmpp(String service) {
        world.add("example.test. 60 IN A 8.8.1.1", service + ".example.test. 60 IN SRV 0 0 0 .");
        assertThat(failure(closed, "example.test"))
                .hasMessage("example.test says in the DNS that it has no XMPP for other servers");
    }

    @Test
    void aDotForOneKindLeavesTheOther() {
        world.add(
                "_xmpp-server._tcp.example.test. 60 IN SRV 0 0 0 .",
                "_xmpps-server._tcp.example.test. 60 IN SRV 1 1 5270 host.example.test.",
                "host.example.test. 60 IN A 8.8.1.1");
        assertThat(found("example.test")).containsExactly("host.example.test (8.8.1.1:5270, direct TLS)");
    }

    @Test
    void asksForInternationalDomainsAsALabels() {
        world.add("xn--bcher-kva.test. 60 IN A 8.8.1.1");
        assertThat(found("b\u00fccher.test")).containsExactly("xn--bcher-kva.test (8.8.1.1:5269, STARTTLS)");
        assertThat(failure(closed, "b\u200dc.test")).hasMessageContaining("no name that the DNS can hold");
        assertThat(failure(closed, ("a".repeat(60) + ".").repeat(4) + "test")).hasMessageContaining("too long");
    }

    /** The older rules lead to strasse.test. */
    @Test
    void nobodyIsSentToAnothersDomain() {
        world.add("strasse.test. 60 IN A 8.8.1.2", "xn--strae-oqa.test. 60 IN A 8.8.1.1");
        assertThat(found(Jid.of("a@stra\u00dfe.test").domain()))
                .containsExactly("xn--strae-oqa.test (8.8.1.1:5269, STARTTLS)");
    }

    @Test
    void dialsDomainsThatAreAddresses() {
        assertThat(found("8.8.8.8")).containsExactly("8.8.8.8 (8.8.8.8:5269, STARTTLS)");
        assertThat(found("[2a00::1]")).containsExactly("[2a00::1] ([2a00:0:0:0:0:0:0:1]:5269, STARTTLS)");
        assertThat(failure(closed, "[::1]")).hasMessageContaining("a loopback address");
        assertThat(world.asked()).isEmpty();
    }

    @Test
    void saysThatThereIsNoSuchDomain() {
        assertThat(failure(closed, "nowhere.test")).hasMessage("The DNS knows no address of nowhere.test");
    }

    // what must not be dialled

    @ParameterizedTest
    @CsvSource({
        "A, 127.0.0.1, a loopback address",
        "A, 169.254.169.254, a link-local address",
        "A, 192.168.0.1, a private address",
        "AAAA, ::1, a loopback address",
        "AAAA, fd00::1, a unique-local address",
        "AAAA, ::ffff:8.8.8.8, an IPv4 address in the clothes of IPv6",
        "AAAA, 64:ff9b::7f00:1, an IPv4 address behind NAT64"
    })
    void refusesTargetsInsideTheHouse(String type, String address, String why) {
        world.add(
                "_xmpp-server._tcp.example.test. 60 IN SRV 1 1 5269 inside.example.test.",
                "inside.example.test. 60 IN " + type + " " + address);
        NoWayException failure = failure(closed, "example.test");
        assertThat(failure)
                .hasMessageStartingWith("example.test cannot be reached: inside.example.test has the address ")
                .hasMessageContaining(why)
                .hasMessageEndingWith("only if the owner of this server allows it");
        assertThat(failure.isTemporary()).isFalse();
    }

    @Test
    void leavesOutWhatMustNotBeDialledAndDialsTheRest() {
        world.add("example.test. 60 IN A 127.0.0.1", "example.test. 60 IN A 8.8.1.1", "example.test. 60 IN AAAA ::1");
        assertThat(found("example.test")).containsExactly("example.test (8.8.1.1:5269, STARTTLS)");
    }

    @Test
    void dialsNetworksThatTheOwnerAllows() {
        world.add("example.test. 60 IN A 127.0.0.1");
        AddressFilter filter = AddressFilter.allowing(List.of("127.0.0.0/8"));
        assertThat(found(endpoints(filter, Map.of(), PATIENCE), "example.test"))
                .containsExactly("example.test (127.0.0.1:5269, STARTTLS)");
    }

    @Test
    void takesTheOwnersWordAboutADomain() {
        world.add("inside.test. 60 IN A 10.0.0.1", "example.test. 60 IN A 8.8.1.1");
        SrvEndpoints detouring = endpoints(
                AddressFilter.closed(),
                Map.of(
                        "example.test",
                        List.of(new Detour("127.0.0.1", 15270, true), new Detour("inside.test", 15269, false))),
                PATIENCE);
        assertThat(found(detouring, "example.test"))
                .containsExactly("127.0.0.1 (127.0.0.1:15270, direct TLS)", "inside.test (10.0.0.1:15269, STARTTLS)");
        assertThat(world.asked("SRV", "_xmpp-server._tcp.example.test.")).isZero();
    }

    // aliases, huge and missing answers

    @Test
    void followsAliasesInsideAnAnswerAndBeyond() {
        world.add("example.test. 60 IN CNAME a0.test.", "a5.test. 60 IN A 8.8.1.1");
        IntStream.range(0, 5).forEach(i -> world.add("a" + i + ".test. 60 IN CNAME a" + (i + 1) + ".test."));
        assertThat(found("example.test")).containsExactly("example.test (8.8.1.1:5269, STARTTLS)");
    }

    @Test
    void endsWhereAliasesLeadInCircles() {
        world.add("example.test. 60 IN CNAME other.test.", "other.test. 60 IN CNAME example.test.");
        NoWayException failure = failure(closed, "example.test");
        assertThat(failure).hasMessageContaining("leads in circles");
        assertThat(world.asked().size()).isLessThan(25);
    }

    @Test
    void endsAfterTooManyAliases() {
        IntStream.range(0, 30).forEach(i -> world.add("a" + i + ".test. 60 IN CNAME a" + (i + 1) + ".test."));
        world.add("a30.test. 60 IN A 8.8.1.1");
        assertThat(failure(closed, "a0.test")).hasMessageContaining("more than 8 aliases");
    }

    @Test
    void usesTcpForLongAnswersAndBoundsThem() {
        IntStream.range(0, 500)
                .forEach(i -> world.add(
                        "_xmpp-server._tcp.example.test. 60 IN SRV 1 65535 5269 host" + i + ".example.test.",
                        "host" + i + ".example.test. 60 IN A 8.8." + i / 250 + "." + (1 + i % 250)));
        assertThat(found("example.test")).hasSize(32).doesNotHaveDuplicates();
        assertThat(world.asked()).contains("tcp SRV _xmpp-server._tcp.example.test.");
        assertThat(world.asked().stream().filter(line -> line.contains(" A "))).hasSize(32);
    }

    @Test
    void boundsTheAddressesOfOneMachine() {
        IntStream.range(1, 200).forEach(i -> world.add("example.test. 60 IN A 8.8.0." + i));
        assertThat(found("example.test")).hasSize(8);
    }

    @Test
    void oneMachineThatFailsLeavesTheOthers() {
        world.add(
                "_xmpp-server._tcp.example.test. 60 IN SRV 1 1 5269 broken.example.test.",
                "_xmpp-server._tcp.example.test. 60 IN SRV 2 1 5269 host.example.test.",
                "host.example.test. 60 IN A 8.8.1.1");
        world.failAbout("broken.example.test.");
        assertThat(found("example.test")).containsExactly("host.example.test (8.8.1.1:5269, STARTTLS)");
    }

    /** What is attacked must not be taken for what is not there: no fall back to the domain's own address. */
    @Test
    void anErrorIsNotTheSameAsNoRecord() {
        world.add("example.test. 60 IN A 8.8.1.1");
        world.failAbout("_xmpps-server._tcp.example.test.");
        NoWayException failure = failure(closed, "example.test");
        assertThat(failure)
                .hasMessage("The DNS answers about the SRV of _xmpps-server._tcp.example.test with an error: SERVFAIL");
        assertThat(failure.isTemporary()).isTrue();
    }

    @Test
    void waitsForASlowResolverOnlySoLong() {
        world.add("example.test. 60 IN A 8.8.1.1");
        world.keepSilentAbout("_xmpp-server._tcp.example.test.");
        NoWayException failure =
                failure(endpoints(AddressFilter.closed(), Map.of(), Duration.ofMillis(300)), "example.test");
        assertThat(failure)
                .hasMessageMatching("The DNS does not answer .*")
                .hasMessageNotContainingAny("id=", "trying");
        assertThat(failure.isTemporary()).isTrue();
    }

    @Test
    void oneKindOfAddressIsEnoughWhenTheOtherFails() {
        world.add("example.test. 60 IN A 8.8.1.1", "other.test. 60 IN AAAA 2a00::1");
        world.failAbout("AAAA", "example.test.");
        world.failAbout("A", "other.test.");
        world.failAbout("A", "nothing.test.");
        assertThat(found("example.test")).containsExactly("example.test (8.8.1.1:5269, STARTTLS)");
        assertThat(found("other.test")).hasSize(1);
        assertThat(failure(closed, "nothing.test").isTemporary())
                .as("nobody knows that it has no address")
                .isTrue();
    }

    // what is kept

    @Test
    void keepsAnswersAsLongAsTheySay() {
        world.add(
                "_xmpp-server._tcp.example.test. 60 IN SRV 1 1 5269 host.example.test.",
                "host.example.test. 300 IN A 8.8.1.1");
        found("example.test");
        clock.pass(Duration.ofSeconds(59));
        found("example.test");
        assertThat(world.asked("SRV", "_xmpp-server._tcp.example.test.")).isEqualTo(1);

        clock.pass(Duration.ofSeconds(2));
        found("example.test");
        assertThat(world.asked("SRV", "_xmpp-server._tcp.example.test.")).isEqualTo(2);
        assertThat(world.asked("A", "host.example.test.")).isEqualTo(1);
    }

    @Test
    void keepsThatThereIsNothingAsLongAsTheZoneSays() {
        world.add(
                "example.test. 900 IN SOA ns.example.test. admin.example.test. 1 3600 600 86400 120",
                "example.test. 900 IN A 8.8.1.1");
        found("example.test");
        clock.pass(Duration.ofSeconds(119));
        found("example.test");
        assertThat(world.asked("SRV", "_xmpp-server._tcp.example.test.")).isEqualTo(1);
        clock.pass(Duration.ofSeconds(2));
        found("example.test");
        assertThat(world.asked("SRV", "_xmpp-server._tcp.example.test.")).isEqualTo(2);
    }

    @Test
    void anAliasLivesNoLongerThanItself() {
        world.add("example.test. 10 IN CNAME host.test.", "host.test. 900 IN A 8.8.1.1");
        found("example.test");
        clock.pass(Duration.ofSeconds(11));
        found("example.test");
        assertThat(world.asked("A", "example.test.")).isEqualTo(2);
    }

    @Test
    void doesNotKeepFailures() {
        world.failAbout("_xmpp-server._tcp.example.test.");
        failure(closed, "example.test");
        failure(closed, "example.test");
        assertThat(world.asked("SRV", "_xmpp-server._tcp.example.test.")).isGreaterThanOrEqualTo(2);
    }
}
