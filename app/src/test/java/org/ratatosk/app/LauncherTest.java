package org.ratatosk.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        assertThat(says(1, "test", "nonsense"))
                .isEqualTo("ratatosk: there is no test group \"nonsense\". The groups are: "
                        + String.join(" ", groups()) + "\n");
    }

    @Test
    void aCommandThatThereIsNotIsSaidInALineWithTheOneThatIsLikeIt() throws Exception {
        assertThat(says(2, "dmeo"))
                .isEqualTo("ratatosk: there is no command \"dmeo\". Did you mean \"demo\"?"
                        + " \"./ratatosk help\" lists them all.\n");
        assertThat(says(2, "nonsense")).doesNotContain("Did you mean").hasLineCount(1);
        assertThat(says(2, "help", "usr")).contains("no command \"usr\". Did you mean \"user\"?");
    }

    @Test
    void theLaunchersOwnCommandsHaveTheirHelpLikeTheOthers() throws Exception {
        assertThat(says(0, "help", "demo"))
                .startsWith("Usage: ./ratatosk demo")
                .isEqualTo(says(0, "demo", "--help"))
                .contains("--stay");
        assertThat(says(0, "help", "test"))
                .startsWith("Usage: ./ratatosk test")
                .isEqualTo(says(0, "test", "unit", "-h"))
                .contains(groups());
        assertThat(says(0, "help"))
                .startsWith("Usage: ./ratatosk COMMAND")
                .isEqualTo(says(0))
                .isEqualTo(says(0, "--help"))
                .isEqualTo(says(0, "help", "help"))
                .isEqualTo(says(0, "help", "--help"));
    }

    private static String says(int code, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "../ratatosk"));
        command.addAll(List.of(words));
        Process launcher = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(launcher.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(launcher.waitFor()).isEqualTo(code);
        return said;
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
