package org.ratatosk.server.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlWriterTest {
    private static final String CLIENT = "jabber:client";

    @Test
    void declaresNamespacesWhereTheyChange() {
        Element iq = Element.builder(CLIENT, "iq")
                .attr("id", "1")
                .child(Element.builder("urn:a", "x")
                        .child(Element.of("urn:a", "y"))
                        .child(Element.of(CLIENT, "z"))
                        .child(Element.of("", "w"))
                        .build())
                .build();
        String inner = "<x xmlns='urn:a'><y/><z xmlns='jabber:client'/><w xmlns=''/></x></iq>";
        assertThat(XmlWriter.toXml(iq)).isEqualTo("<iq xmlns='jabber:client' id='1'>" + inner);
        assertThat(XmlWriter.toStreamXml(iq, CLIENT)).isEqualTo("<iq id='1'>" + inner);
    }

    @Test
    void givesElementsOfTheStreamItsPrefix() {
        Element features = Element.builder(XmlWriter.STREAM_NS, "features")
                .child(Element.of("urn:ietf:params:xml:ns:xmpp-bind", "bind"))
                .child(Element.of(CLIENT, "x"))
                .build();
        assertThat(XmlWriter.toStreamXml(features, CLIENT))
                .isEqualTo("<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><x/></stream:features>");
        assertThat(XmlWriter.toXml(Element.of(XmlWriter.STREAM_NS, "error")))
                .isEqualTo("<error xmlns='http://etherx.jabber.org/streams'/>");
    }

    @Test
    void escapesWhatTextNeeds() {
        assertThat(XmlWriter.toXml(Element.of("", "a", "<>&'\"\t\n\r]]>")))
                .isEqualTo("<a>&lt;&gt;&amp;'\"\t\n&#13;]]&gt;</a>");
    }

    @Test
    void escapesWhatAttributesNeed() {
        assertThat(XmlWriter.toXml(
                        Element.builder("", "a").attr("b", "<>&'\"\t\n\r").build()))
                .isEqualTo("<a b='&lt;&gt;&amp;&apos;&quot;&#9;&#10;&#13;'/>");
        assertThat(XmlWriter.toXml(Element.of("'<&>", "a"))).isEqualTo("<a xmlns='&apos;&lt;&amp;&gt;'/>");
    }

    @Test
    void replacesWhatXmlCannotHold() {
        String bad = "\u0000\u0008\u000B\u001F\uD800x\uDC00\uFFFE\uFFFF\uD83D";
        Element element = Element.builder("", "a")
                .attr("b", bad)
                .text(bad + "\uD83D\uDC3F\uFFFD")
                .build();
        String good = "\uFFFD".repeat(5) + "x" + "\uFFFD".repeat(4);
        Element read = XmlReader.parse(XmlWriter.toXml(element));
        assertThat(read.attr("b")).contains(good);
        assertThat(read.text()).isEqualTo(good + "\uD83D\uDC3F\uFFFD");
    }

    @Test
    void givesEachForeignAttributeAPrefix() {
        Element element = Element.builder("urn:a", "x")
                .attr(new Name("urn:b", "y"), "1")
                .attr(new Name("urn:c", "y"), "2")
                .attr(new Name("urn:b", "z"), "3")
                .attr(Element.LANG, "de")
                .build();
        assertThat(Jdk.parse(XmlWriter.toXml(element).getBytes(StandardCharsets.UTF_8)))
                .contains(element);
        assertThat(XmlWriter.toXml(element)).contains(" xml:lang='de'");
    }

    @Test
    void beginsAndEndsAStreamThatOthersRead() {
        Element attributes = Element.builder(XmlWriter.STREAM_NS, "stream")
                .attr("from", "a.test")
                .attr("id", "<1>")
                .attr(Element.LANG, "en")
                .build();
        String start = XmlWriter.streamStart(CLIENT, Map.of("db", "jabber:server:dialback"), attributes);
        assertThat(start).startsWith("<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream=");
        String stream = start + XmlWriter.toStreamXml(Element.of(CLIENT, "message"), CLIENT) + XmlWriter.streamEnd();
        Element read = Jdk.parse(stream.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        assertThat(read.attrs()).isEqualTo(attributes.attrs());
        assertThat(read.children()).containsExactly(Element.of(CLIENT, "message"));
    }

    @Test
    void encodesInUtf8() {
        assertThat(XmlWriter.toStreamBytes(Element.of(CLIENT, "body", "\u00FC\uD83D\uDC3F"), CLIENT))
                .isEqualTo("<body>\u00FC\uD83D\uDC3F</body>".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a>", "a/", "a:b", "1a", "-a", "a'", "a\n", "a=b", "\u0000"})
    void cannotBeAskedToWriteWhatIsNoName(String name) {
        assertThatThrownBy(() -> Element.of("", name)).isInstanceOf(IllegalArgumentException.class);
    }
}
