package org.ratatosk.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LauncherTest {
    private static final Pattern LIST =
            Pattern.compile("test_groups\\(\\) \\{\\s+cat <<'LIST'\\n(.*?)\\nLIST", Pattern.DOTALL);
    private static final Pattern EXCLUDED = Pattern.compile("<test\\.excluded>(.*)</test\\.excluded>");

    /** A group that a plain build does not leave out would run its tests without the programs that they need. */
    @Test
    void aPlainBuildLeavesOutAllGroupsButUnit() throws Exception {
        assertThat(groups()).startsWith("unit").hasSizeGreaterThan(1);
        String excluded = find(EXCLUDED, Path.of("..", "pom.xml"));
        assertThat(Stream.concat(Stream.of("unit"), Stream.of(excluded.split(","))))
                .containsExactlyElementsOf(groups());
    }

    @Test
    void aGroupThatThereIsNotIsSaidWithThoseThatThereAre() throws Exception {
        Process launcher = new ProcessBuilder("bash", "../ratatosk", "test", "nonsense")
                .redirectErrorStream(true)
                .start();
        String said = new String(launcher.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said)
                .isEqualTo("ratatosk: there is no test group \"nonsense\". The groups are: "
                        + String.join(" ", groups()) + "\n");
        assertThat(launcher.waitFor()).isEqualTo(1);
    }

    private static List<String> groups() throws Exception {
        return find(LIST, Path.of("..", "ratatosk"))
                .lines()
                .map(line -> line.split(" ", 2)[0])
                .toList();
    }

    private static String find(Pattern pattern, Path file) throws Exception {
        Matcher matcher = pattern.matcher(Files.readString(file));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
