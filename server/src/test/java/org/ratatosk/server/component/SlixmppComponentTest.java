package org.ratatosk.server.component;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.server.Features;
import org.ratatosk.server.testing.RawComponent;
import org.ratatosk.server.testing.TestServer;

/** A component that others have made connects, is found, and answers. */
@Tag("clients")
class SlixmppComponentTest {
    private final TestServer server = new TestServer(RawComponent.components("echo.example.test"), Features::all);

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        server.close();
    }

    private String talk(String secret) throws Exception {
        Path script = Path.of(Objects.requireNonNull(SlixmppComponentTest.class.getResource("/clients/component.py"))
                .toURI());
        Path output = folder.resolve("output");
        Process python = new ProcessBuilder(List.of(
                        "/usr/bin/python3",
                        script.toString(),
                        String.valueOf(server.starttls().getPort()),
                        String.valueOf(
                                server.server().componentAddresses().get(0).getPort()),
                        server.authority().toString(),
                        TestServer.PASSWORD,
                        secret))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(python.waitFor(90, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output, UTF_8);
    }

    @Test
    void isFoundAndAnswers() throws Exception {
        server.account("alice@example.test");
        assertThat(talk(RawComponent.SECRET))
                .contains("found: ['echo.example.test']")
                .contains("('automation', 'translation')")
                .contains("alice heard: squirrel@echo.example.test A WORD UP THE TREE \u2603")
                .contains("pinged: True");
    }

    @Test
    void isToldThatItsSecretIsWrong() throws Exception {
        server.account("alice@example.test");
        assertThat(talk("another secret than that")).contains("not-authorized").doesNotContain("found:");
    }
}
