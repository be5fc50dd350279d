package org.ratatosk.server.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.XmlReader;
import org.ratatosk.server.xml.XmlWriter;

class WeightTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message xmlns='jabber:client' to='alice@example.test' type='chat'><body>One word, and one more.</body></message>",
                "<iq xmlns='jabber:client' type='get' id='x'><ping xmlns='urn:xmpp:ping'/></iq>",
                "<presence xmlns='jabber:client'><a><b><c><d/></c></b></a></presence>",
                "<message xmlns='jabber:client'><a xmlns='http://etherx.jabber.org/streams'><b/><b/><b/><b/><b/></a></message>",
                "<message xmlns='jabber:client' xmlns:n='urn:a-rather-long-namespace'><a n:b='1'/><n:c/><n:d/></message>"
            })
    void isNeverLessThanWhatIsSent(String xml) {
        Element element = XmlReader.parse(xml);
        assertThat(Weight.of(element))
                .isGreaterThanOrEqualTo(XmlWriter.toXml(element).getBytes(UTF_8).length)
                .isGreaterThanOrEqualTo(XmlWriter.toStreamBytes(element, Stanza.NS).length);
    }

    @Test
    void countsObjects() {
        Element.Builder many = Element.builder("", "a");
        for (int i = 0; i < 1000; i++) {
            many.child(Element.builder("", "b").attr("c", "").build());
        }
        assertThat(Weight.of(many.build())).isGreaterThan(200_000);
    }

    @Test
    void growsWithTextAndAttributes() {
        Element large = Element.builder("", "a")
                .attr("b", "x".repeat(1000))
                .text("y".repeat(1000))
                .build();
        assertThat(Weight.of(large)).isBetween(2000, 2400);
    }
}
