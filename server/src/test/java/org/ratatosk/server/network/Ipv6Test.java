package org.ratatosk.server.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ratatosk.server.Features;
import org.ratatosk.server.config.ListenAddress;
import org.ratatosk.server.config.ServerConfig;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.TestServer;

/** The server over IPv6: on the loopback address, and on all addresses of the machine at once. */
class Ipv6Test {
    @BeforeEach
    void theMachineHasIpv6() {
        Optional<String> missing = missing();
        missing.ifPresent(why -> System.err.println("IPv6 is not tested: " + why));
        assumeTrue(missing.isEmpty(), () -> "this machine has no IPv6 loopback address: " + missing.orElse(""));
    }

    /** Why ::1 cannot be used here. */
    private static Optional<String> missing() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return socket.isBound() ? Optional.empty() : Optional.of("nothing can be bound to ::1");
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static ServerConfig listening(ServerConfig config, String host) {
        List<ListenAddress> any = List.of(new ListenAddress(host, 0));
        return new ServerConfig(
                config.domains(),
                config.data(),
                config.tls(),
                any,
                any,
                config.limits(),
                config.contacts(),
                config.registration());
    }

    @ParameterizedTest
    @CsvSource({"::1,::1", "*,::1", "*,127.0.0.1"})
    void clientsLogInOnBothPorts(String host, String target) throws IOException {
        try (TestServer server = new TestServer(config -> listening(config, host), Features::all)) {
            server.account("alice@example.test");
            InetAddress address = InetAddress.getByName(target);
            assertThat(address instanceof Inet6Address).isEqualTo(target.contains(":"));
            InetSocketAddress starttls =
                    new InetSocketAddress(address, server.starttls().getPort());
            InetSocketAddress direct =
                    new InetSocketAddress(address, server.directTls().getPort());
            try (RawClient first = RawClient.connect(server, starttls);
                    RawClient second = RawClient.connect(server, direct)) {
                first.open("example.test");
                first.until("</stream:features>");
                first.starttls();
                second.tls("example.test", "xmpp-client");
                logIn(first, "first");
                logIn(second, "second");
                String shown = server.server()
                        .server()
                        .sessions()
                        .find(Jid.of("alice@example.test/second"))
                        .orElseThrow()
                        .connection()
                        .info()
                        .address();
                assertThat(shown).startsWith(target.contains(":") ? "[0:0:0:0:0:0:0:1]:" : "127.0.0.1:");
            }
        }
    }

    private static void logIn(RawClient client, String resource) {
        client.open("example.test");
        client.until("</stream:features>");
        client.send(RawClient.plain("alice", TestServer.PASSWORD));
        client.until("<success");
        client.until(">");
        client.open("example.test");
        client.until("</stream:features>");
        client.bind(resource);
    }
}
