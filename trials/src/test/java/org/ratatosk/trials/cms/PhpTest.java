package org.ratatosk.trials.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The tests that are written in PHP, each case by its name, on SQLite and on MariaDB. */
@Tag("cms")
class PhpTest {
    private static final Path FOLDER = Path.of(System.getProperty("ratatosk.home"), "php", "tests");

    /** A case of TAP, and what it says of a failure. */
    private static final Pattern CASE = Pattern.compile("^(not )?ok \\d+ - (.*)\\n((?:#.*\\n)*)", Pattern.MULTILINE);

    @TestFactory
    Stream<DynamicTest> passes() throws Exception {
        Tool.Ending ending;
        try (MariaDb database = new MariaDb()) {
            database.create("library");
            Map<String, String> environment =
                    Map.of("RATATOSK_TEST_SOCKET", database.socket().toString());
            ending = Tool.PHP.run(FOLDER, environment, "-d", "zend.assertions=1", "run.php");
        }
        List<MatchResult> cases = CASE.matcher(ending.printed()).results().toList();
        assertThat(ending.printed()).endsWith("1.." + cases.size() + "\n");
        assertThat(ending.code() == 0)
                .isEqualTo(cases.stream().allMatch(one -> one.group(1) == null) && !cases.isEmpty());
        return cases.stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.group(2),
                        () -> assertThat(one.group(1)).as(one.group(3)).isNull()));
    }
}
