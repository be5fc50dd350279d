package org.ratatosk.server.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.XmlReader;
import org.ratatosk.server.xml.XmlWriter;

class WeightTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message xmlns='jabber:client' to='alice@example.test' type='chat'><body>One word, and one more.</body></message>",
                "<iq xmlns='jabber:client' type='get' id='x'><ping xmlns='urn:xmpp:ping'/></iq>",
                "<presence xmlns='jabber:client'><a><b><c><d/></c></b></a></presence>"
            })
    void isAboutTheSize(String xml) {
        Element element = XmlReader.parse(xml);
        int size = XmlWriter.toXml(element).getBytes(UTF_8).length;
        assertThat(Weight.of(element)).isCloseTo(size, Percentage.withPercentage(60));
    }

    @Test
    void growsWithTextAndAttributes() {
        Element large = Element.builder("", "a")
                .attr("b", "x".repeat(1000))
                .text("y".repeat(1000))
                .build();
        assertThat(Weight.of(large)).isBetween(2000, 2100);
    }
}
