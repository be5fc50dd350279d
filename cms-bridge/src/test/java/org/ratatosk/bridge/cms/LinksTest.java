package org.ratatosk.bridge.cms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinksTest {
    private final Links links = new Links("https://example.org");

    @Test
    void everythingStandsUnderTheSite() {
        assertThat(links.site()).isEqualTo("https://example.org/");
        assertThat(links.journal("alice")).isEqualTo("https://example.org/~alice");
        assertThat(links.post(17)).isEqualTo("https://example.org/posts/17");
        assertThat(links.comment(17, 23)).isEqualTo("https://example.org/posts/17#c23");
    }

    @Test
    void aNameIsOneSegmentOfThePath() {
        assertThat(Links.journalPath("a/../b?c#d é")).isEqualTo("/~a%2F..%2Fb%3Fc%23d%20%C3%A9");
    }
}
