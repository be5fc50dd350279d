package org.ratatosk.bridge.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinksTest {
    private final Links links = new Links("https://example.org");

    @Test
    void everythingStandsUnderTheSite() {
        assertThat(links.site()).isEqualTo("https://example.org/");
        assertThat(links.journal("alice")).isEqualTo("https://example.org/~alice");
        assertThat(links.post(17)).isEqualTo("https://example.org/posts/17");
        assertThat(links.comment(17, 23)).isEqualTo("https://example.org/posts/17?c=23#c23");
    }

    @Test
    void aNameIsOneSegmentOfThePath() {
        assertThat(Links.journalPath("alice.b-c_d@two.example")).isEqualTo("/~alice.b-c_d%40two.example");
        assertThat(Links.segment("zoé+1")).isEqualTo("zo%C3%A9%2B1");
        assertThat(Links.segment("..")).isEqualTo("~Li4");
        assertThat(Links.journalPath("a/../b?c#d")).isEqualTo("/~~YS8uLi9iP2MjZA");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"alice", "..", "~", "~Li4", "a%b", "a;b", "a\\b", "a b", "zoé", "alice@two.example", "-", "松"})
    void aSegmentIsForOneNameOnly(String name) {
        String segment = Links.segment(name);
        assertThat(Links.name(URLDecoder.decode(segment, StandardCharsets.UTF_8)))
                .isEqualTo(name);
        assertThat(segment).matches("[A-Za-z0-9~%._-]+").doesNotMatch("\\.+");
    }

    @Test
    void whatIsNotBase64IsAName() {
        assertThat(Links.name("~?")).isEqualTo("~?");
        assertThat(Links.name("")).isEmpty();
    }
}
