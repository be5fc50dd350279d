package org.ratatosk.server.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is too much, to the byte, and wherever the network cuts it. */
class LimitsTest {
    private static final Limits SMALL = new Limits(200, 400, 3, 5, 3, 2);
    private static final String TOO_MUCH = "! POLICY_VIOLATION";

    private static void assertAccepted(String xml) {
        assertThat(read(xml, 1)).isEqualTo(read(xml, 1 << 20)).doesNotContain(TOO_MUCH);
    }

    private static void assertRefused(String xml) {
        assertThat(read(xml, 1)).isEqualTo(read(xml, 1 << 20)).last().isEqualTo(TOO_MUCH);
    }

    private static List<String> read(String xml, int piece) {
        return Recording.of("<s>" + xml, SMALL, piece);
    }

    private static String sized(String begin, String end, int size) {
        return begin + "x".repeat(size - begin.length() - end.length()) + end;
    }

    @Test
    void countsTheBytesOfATag() {
        assertAccepted(sized("<a b='", "'/>", 200));
        assertRefused(sized("<a b='", "'/>", 201));
        assertAccepted("<a></a" + " ".repeat(196) + ">");
        assertRefused("<a></a" + " ".repeat(197) + ">");
    }

    @Test
    void countsAllThatPrecedesTheFirstElementToItsHeader() {
        String declaration = "<?xml version='1.0'?>";
        for (int piece : new int[] {1, 1000}) {
            assertThat(Recording.of(sized(declaration + "<s a='", "'>", 200), SMALL, piece))
                    .doesNotContain(TOO_MUCH);
            assertThat(Recording.of(sized(declaration + "<s a='", "'>", 201), SMALL, piece))
                    .containsExactly(TOO_MUCH);
            assertThat(Recording.of(" ".repeat(201), SMALL, piece)).containsExactly(TOO_MUCH);
        }
    }

    @Test
    void countsTheBytesOfAStanza() {
        assertAccepted(sized("<a>", "</a>", 400));
        assertRefused(sized("<a>", "</a>", 401));
        assertAccepted(sized("<a>", "</a>", 400).repeat(3));
        assertRefused("<a>" + "x".repeat(500));
        assertRefused("<a><![CDATA[" + "x".repeat(500));
    }

    @Test
    void doesNotCountTheSpaceBetweenStanzas() {
        assertAccepted(" \n".repeat(5000) + "<a/>" + " ".repeat(5000) + "<b/>");
    }

    @Test
    void countsDepthElementsAttributesAndDeclarations() {
        assertAccepted("<a><b><c/></b></a>");
        assertRefused("<a><b><c><d/></c></b></a>");
        assertAccepted("<a><b/><b/><b/><b/></a><a><b/></a>");
        assertRefused("<a><b/><b/><b/><b/><b/></a>");
        assertAccepted("<a b='' c='' d=''/>");
        assertRefused("<a b='' c='' d='' e=''/>");
        assertAccepted("<a xmlns='u' xmlns:b='v'/>");
        assertRefused("<a xmlns='u' xmlns:b='v' xmlns:c='w'/>");
    }

    @Test
    void endsWhatNeverEnds() {
        for (String begin : List.of("<", "<a b='", "<a ", "<a>&", "<!--", "<?p ", "<a xmlns:b='")) {
            assertRefused(begin + (begin.equals("<a ") ? " " : "x").repeat(100_000));
        }
    }

    @Test
    void canBeRaisedAfterLogin() {
        XmlReader[] reader = new XmlReader[1];
        Recording read = new Recording() {
            @Override
            public void element(Element element) {
                super.element(element);
                reader[0].limits(Limits.AFTER_LOGIN);
            }
        };
        reader[0] = new XmlReader(SMALL, read);
        byte[] bytes = ("<s><login/>" + sized("<a>", "</a>", 200_000)).getBytes(StandardCharsets.UTF_8);
        reader[0].feed(bytes, 0, bytes.length);
        assertThat(read.elements).hasSize(2);
    }

    @Test
    void makeSense() {
        assertThatThrownBy(() -> new Limits(0, 1, 1, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(1, 1, 1, 1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(2, 1, 1, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Limits.AFTER_LOGIN.withStanzaBytes(1000).tagBytes()).isEqualTo(1000);
        assertThat(Limits.BEFORE_LOGIN.stanzaBytes()).isLessThan(10_000);
        assertThat(Limits.AFTER_LOGIN.stanzaBytes())
                .as("RFC 6120 section 13.12")
                .isGreaterThanOrEqualTo(10_000);
    }
}
