package org.ratatosk.web.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathsTest {
    @Test
    void plainPathsAreRead() {
        assertThat(Paths.segments("/")).contains(List.of(""));
        assertThat(Paths.segments("/~alice/feed.atom")).contains(List.of("~alice", "feed.atom"));
        assertThat(Paths.segments("/%7Ealice")).contains(List.of("~alice"));
        assertThat(Paths.segments("/~z%C3%BCri")).contains(List.of("~züri"));
        assertThat(Paths.segments("/a...b/.well-known")).contains(List.of("a...b", ".well-known"));
    }

    /** Security test 33: what can be read in two ways is not read at all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "console",
                "//",
                "//console",
                "/console/",
                "/console//members",
                "/./console",
                "/x/../console",
                "/x/%2e%2e/console",
                "/x/.%2E/console",
                "/setup/setup-s/%u002e%u002e/%u002e%u002e/users",
                "/..;/console",
                "/login;x=/console",
                "/admin/%2f",
                "/login/..%5cadmin",
                "/login\\..\\admin",
                "/static/%252e%252e/conf",
                "/a%00b",
                "/a%0d%0ab",
                "/a%",
                "/a%2",
                "/a%zz",
                "/a%+1",
                "/%c0%ae%c0%ae/console",
                "/%ff",
                "/~alice%e2%80%ae",
                "/~zürich"
            })
    void whatIsNotPlainIsRefused(String path) {
        assertThat(Paths.segments(path)).isEmpty();
    }

    @Test
    void aPathHasALength() {
        assertThat(Paths.segments("/" + "a".repeat(4095))).isPresent();
        assertThat(Paths.segments("/" + "a".repeat(4096))).isEmpty();
    }
}
