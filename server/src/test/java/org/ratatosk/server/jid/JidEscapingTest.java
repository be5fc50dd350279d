package org.ratatosk.server.jid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0106, with the examples of its section 5. */
class JidEscapingTest {
    private static Jid account(String login) {
        return JidEscaping.account(login, "example.com").orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "romeo|romeo",
                "space cadet|space\\20cadet",
                "call me \"ishmael\"|call\\20me\\20\\22ishmael\\22",
                "at&t guy|at\\26t\\20guy",
                "d'artagnan|d\\27artagnan",
                "/.fanboy|\\2f.fanboy",
                "::foo::|\\3a\\3afoo\\3a\\3a",
                "<foo>|\\3cfoo\\3e",
                "user@host|user\\40host",
                "c:\\net|c\\3a\\net",
                "c:\\\\net|c\\3a\\\\net",
                "c:\\cool stuff|c\\3a\\cool\\20stuff",
                "c:\\5commas|c\\3a\\5c5commas",
                "foo\\|foo\\",
                "two  spaces|two\\20\\20spaces",
                "a\\2fb|a\\5c2fb"
            })
    void namesBecomeLocalPartsAndBack(String login, String local) {
        assertThat(account(login).local()).contains(local);
        assertThat(JidEscaping.unescape(local)).isEqualTo(login);
    }

    @Test
    void anAddressKnowsNoCapitals() {
        assertThat(account("Space Cadet").local()).contains("space\\20cadet");
        assertThat(account("a\\2Fb").local()).contains("a\\5c2fb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " romeo", "romeo ", "ro\u0007meo", "ro\nmeo", "\u200bx"})
    void someNamesHaveNoAddress(String login) {
        assertThat(JidEscaping.account(login, "example.com")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\20romeo", "romeo\\20", "\\20", "\\2plus\\2is\\4", "foo\\bar", "foo\\41r"})
    void whatNoNameBecomesStaysAsItIs(String local) {
        assertThat(JidEscaping.unescape(local)).isEqualTo(local);
    }

    /** No two names have one address but for capitals, and each comes back. */
    @Test
    void whatGoesInComesOut() {
        Random random = new Random(106);
        String signs = "a25cf0 \\\"&'/:<>@.";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder login = new StringBuilder("x");
            random.ints(random.nextInt(8), 0, signs.length()).forEach(at -> login.append(signs.charAt(at)));
            login.append('x');
            String local = account(login.toString()).local().orElseThrow();
            assertThat(JidEscaping.unescape(local)).isEqualTo(login.toString());
        }
    }
}
