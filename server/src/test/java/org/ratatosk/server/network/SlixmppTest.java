package org.ratatosk.server.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ratatosk.server.testing.TestServer;

/** A client that others have made logs in and talks, over TLS that it verifies. */
@Tag("clients")
class SlixmppTest {
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private final TestServer server = new TestServer();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        server.close();
    }

    private String talk(String mechanism, String transport, String password)
            throws IOException, InterruptedException, URISyntaxException {
        Path script = Path.of(Objects.requireNonNull(SlixmppTest.class.getResource("/clients/talk.py"))
                .toURI());
        int port = (transport.equals("direct") ? server.directTls() : server.starttls()).getPort();
        Path output = folder.resolve("output");
        Process python = new ProcessBuilder(List.of(
                        PYTHON.toString(),
                        script.toString(),
                        String.valueOf(port),
                        server.authority().toString(),
                        mechanism,
                        transport,
                        password))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(python.waitFor(90, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output, UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"SCRAM-SHA-256,starttls", "SCRAM-SHA-1,starttls", "PLAIN,starttls", "SCRAM-SHA-256,direct"})
    void logsInAndTalks(String mechanism, String transport) throws Exception {
        server.account("alice@example.test");
        server.account("bob@example.test");
        assertThat(talk(mechanism, transport, TestServer.PASSWORD))
                .contains("bob heard: A word up the tree \u2603")
                .contains("managed: True");
    }

    @ParameterizedTest
    @CsvSource({"SCRAM-SHA-256,starttls", "PLAIN,starttls"})
    void isToldThatAPasswordIsWrong(String mechanism, String transport) throws Exception {
        server.account("alice@example.test");
        assertThat(talk(mechanism, transport, "wrong")).contains("failed_auth").doesNotContain("bob heard");
    }
}
