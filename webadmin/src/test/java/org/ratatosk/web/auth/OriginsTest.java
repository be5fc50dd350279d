package org.ratatosk.web.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "same-origin, -, false",
                "same-origin, null, false",
                "same-site, https://example.org, true",
                "cross-site, https://example.org, true",
                "none, -, true",
                "-, -, false",
                "-, null, false",
                "-, https://example.org, false",
                "-, HTTPS://EXAMPLE.ORG, false",
                "-, http://example.org, true",
                "-, https://example.org:444, true",
                "-, https://example.org.evil.example, true",
                "-, https://evil.example, true"
            })
    void whatBrowsersSayIsJudged(@Nullable String fetchSite, @Nullable String origin, boolean foreign) {
        assertThat(Origins.foreign(fetchSite, origin, true, "example.org")).isEqualTo(foreign);
    }
}
