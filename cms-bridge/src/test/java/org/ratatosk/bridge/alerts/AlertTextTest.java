package org.ratatosk.bridge.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.cms.Event;
import org.ratatosk.bridge.store.EventLog;

class AlertTextTest {
    private final TestSite site = new TestSite(new TestClock());
    private final AlertText text = new AlertText(name -> name);

    @BeforeEach
    void people() {
        site.join("alice", "bob", "carol");
    }

    private String body(long number, String recipient) {
        Event event = site.about(number).stream()
                .reduce((first, second) -> second)
                .map(EventLog.Entry::event)
                .orElseThrow();
        return text.body((PostNews) PostNews.of(event, site, site).orElseThrow(), recipient);
    }

    @Test
    void aPostWithATitleAndOneWithout() {
        assertThat(body(site.post("alice", "Goats", "They climb."), "bob"))
                .isEqualTo("alice posted \"Goats\" (#1): They climb. https://example.org/alice/1");
        assertThat(body(site.post("alice", "", "They climb."), "bob"))
                .isEqualTo("alice posted #2: They climb. https://example.org/alice/2");
    }

    @Test
    void aCommentIsToldToEachInTheirPlace() {
        long post = site.post("alice", "Goats", "They climb.");
        long comment = site.comment("bob", post, "Do they?");
        long reply = site.reply("carol", comment, "They do.");
        assertThat(body(comment, "alice"))
                .isEqualTo("bob commented on your post \"Goats\" (#2): Do they? https://example.org/1#c2");
        assertThat(body(comment, "carol"))
                .isEqualTo("bob commented on alice's post \"Goats\" (#2): Do they? https://example.org/1#c2");
        assertThat(body(reply, "bob"))
                .isEqualTo(
                        "carol answered your comment on alice's post \"Goats\" (#3): They do. https://example.org/1#c3");
        assertThat(body(reply, "alice"))
                .isEqualTo("carol commented on your post \"Goats\" (#3): They do. https://example.org/1#c3");
    }

    @Test
    void aCommentOnAPostWithoutATitle() {
        long comment = site.comment("bob", site.post("alice", "", "They climb."), "Do they?");
        assertThat(body(comment, "alice"))
                .isEqualTo("bob commented on your post #1 (#2): Do they? https://example.org/1#c2");
    }

    @Test
    void aHeldCommentSaysWhereToDecide() {
        long held = site.held("x@far.test", site.post("alice", "Goats", "They climb."), "Do they?");
        assertThat(body(held, "alice"))
                .isEqualTo(
                        "x@far.test wants to comment on your post \"Goats\" (#2): Do they?\n"
                                + "Only you see it. Answer \"approve\" or \"spam\", react with 👍 or 👎, or decide on the page: https://example.org/1#c2");
    }

    @Test
    void anExcerptIsOneLineAndCutBetweenWords() {
        assertThat(AlertText.excerpt("  one\n\n two\tthree\u00A0four ", 200)).isEqualTo("one two three four");
        assertThat(AlertText.excerpt("one two three", 9)).isEqualTo("one two…");
        assertThat(AlertText.excerpt("x".repeat(300), 200)).isEqualTo("x".repeat(200) + "…");
        assertThat(AlertText.excerpt("word ".repeat(100), 200)).hasSizeLessThanOrEqualTo(201);
    }

    @Test
    void anExcerptCutsNoCharacterInTwoAndHoldsNothingThatXmlCannotCarry() {
        assertThat(AlertText.excerpt("🐐".repeat(10), 5)).isEqualTo("🐐".repeat(5) + "…");
        assertThat(AlertText.excerpt("a\u0000b\u0008c\uFFFFd\uD800e", 200)).isEqualTo("a b cde");
    }
}
