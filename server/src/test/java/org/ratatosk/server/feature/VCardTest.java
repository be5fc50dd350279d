package org.ratatosk.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.testing.Bench;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.WrittenSize;

/** XEP-0054: bounds of a card, and of how often it is sent. */
class VCardTest {
    private static final String GET = "<iq type='get' id='g' to='alice@example.org'><vCard xmlns='vcard-temp'/></iq>";

    private final Bench bench = new Bench();

    @BeforeEach
    void accounts() {
        bench.accounts("alice@example.org", "bob@example.net");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private List<Element> says(Bench.Client client, String xml) {
        client.sends(xml);
        bench.settle();
        return client.received();
    }

    private static String set(String content) {
        return "<iq type='set' id='s'><vCard xmlns='vcard-temp'>" + content + "</vCard></iq>";
    }

    private static String photo(int bytes) {
        byte[] picture = Arrays.copyOf(HexFormat.of().parseHex("89504e470d0a1a0a"), bytes);
        return "<PHOTO><BINVAL>" + Base64.getEncoder().encodeToString(picture) + "</BINVAL></PHOTO>";
    }

    @Test
    void aCardIsBoundedAndSoIsItsPicture() {
        Bench.Client alice = bench.connect("alice@example.org/home");
        assertThat(says(alice, set("<DESC>" + "x".repeat(65_000) + "</DESC>" + photo(128 << 10)))
                        .toString())
                .contains("type='result'");
        assertThat(says(alice, set("<DESC>" + "x".repeat(66_000) + "</DESC>")).toString())
                .contains("not-acceptable", "A card without its picture has 65536 bytes at most");
        assertThat(says(alice, set(photo((128 << 10) + 1))).toString())
                .contains("not-acceptable", "A picture has 131072 bytes at most");
        assertThat(says(alice, GET).toString()).contains("x".repeat(65_000), "image/png");
    }

    /** What comes in few bytes and is long when it is written counts as it is written. */
    @Test
    void manyNamespacesDoNotMakeACardLonger() {
        Bench.Client alice = bench.connect("alice@example.org/home");
        String ns = "urn:" + "n".repeat(500);
        String nested = ("<a xmlns='" + ns + "'><b xmlns=''/></a>").repeat(200);
        assertThat(says(alice, set(nested)).toString()).contains("not-acceptable");
    }

    @Test
    void asksWithoutEndAreRefusedForAMinute() {
        Bench.Client alice = bench.connect("alice@example.org/home");
        says(alice, set(photo(128 << 10)));
        Bench.Client bob = bench.connect("bob@example.net/home");
        long bytes = 0;
        int refused = 0;
        for (int i = 0; i < 1_000; i++) {
            for (Element answer : says(bob, GET)) {
                bytes += WrittenSize.of(answer);
                refused += answer.toString().contains("resource-constraint") ? 1 : 0;
            }
        }
        assertThat(bytes).isLessThan(17 << 20);
        assertThat(refused).isBetween(900, 920);
        assertThat(says(alice, GET).toString()).contains("image/png");
        bench.pass(Duration.ofSeconds(61));
        assertThat(says(bob, GET).toString()).contains("image/png");
    }

    @Test
    void aCardGoesWithItsAccount() {
        Bench.Client alice = bench.connect("alice@example.org/home");
        says(alice, set("<FN>Alice</FN>" + photo(100)));
        bench.server().admin().deleteAccount(alice.session().account());
        bench.settle();
        bench.accounts("alice@example.org");
        Bench.Client later = bench.connect("alice@example.org/home");
        assertThat(says(later, "<iq type='get' id='g'><vCard xmlns='vcard-temp'/></iq>")
                        .toString())
                .contains("type='result'")
                .doesNotContain("Alice", "PHOTO");
    }

    @Test
    void nothingChangesWhenTheDiskIsFull() {
        Bench.Client alice = bench.connect("alice@example.org/home");
        alice.sends("<presence/>");
        says(alice, set("<FN>Alice</FN>" + photo(100)));
        bench.store().full(true);
        List<Element> answer = says(alice, set("<FN>Eve</FN>" + photo(200)));
        assertThat(answer).hasSize(1);
        assertThat(answer.toString()).contains("type='wait'");
        bench.store().full(false);
        assertThat(says(alice, GET).toString()).contains("Alice").doesNotContain("Eve");
    }
}
