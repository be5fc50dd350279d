package org.ratatosk.app.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands go through the Unix socket to the server, and answers come back. */
class ControlTest {
    @TempDir
    Path folder;

    @Test
    void givesTheWordsToTheServerAndTheAnswerBack() throws IOException {
        try (ControlServer server = serve(words -> new Answer(words.size(), String.join("|", words) + "\nzwei ✓"))) {
            assertThat(ControlClient.call(socket(), List.of("user", "add", "Ægir@example.org")))
                    .contains(new Answer(3, "user|add|Ægir@example.org\nzwei ✓"));
            assertThat(server).isNotNull();
        }
    }

    @Test
    void isForTheOwnerAlone() throws IOException {
        try (ControlServer server = serve(words -> Answer.done(""))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                    .isEqualTo("rw-------");
            assertThat(server).isNotNull();
        }
    }

    @Test
    void hasNoServerBeforeAndAfter() throws IOException {
        assertThat(ControlClient.call(socket(), List.of("version"))).isEmpty();
        serve(words -> Answer.done("")).close();
        assertThat(socket()).doesNotExist();
        assertThat(ControlClient.call(socket(), List.of("version"))).isEmpty();
    }

    @Test
    void replacesWhatAKilledServerLeftBehind() throws IOException {
        ControlServer killed = serve(words -> Answer.done("old"));
        Path kept = folder.resolve("kept");
        Files.move(socket(), kept);
        killed.close();
        Files.move(kept, socket());
        assertThat(ControlClient.call(socket(), List.of("version"))).isEmpty();
        try (ControlServer server = serve(words -> Answer.done("new"))) {
            assertThat(ControlClient.call(socket(), List.of("version"))).contains(Answer.done("new"));
            assertThat(server).isNotNull();
        }
    }

    @Test
    void saysThatItFailedWhenACommandBreaks() throws IOException {
        ControlServer server = serve(words -> {
            throw new IllegalStateException("a mistake");
        });
        try (server) {
            assertThat(ControlClient.call(socket(), List.of("user", "list")))
                    .contains(Answer.failed("The server could not do it; its log says why."));
        }
    }

    @Test
    void refusesARequestWithoutBounds() throws IOException {
        try (ControlServer server = serve(words -> Answer.done("taken"))) {
            assertThat(ControlClient.call(socket(), Collections.nCopies(17, "word")))
                    .hasValueSatisfying(answer -> assertThat(answer.code()).isEqualTo(1));
            assertThat(server).isNotNull();
        }
    }

    @Test
    void tellsTheClientWhenTheServerEndsInBetween() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        ControlServer server = serve(words -> {
            begun.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Answer.done("");
        });
        Thread ending = new Thread(() -> {
            try {
                begun.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            server.close();
        });
        ending.start();
        assertThatThrownBy(() -> ControlClient.call(socket(), List.of("version")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ended");
        ending.join();
        never.countDown();
    }

    private ControlServer serve(java.util.function.Function<List<String>, Answer> commands) throws IOException {
        return new ControlServer(socket(), commands);
    }

    private Path socket() {
        return folder.resolve("control.sock");
    }
}
