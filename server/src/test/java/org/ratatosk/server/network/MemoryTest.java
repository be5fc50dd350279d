package org.ratatosk.server.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ratatosk.server.Features;
import org.ratatosk.server.config.Limits;
import org.ratatosk.server.config.ServerConfig;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.TestServer;

/**
 * Security tests 4, 5 and 6: what many strangers can make the server keep. Each sends as much as is taken without an answer and then
 * is silent. The heap is looked at when only what is in use is left in it; the bounds are those of one connection's limits, with room
 * for what the client in the same process needs.
 */
class MemoryTest {
    private static final int CONNECTIONS = 200;
    private static final int ALMOST_ALL = 9_000;
    private static final int BEFORE_LOGIN = 10_000;

    private final List<RawClient> strangers = new ArrayList<>();

    private static ServerConfig roomy(ServerConfig config) {
        return config.with(config.limits().with(new Limits.Connections(1000, 1000, 1000)));
    }

    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    private static RawClient stranger(TestServer server, String kind) {
        String head = "";
        String unit = "a";
        switch (kind) {
            case "handshake" -> {
                RawClient client = RawClient.connect(server, server.directTls());
                byte[] record = new byte[5 + ALMOST_ALL];
                Arrays.fill(record, (byte) 3);
                // a handshake record of 16 KB that never comes to its end
                System.arraycopy(new byte[] {22, 3, 1, 64, 0, 1, 0, 63, (byte) 252, 3, 3}, 0, record, 0, 11);
                client.send(record);
                return client;
            }
            case "login" -> {
                RawClient client = RawClient.secure(server);
                client.send(
                        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + "A".repeat(ALMOST_ALL));
                return client;
            }
            case "attribute" -> head = "<message a='";
            case "elements" -> {
                head = "<message>";
                unit = "<a/>";
            }
            default -> throw new IllegalArgumentException(kind);
        }
        RawClient client = RawClient.connect(server);
        client.open("example.test");
        client.until("</stream:features>");
        client.send(head + unit.repeat(kind.equals("elements") ? 60 : 4_000));
        return client;
    }

    @ParameterizedTest
    @CsvSource({"handshake,200,60000", "login,80,120000", "attribute,200,60000", "elements,200,60000"})
    void strangersTakeLittleAndGiveItBack(String kind, int count, long bytesEach) {
        try (TestServer server = new TestServer(MemoryTest::roomy, Features::all)) {
            wave(server, kind, count); // pools and caches have their size from now on
            gone(server);
            long before = heap();
            wave(server, kind, count);
            assertThat((heap() - before) / count).as("bytes per connection").isLessThan(bytesEach);
            gone(server);
            // what the client's side of TLS leaves behind goes when its cleaners have run
            Awaitility.await("memory is given back").until(() -> heap() - before < count * bytesEach / 2);
        }
    }

    private void wave(TestServer server, String kind, int count) {
        for (int i = 0; i < count; i++) {
            strangers.add(stranger(server, kind));
        }
        Awaitility.await().until(() -> server.server().connections() == count);
    }

    private void gone(TestServer server) {
        strangers.forEach(RawClient::close);
        strangers.clear();
        Awaitility.await().until(() -> server.server().connections() == 0);
    }

    /** What does not end is ended after the same number of bytes, whoever else is there: none of many strangers gets more than one. */
    @ParameterizedTest
    @CsvSource({"<message a='", "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>", "<message><b>"})
    void eachStrangerIsEndedAtItsLimit(String head) {
        try (TestServer server = new TestServer(MemoryTest::roomy, Features::all)) {
            for (int i = 0; i < CONNECTIONS; i++) {
                RawClient client = RawClient.connect(server);
                client.open("example.test");
                client.until("</stream:features>");
                strangers.add(client);
            }
            String rest = "a".repeat(BEFORE_LOGIN + 1 - head.length());
            for (RawClient client : strangers) {
                client.send((head + rest).getBytes(UTF_8));
            }
            for (RawClient client : strangers) {
                assertThat(client.untilEnd()).contains("<policy-violation ");
                client.close();
            }
        }
    }
}
