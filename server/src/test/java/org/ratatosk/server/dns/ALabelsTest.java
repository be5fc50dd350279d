package org.ratatosk.server.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ALabelsTest {
    @ParameterizedTest
    @CsvSource({
        "example.org, example.org",
        "EXAMPLE.Org, example.org",
        "b\u00fccher.example, xn--bcher-kva.example",
        "xn--bcher-kva.example, xn--bcher-kva.example",
        // by IDNA of 2003 these are strasse.example and the like, which are another's
        "stra\u00dfe.example, xn--strae-oqa.example",
        "\u03b2\u03cc\u03bb\u03bf\u03c2.example, xn--nxasmm1c.example",
        "stra\u00dfe.b\u00fccher, xn--strae-oqa.xn--bcher-kva",
        "my_host.example, my_host.example",
        "\u4f8b\u3048.\u30c6\u30b9\u30c8, xn--r8jz45g.xn--zckzah"
    })
    void writesDomainsAsTheDnsHasThem(String domain, String expected) {
        assertThat(ALabels.of(domain)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u200db.example",
                "\ufb01.example",
                "\ufb01\u00df.example",
                "a\u3002example",
                "",
                ".",
                "a..b",
                "a b",
                "a/b",
                "*.example",
                "-\u0000"
            })
    void refusesWhatIsAnotherDomainOrNone(String domain) {
        assertThat(ALabels.of(domain)).isEmpty();
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThat(ALabels.of("a".repeat(63) + ".example")).isPresent();
        assertThat(ALabels.of("a".repeat(64) + ".example")).isEmpty();
        assertThat(ALabels.of("a.".repeat(126) + "a")).isPresent();
        assertThat(ALabels.of("a.".repeat(127) + "a")).isEmpty();
    }
}
