package org.ratatosk.server.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ratatosk.server.dns.AddressFilter;
import org.ratatosk.server.dns.Dns;
import org.ratatosk.server.dns.Endpoint;
import org.ratatosk.server.dns.SrvEndpoints;
import org.ratatosk.server.stream.s2s.Step;
import org.ratatosk.server.testing.TestDns;
import org.ratatosk.server.testing.TestServer;
import org.ratatosk.server.testing.World;

/** What a domain can write into its DNS to lead this server astray (security test 24): nobody is dialled, and it is said why. */
class HostileDnsTest {
    private static final String SERVICE = "_xmpp-server._tcp.bad.test. 60 IN SRV 0 65535 ";

    private final TestDns dns = new TestDns();
    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final SrvEndpoints endpoints = new SrvEndpoints(
            new Dns(List.of(dns.address()), Dns.ROOT_ANCHORS, Duration.ofSeconds(5), InstantSource.system(), pool),
            AddressFilter.closed(),
            Map.of(),
            new Random(1),
            Duration.ofSeconds(15));
    private final List<Endpoint> toDial = new CopyOnWriteArrayList<>();
    private final World world = new World(domain -> endpoints.of(domain).thenApply(found -> {
        toDial.addAll(found);
        return found;
    }));
    private final TestServer here = world.start(config -> config, "here.test");

    @AfterEach
    void stop() throws IOException {
        world.close();
        dns.close();
        pool.shutdownNow();
    }

    private Step last(Step.Kind kind) {
        List<Step> steps = new CopyOnWriteArrayList<>();
        here.server()
                .federation()
                .test("here.test", "bad.test", steps::add)
                .toCompletableFuture()
                .join();
        assertThat(steps).extracting(Step::kind).containsExactly(Step.Kind.POLICY, kind);
        return steps.get(1);
    }

    @ParameterizedTest
    @CsvSource({
        "A, 127.0.0.1, a loopback address",
        "A, 169.254.169.254, a link-local address",
        "A, 10.0.0.1, a private address",
        "AAAA, ::1, a loopback address",
        "AAAA, fd00::1, a unique-local address"
    })
    void leadsNowhereInsideTheHouse(String type, String address, String why) throws IOException {
        try (ServerSocket door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            dns.add(
                    SERVICE + door.getLocalPort() + " inside.bad.test.",
                    "inside.bad.test. 60 IN " + type + " " + address);
            Step last = last(Step.Kind.ADDRESS);
            assertThat(last.done()).isFalse();
            assertThat(last.words()).contains(why);
            assertThat(toDial).isEmpty();
            assertThat(isTheFirstToCome(door)).isTrue();
        }
    }

    /** Whoever has come before is taken before. */
    private static boolean isTheFirstToCome(ServerSocket door) throws IOException {
        try (Socket mine = new Socket(door.getInetAddress(), door.getLocalPort());
                Socket first = door.accept()) {
            return first.getPort() == mine.getLocalPort();
        }
    }

    @Test
    void leadsNotInCircles() {
        dns.add(
                SERVICE + "5269 a.bad.test.",
                "a.bad.test. 60 IN CNAME b.bad.test.",
                "b.bad.test. 60 IN CNAME a.bad.test.");
        assertThat(last(Step.Kind.DNS).done()).isFalse();
        assertThat(dns.asked()).hasSizeLessThan(40);
    }

    @Test
    void whoFailsToAnswerIsNotTheDomain() {
        dns.failAbout(SERVICE.substring(0, SERVICE.indexOf(' ')));
        assertThat(last(Step.Kind.RESOLVER).words()).contains("SERVFAIL");
    }

    @Test
    void aDotIsTheEnd() {
        dns.add("_xmpp-server._tcp.bad.test. 60 IN SRV 0 0 0 .", "bad.test. 60 IN A 8.8.8.8");
        assertThat(last(Step.Kind.DNS).done()).isFalse();
        assertThat(dns.asked("A", "bad.test.")).isZero();
    }
}
