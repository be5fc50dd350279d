package org.ratatosk.bridge.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.xml.Element;

class AnsweredTest {
    private static final Element REPLY =
            Element.builder("urn:xmpp:reply:0", "reply").attr("id", "alert-1").build();

    private static Element fallback(String start, String end) {
        return Element.builder("urn:xmpp:fallback:0", "fallback")
                .attr("for", "urn:xmpp:reply:0")
                .child(Element.builder("urn:xmpp:fallback:0", "body")
                        .attr("start", start)
                        .attr("end", end)
                        .build())
                .build();
    }

    private static Answered read(String body, Element... more) {
        Element.Builder message = Message.builder(Message.Type.CHAT).child("body", body);
        for (Element element : more) {
            message.child(element);
        }
        return Answered.of(Message.of(message));
    }

    @Test
    void withoutAQuotation() {
        assertThat(read(" Fine. ", REPLY)).isEqualTo(new Answered("Fine.", Optional.of("alert-1")));
    }

    @Test
    void theQuotationIsTakenOff() {
        String quotation = "> alice: A walk\n";
        assertThat(read(quotation + "Fine.", REPLY, fallback("0", "" + quotation.length())))
                .isEqualTo(new Answered("Fine.", Optional.of("alert-1")));
    }

    @Test
    void rangesCountCodePoints() {
        String quotation = "> 🐿️ news\n";
        int points = quotation.codePointCount(0, quotation.length());
        assertThat(read(quotation + "🐿 Fine.", REPLY, fallback("0", "" + points))
                        .text())
                .isEqualTo("🐿 Fine.");
    }

    @ParameterizedTest
    @CsvSource({"5, 2", "0, 999", "-1, 3"})
    void wrongRangesChangeNothing(String start, String end) {
        assertThat(read("Fine.", REPLY, fallback(start, end)).text()).isEqualTo("Fine.");
    }

    @Test
    void aRangeOfSomethingElseStays() {
        Element other = fallback("0", "3").withAttr("for", "urn:example:other");
        assertThat(read("Fine.", REPLY, other).text()).isEqualTo("Fine.");
    }

    @Test
    void noAnswer() {
        assertThat(read("Fine.", fallback("0", "3"))).isEqualTo(new Answered("Fine.", Optional.empty()));
    }
}
