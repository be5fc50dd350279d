package org.ratatosk.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The documents name only files that are there. */
final class DocumentsTest {
    private static final Path HOME = Path.of(System.getProperty("ratatosk.home"));

    /** A link to a place in this repository. */
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)");

    /** A file named in the text, as in {@code `server/pom.xml`}. */
    private static final Pattern FILE = Pattern.compile("`([\\w.-]+/[\\w./-]*\\.\\w+)`");

    /** The modules' source folders, which the documents leave out of the names of files. */
    private static final List<String> SHORTHAND = List.of(
            "",
            "server/src/main/java/org/ratatosk/",
            "server/src/test/java/org/ratatosk/",
            "cms-bridge/src/main/java/org/ratatosk/",
            "cms-bridge/src/test/java/org/ratatosk/",
            "webadmin/src/main/java/org/ratatosk/",
            "webadmin/src/test/java/org/ratatosk/",
            "app/src/main/java/org/ratatosk/",
            "app/src/test/java/org/ratatosk/",
            "server/src/test/resources/",
            "cms-bridge/src/test/resources/");

    @TestFactory
    Stream<DynamicTest> nameFilesThatAreThere() throws IOException {
        return documents().stream()
                .map(file -> DynamicTest.dynamicTest(
                        HOME.relativize(file).toString(),
                        () -> assertThat(missing(file))
                                .as("files that %s names and that are not there", file)
                                .isEmpty()));
    }

    @Test
    void areLookedAt() throws IOException {
        assertThat(documents()).contains(HOME.resolve("README.md"), HOME.resolve("docs/adr/0002-java-17.md"));
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(HOME);
                Stream<Path> docs = Files.walk(HOME.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> missing(Path document) throws IOException {
        String text = Files.readString(document);
        List<String> missing = new ArrayList<>();
        LINK.matcher(text)
                .results()
                .map(DocumentsTest::name)
                .filter(link -> !Files.exists(document.resolveSibling(link)))
                .forEach(missing::add);
        FILE.matcher(text)
                .results()
                .map(DocumentsTest::name)
                .filter(file -> SHORTHAND.stream().noneMatch(folder -> Files.exists(HOME.resolve(folder + file))))
                .forEach(missing::add);
        return missing;
    }

    private static String name(MatchResult match) {
        return match.group(1).strip();
    }
}
