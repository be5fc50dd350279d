package org.ratatosk.server.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.xml.XmlException.Problem;

/** Whatever a stream accepts can be written, is not much larger then, and can be read again. */
class WrittenSizeTest {
    private static final String[] WORDS = {
        "a",
        "plain text",
        "<&>\"'",
        "\t\n\r",
        "\u00FC\u20AC",
        "\uD83D\uDC3F",
        "]]>",
        "\uD83D",
        "\u0001\uFFFE",
        "'''''''"
    };
    private static final String[] NAMESPACES = {
        "", "jabber:client", "urn:a", "u'\"<&>\t\u20AC", Element.XML_NS, XmlWriter.STREAM_NS, "n".repeat(1000)
    };
    private static final int NAMESPACES_OF_ATTRIBUTES = 5;

    private final Random random = new Random(7);

    private String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private Element element(int depth) {
        Element.Builder made = Element.builder(one(NAMESPACES), one("a", "b\u00E9", "message"));
        for (int i = random.nextInt(4); i > 0; i--) {
            String ns = NAMESPACES[random.nextInt(NAMESPACES_OF_ATTRIBUTES)];
            made.attr(new Name(ns, one("x", "y\u00E9", "z")), one(WORDS));
        }
        for (int i = depth == 0 ? 0 : random.nextInt(5); i > 0; i--) {
            made.text(random.nextBoolean() ? one(WORDS) : "").child(element(depth - 1));
        }
        return made.build();
    }

    @Test
    void isWhatTheWriterWrites() {
        for (int i = 0; i < 2000; i++) {
            Element element = element(4);
            String xml = XmlWriter.toXml(element);
            assertThat(WrittenSize.of(element)).as(xml).isEqualTo(xml.getBytes(UTF_8).length);
        }
    }

    @Test
    void stopsReckoningWhenItIsTooMuch() {
        Element element = element(4);
        long size = WrittenSize.of(element);
        assertThat(WrittenSize.upTo(element, size)).isEqualTo(size);
        assertThat(WrittenSize.upTo(element, 10)).isGreaterThan(10);
    }

    private static Recording read(String stanza) {
        byte[] bytes = (Recording.HEADER + stanza).getBytes(UTF_8);
        return Recording.record(bytes, Limits.AFTER_LOGIN, bytes.length);
    }

    /** A stanza that makes much of little: some prefixes with names of some length, used by some elements and attributes. */
    private String compact() {
        int prefixes = 1 + random.nextInt(4);
        StringBuilder xml = new StringBuilder("<message");
        for (int p = 0; p < prefixes; p++) {
            xml.append(" xmlns:p").append(p).append("='").append(p).append("n".repeat(random.nextInt(1100)));
            xml.append("'");
        }
        xml.append('>');
        for (int i = random.nextInt(400); i > 0; i--) {
            int p = random.nextInt(prefixes);
            String attribute = random.nextBoolean() ? " p" + p + ":at='" + one("1", "&apos;&lt;", "\"") + "'" : "";
            xml.append("<p").append(p).append(":x").append(attribute).append('>');
            xml.append(one("", ">", "word")).append("</p").append(p).append(":x>");
        }
        return xml.append("</message>").toString();
    }

    @Test
    void whatIsAcceptedCanBeWrittenAndReadAgain() {
        int accepted = 0;
        int refused = 0;
        for (int i = 0; i < 1000; i++) {
            String xml = compact();
            Recording read = read(xml);
            if (read.elements.isEmpty()) {
                assertThat(read.events).last().asString().contains(Problem.POLICY_VIOLATION.name());
                refused++;
                continue;
            }
            Element element = read.elements.get(0);
            String written = XmlWriter.toXml(element);
            assertThat(written.getBytes(UTF_8).length)
                    .isLessThanOrEqualTo(16 * xml.length() + 16 * 1024)
                    .isLessThanOrEqualTo(4 * Limits.AFTER_LOGIN.stanzaBytes());
            assertThat(XmlReader.parse(written)).isEqualTo(element);
            accepted++;
        }
        assertThat(accepted).isGreaterThan(100);
        assertThat(refused).isGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message xmlns:a='%s'>%s</message>",
                "<message xmlns:a='%s'><b xmlns='urn:b'>%s</b></message>",
            })
    void refusesWhatIsFarLargerWhenItIsWritten(String stanza) {
        for (String child : new String[] {"<a:x/>", "<x a:y=''/>"}) {
            String small = String.format(stanza, "n".repeat(60), child.repeat(1000));
            assertThat(read(small).elements).hasSize(1);
            String large = String.format(stanza, "n".repeat(1000), child.repeat(1000));
            assertThat(read(large).events).last().asString().contains(Problem.POLICY_VIOLATION.name());
        }
    }

    @Test
    void refusesLongNamesOfNamespaces() {
        assertThat(read("<message><a xmlns='" + "n".repeat(1024) + "'/></message>").elements)
                .hasSize(1);
        assertThat(read("<message><a xmlns='" + "n".repeat(1025) + "'/></message>").elements)
                .isEmpty();
        String header =
                "<stream:stream xmlns:stream='http://etherx.jabber.org/streams' xmlns='jabber:client' xmlns:n='%s'>";
        XmlReader reader = new XmlReader(Limits.AFTER_LOGIN, new Recording());
        byte[] bytes = String.format(header, "n".repeat(1025)).getBytes(UTF_8);
        assertThatThrownBy(() -> reader.feed(bytes, 0, bytes.length)).isInstanceOf(XmlException.class);
    }

    @Test
    void readsAgainWhatIsAllEscapes() {
        String body = "<message><body>" + ">".repeat(200_000) + "</body></message>";
        Element element = read(body).elements.get(0);
        assertThat(XmlReader.parse(XmlWriter.toXml(element))).isEqualTo(element);
    }
}
