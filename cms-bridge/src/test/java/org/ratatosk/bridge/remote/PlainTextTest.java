package org.ratatosk.bridge.remote;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {
    @Test
    void paragraphsLinesAndPointsStayApart() {
        assertThat(PlainText.of(
                        "<p>One\n two</p>\n<p>Three<br>four</p><ul><li>a</li><li>b <b>c</b></li></ul><p>End</p>"))
                .isEqualTo("One two\n\nThree\nfour\n\n* a\n* b c\n\nEnd");
    }

    @Test
    void signsAreSigns() {
        assertThat(PlainText.of("&lt;b&gt; &amp; &#8220;so&#8221;&nbsp;on")).isEqualTo("<b> & \u201cso\u201d\u00a0on");
        assertThat(PlainText.of("Written there.")).isEqualTo("Written there.");
        assertThat(PlainText.of("")).isEmpty();
    }

    @Test
    void linksSayWhereTheyLead() {
        assertThat(PlainText.of("See <a href=\"https://a.example/\">here</a>, <a href=\"javascript:x()\">there</a> and"
                        + " <a href=\"https://b.example/\">https://b.example/</a>."))
                .isEqualTo("See here <https://a.example/>, there and https://b.example/.");
    }

    @Test
    void whatIsNotToBeReadIsLeftOut() {
        assertThat(PlainText.of("<style>p{}</style><script>x()</script><!-- no --><p>Yes<img alt=\" a nut\"></p>"))
                .isEqualTo("Yes a nut");
        assertThat(PlainText.of("<pre>a\n  b</pre><div>c</div><div>d</div>")).isEqualTo("a\n  b\n\nc\nd");
    }

    @Test
    void aLineIsOne() {
        assertThat(PlainText.line(" a\r\nb\t\u0000 c ")).isEqualTo("a b c");
    }
}
