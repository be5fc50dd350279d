package org.ratatosk.web.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CookiesTest {
    private static final String KEY = "abcdefghijklmnopqrstuvwxyz012345";

    @Test
    void overTlsTheyCarryThePrefixThatNoOtherHostCanPlant() {
        assertThat(Cookies.set(Cookies.LOGIN, KEY, true))
                .isEqualTo("__Host-ratatosk=" + KEY + "; Path=/; HttpOnly; SameSite=Strict; Secure");
        assertThat(Cookies.set(Cookies.LOGIN, KEY, false))
                .isEqualTo("ratatosk=" + KEY + "; Path=/; HttpOnly; SameSite=Strict");
        assertThat(Cookies.clear(Cookies.LOGIN, true)).contains("__Host-ratatosk=;", "Max-Age=0", "Secure");
    }

    @Test
    void oneIsFoundAmongOthers() {
        List<String> headers = List.of("a=b; __Host-ratatosk=" + KEY + "; c=d");
        assertThat(Cookies.find(headers, Cookies.LOGIN, true)).contains(KEY);
        assertThat(Cookies.find(headers, Cookies.LOGIN, false)).isEmpty();
        assertThat(Cookies.find(headers, Cookies.FORM, true)).isEmpty();
    }

    @Test
    void twoOfOneNameAndStrangeValuesAreNone() {
        assertThat(Cookies.find(List.of("ratatosk=" + KEY + "; ratatosk=" + KEY), Cookies.LOGIN, false))
                .isEmpty();
        assertThat(Cookies.find(List.of("ratatosk=" + KEY, "ratatosk=" + KEY), Cookies.LOGIN, false))
                .isEmpty();
        assertThat(Cookies.find(List.of("ratatosk=short"), Cookies.LOGIN, false))
                .isEmpty();
        assertThat(Cookies.find(List.of("ratatosk=" + KEY + "<"), Cookies.LOGIN, false))
                .isEmpty();
    }
}
