package org.ratatosk.bridge.cms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownNameTest {
    @Test
    void theLoginNameStandsBehindANameThatDiffers() {
        assertThat(ShownName.of("alice", "Alice Liddell")).isEqualTo("Alice Liddell (alice)");
        assertThat(ShownName.of("alice", "bob")).isEqualTo("bob (alice)");
        assertThat(ShownName.of("alice", " ALICE ")).isEqualTo("alice");
        assertThat(ShownName.of("alice", " ")).isEqualTo("alice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Alice",
                "Åse Ødegård",
                "عليا",
                "עליזה",
                "अलिस",
                "e\u0301va", // a letter and its accent
                "\ud83d\ude00", // one emoji
                "\u2764\ufe0f Alice", // a heart in colour
                "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67", // a family
                "\ud83d\udc69\ud83c\udffd\u200d\ud83d\ude80", // an astronaut with a skin colour
                "\ud83c\udff3\ufe0f\u200d\ud83c\udf08", // the rainbow flag
                "Alice \ud83e\uddd9\u200d\u2640\ufe0f", // a name and a mage
            })
    void whatCanBeSeen(String name) {
        assertThat(ShownName.isVisible(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Al\u202eice", // turns the direction
                "\u2067alice",
                "\u200falice",
                "Ali\u200bce", // a blank of no width
                "Ali\u200dce", // a joiner between letters
                "\u200d\ud83d\ude00",
                "\ud83d\ude00\u200d",
                "\ud83d\ude00\u200d\u200d\ud83d\ude00",
                "\ud83d\ude00\u200dbob",
                "bob\u200d\ud83d\ude00",
                "bob\ufe0f\u200d\ud83d\ude00",
                "\ufe0f",
                "\u0301",
                "\u3164", // drawn as nothing
                "ali\u2800ce",
                "ali\u00adce",
                "ali\ufeffce",
                "ali\nce",
                "ali\ue000ce",
                "ali\ud800ce",
                "\udb40\udc61",
            })
    void whatCannotBeSeen(String name) {
        assertThat(ShownName.isVisible(name)).isFalse();
    }

    /** XEP-0106: people see what stands at the CMS, unless it would look like somebody else's address. */
    @Test
    void aLoginNameIsShownAsItIsAtTheCms() {
        assertThat(ShownName.of("space\\20cadet", "Cadet")).isEqualTo("Cadet (space cadet)");
        assertThat(ShownName.of("space\\20cadet", "Space Cadet")).isEqualTo("space cadet");
        assertThat(ShownName.of("c\\3a\\5c5commas", "")).isEqualTo("c:\\5commas");
        assertThat(ShownName.of("alice\\40example.net", "Alice")).isEqualTo("Alice (alice\\40example.net)");
    }
}
