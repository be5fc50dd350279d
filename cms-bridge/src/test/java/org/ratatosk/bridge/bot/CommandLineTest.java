package org.ratatosk.bridge.bot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "help                  | help   | false | ''",
                "HELP post             | help   | false | post",
                "post: hello           | post   | true  | hello",
                "Post:hello            | post   | true  | hello",
                "post [A] hello        | post   | false | [A] hello",
                "post[A] hello         | post   | false | [A] hello",
                "post: [A] hello       | post   | true  | [A] hello",
                "reply #12 yes         | reply  | false | #12 yes",
                "  whoami              | whoami | false | ''",
                "größe ist alles       | größe  | false | ist alles",
            })
    void takesALineApart(String text, String word, boolean colon, String args) {
        assertThat(CommandLine.parse(text)).contains(new CommandLine(word, colon, args));
    }

    @Test
    void keepsFurtherLines() {
        assertThat(CommandLine.parse("post: one\n\n  two\nthree "))
                .contains(new CommandLine("post", true, "one\n\n  two\nthree"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "12 apples", "post-it is a brand", "post, please", "?OTR", "#12 yes", "post's"})
    void noWordAtTheBeginning(String text) {
        assertThat(CommandLine.parse(text)).isEmpty();
    }
}
