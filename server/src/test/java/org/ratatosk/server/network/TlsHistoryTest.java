package org.ratatosk.server.network;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.TestServer;

/** Security test 8: what TLS was before TLS 1.2 is not spoken, as bytes on both ports that no library of today would send. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsHistoryTest {
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int FATAL = 2;
    private static final int HANDSHAKE_FAILURE = 40;
    private static final int PROTOCOL_VERSION = 70;

    /** Suites of the time, and those of today that TLS 1.2 knows. */
    private static final int[] SUITES = {0xC02B, 0xC009, 0xC00A, 0xC013, 0x002F, 0x0035, 0x000A};

    private final TestServer server = new TestServer();

    @AfterAll
    void stop() {
        server.close();
    }

    private static byte[] with(int length, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = length - 1; i >= 0; i--) {
            out.write(content.length >> (8 * i));
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List.of(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static byte[] extension(int type, byte[] content) {
        return joined(new byte[] {0, (byte) type}, with(2, content));
    }

    /** A ClientHello (RFC 5246 section 7.4.1.2) of version 3.{@code minor} in a record of the same. */
    private static byte[] hello(int minor) {
        byte[] version = {3, (byte) minor};
        byte[] suites = new byte[2 * SUITES.length];
        for (int i = 0; i < SUITES.length; i++) {
            suites[2 * i] = (byte) (SUITES[i] >> 8);
            suites[2 * i + 1] = (byte) SUITES[i];
        }
        byte[] name = joined(new byte[] {0}, with(2, "example.test".getBytes(US_ASCII)));
        byte[] extensions = joined(
                extension(0, with(2, name)),
                extension(10, with(2, new byte[] {0, 23, 0, 24})),
                extension(11, with(1, new byte[] {0})),
                extension(13, with(2, new byte[] {4, 3, 4, 1, 2, 3, 2, 1})));
        byte[] body = joined(
                version, new byte[32], new byte[] {0}, with(2, suites), with(1, new byte[] {0}), with(2, extensions));
        return joined(new byte[] {HANDSHAKE}, version, with(2, joined(new byte[] {1}, with(3, body))));
    }

    /** A hello of SSL 2.0 that offers SSL 3.0, as browsers sent it. */
    private static byte[] hello2() {
        byte[] content = joined(
                new byte[] {1, 3, 0, 0, 6, 0, 0, 0, 16}, new byte[] {0, 0, 0x2F, 1, 0, (byte) 0x80}, new byte[16]);
        return joined(new byte[] {(byte) 0x80, (byte) content.length}, content);
    }

    private RawClient client(String port) {
        if (port.equals("direct")) {
            return RawClient.connect(server, server.directTls());
        }
        RawClient client = RawClient.connect(server);
        client.open("example.test");
        client.until("</stream:features>");
        client.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        client.until("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        return client;
    }

    private static byte[] answer(RawClient client) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (!client.hasEnded()) {
            byte[] more = client.next(5_000);
            assertThat(more.length > 0 || client.hasEnded())
                    .as("the server answers or ends")
                    .isTrue();
            all.writeBytes(more);
            if (more.length > 0 && more[0] == HANDSHAKE) {
                break;
            }
        }
        return all.toByteArray();
    }

    /** 0 is SSL 3.0, 1 is TLS 1.0, 2 is TLS 1.1. */
    @ParameterizedTest
    @CsvSource({"0,direct", "1,direct", "2,direct", "0,starttls", "1,starttls", "2,starttls"})
    void t8AnswersOldHellosWithAnAlert(int minor, String port) {
        try (RawClient client = client(port)) {
            client.send(hello(minor));
            byte[] answer = answer(client);
            assertThat(answer).hasSizeGreaterThanOrEqualTo(7).startsWith(ALERT);
            assertThat((int) answer[5]).isEqualTo(FATAL);
            assertThat((int) answer[6]).isIn(HANDSHAKE_FAILURE, PROTOCOL_VERSION);
        }
    }

    @Test
    void t8SpeaksNoSsl2() {
        try (RawClient client = client("direct")) {
            client.send(hello2());
            byte[] answer = answer(client);
            assertThat(answer.length == 0 || answer[0] == ALERT).isTrue();
        }
    }

    /** The same bytes are answered with a handshake once they say TLS 1.2: it is the version that was refused. */
    @ParameterizedTest
    @CsvSource({"direct", "starttls"})
    void t8AnswersTheHelloOfTls12(String port) {
        try (RawClient client = client(port)) {
            client.send(hello(3));
            assertThat(answer(client)).startsWith(HANDSHAKE);
        }
    }
}
