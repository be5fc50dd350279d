package org.ratatosk.server.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.testing.TestServer;

/** Clients that others have made set a picture in both ways, see it in both, and are told why when they may not. */
@Tag("clients")
class SlixmppAvatarTest {
    private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a" + "737175697272656c");
    private static final String PNG_ID = "cd6a1562e9fd85b10954d3b912c231616f6dd264";
    private static final String GIF_ID = "ef9db18d6d276a4b47961b0c4569e94cae9ed380";

    private final TestServer server = new TestServer();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        server.close();
    }

    private String talk(String how) throws Exception {
        Path script = Path.of(Objects.requireNonNull(SlixmppAvatarTest.class.getResource("/clients/avatar.py"))
                .toURI());
        Path output = folder.resolve(how);
        Process python = new ProcessBuilder(List.of(
                        "/usr/bin/python3",
                        script.toString(),
                        String.valueOf(server.starttls().getPort()),
                        server.authority().toString(),
                        TestServer.PASSWORD,
                        how))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(python.waitFor(90, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output, UTF_8);
    }

    @Test
    void onePictureHoweverItIsSetAndTheWebsitesWins() throws Exception {
        Jid alice = server.account("alice@example.test");
        server.account("bob@example.test");
        assertThat(talk("sets"))
                .contains("bob heard: alice@example.test " + PNG_ID)
                .contains("bob fetched it: True")
                .contains("bob heard: alice@example.test " + GIF_ID)
                .contains("bob saw in presence: " + GIF_ID)
                .contains("bob sees it in the card: True")
                .doesNotContain("False");
        server.admin()
                .setPicture(alice, "https://example.test/", PNG)
                .toCompletableFuture()
                .join();
        assertThat(talk("tries"))
                .contains("bob heard: alice@example.test " + PNG_ID)
                .contains(
                        "refused: not-allowed Your picture is kept at https://example.test/: change it there\nrefused: not-allowed")
                .contains("bob sees it in the card: True");
    }
}
