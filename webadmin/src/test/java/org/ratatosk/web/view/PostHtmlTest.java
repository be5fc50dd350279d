package org.ratatosk.web.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostHtmlTest {
    @Test
    void blankLinesMakeParagraphsAndOthersBreaks() {
        assertThat(PostHtml.html("one\ntwo\n\n\nthree\r\nfour"))
                .isEqualTo("<p>one<br>\ntwo</p>\n<p>three<br>\nfour</p>\n");
    }

    @Test
    void linesThatBeginWithAnAngleAreQuoted() {
        assertThat(PostHtml.html("he said\n> one\n> two\nno"))
                .isEqualTo("<p>he said</p>\n<blockquote><p>one<br>\ntwo</p>\n</blockquote>\n<p>no</p>\n");
    }

    @Test
    void betweenFencesNothingIsTouched() {
        assertThat(PostHtml.html("see\n```\n> a <b>\n  http://x.example\n```\nthere"))
                .isEqualTo("<p>see</p>\n<pre><code>&gt; a &lt;b&gt;\n  http://x.example</code></pre>\n<p>there</p>\n");
        assertThat(PostHtml.html("```java\nopen")).isEqualTo("<pre><code>open</code></pre>\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "see https://a.example/x?y=1&z=2.|https://a.example/x?y=1&amp;z=2|.",
                "(https://a.example/b)|https://a.example/b|)",
                "https://a.example/b_(c)|https://a.example/b_(c)|",
                "http://a.example, and|http://a.example|, and",
                "to xmpp:bot@a.example?message;body=hi!|xmpp:bot@a.example?message;body=hi|!",
                "mailto:a@b.example|mailto:a@b.example|"
            })
    void addressesAreLinks(String text, String link, String after) {
        String rest = after == null ? "" : after;
        assertThat(PostHtml.html(text))
                .contains("<a href=\"" + link + "\" rel=\"nofollow noopener ugc\">" + link + "</a>" + rest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "https://a.example/\"onmouseover=\"alert(1)",
                "https://a.example/'onmouseover='alert(1)",
                "https://a.example/<script>",
                "javascript:alert(1)",
                "data:text/html,<script>alert(1)</script>",
                "> <svg onload=alert(1)>",
                "```\n</code></pre><script>alert(1)</script>\n```",
                "&lt;script&gt;",
                "<a href=\"javascript:alert(1)\">x</a>",
                "\u0000<\u0000script>alert(1)</script>"
            })
    void whateverIsWrittenIsText(String text) {
        String html = PostHtml.html(text);
        String ours = "</?(?:p|br|blockquote|pre|code|a)>"
                + "|<a href=\"(?:https?://|xmpp:|mailto:)[^\"<>]*\" rel=\"nofollow noopener ugc\">";
        assertThat(html.replaceAll(ours, "")).doesNotContain("<", ">", "\"", "'");
        assertThat(html.replaceAll("&(?:lt|gt|amp|quot|#39);", "")).doesNotContain("&");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aLineOfBracketsIsReadOnce() {
        String brackets = ")".repeat(2_000_000);
        assertThat(PostHtml.html("http://a" + brackets))
                .isEqualTo("<p><a href=\"http://a\" rel=\"nofollow noopener ugc\">http://a</a>" + brackets + "</p>\n");
    }

    @Test
    void whatIsLongerThanAnyAddressIsText() {
        String fits = "http://a.example/" + "x".repeat(1_983);
        assertThat(PostHtml.html(fits)).contains("href");
        assertThat(PostHtml.html(fits + "x")).isEqualTo("<p>" + fits + "x</p>\n");
    }

    @Test
    void nothingMakesNothing() {
        assertThat(PostHtml.html("  \n ")).isEmpty();
        assertThat(PostHtml.html("https:// xmpp: mailto:")).isEqualTo("<p>https:// xmpp: mailto:</p>\n");
    }
}
