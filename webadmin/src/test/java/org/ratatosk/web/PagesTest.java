package org.ratatosk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PagesTest {
    /** What is not on the list is not read at the start, and could not be shown. */
    @Test
    void everyTemplateIsOnTheList() throws IOException {
        List<String> files;
        try (Stream<Path> all = Files.list(Path.of("src/main/resources/org/ratatosk/web/page"))) {
            files = all.map(file -> file.getFileName().toString()).toList();
        }
        assertThat(Pages.TEMPLATES).containsExactlyInAnyOrderElementsOf(files);
    }
}
