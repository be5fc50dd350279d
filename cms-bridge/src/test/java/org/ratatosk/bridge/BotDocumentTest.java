package org.ratatosk.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page for members names every command as {@code help} does, in its order, and no other. */
class BotDocumentTest {
    private static final Path PAGE =
            Path.of(System.getProperty("ratatosk.home", "..")).resolve("docs/bot.md");

    @Test
    void namesEveryCommand() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(3, line.indexOf('`', 3)).replace("\\|", "|"))
                .toList();
        assertThat(rows).containsExactlyElementsOf(BotConversationTest.usages());
    }
}
