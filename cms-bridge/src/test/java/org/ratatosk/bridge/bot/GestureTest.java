package org.ratatosk.bridge.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.xml.Element;

class GestureTest {
    private static final String RETRACT = "urn:xmpp:message-retract:1";

    private static Optional<Gesture> read(Element... elements) {
        Element.Builder message = Message.builder(Message.Type.CHAT);
        for (Element element : elements) {
            message.child(element);
        }
        return Gesture.of(Message.of(message));
    }

    private static Element reactions(String id, String... emoji) {
        Element.Builder element =
                Element.builder("urn:xmpp:reactions:0", "reactions").attr("id", id);
        for (String one : emoji) {
            element.child("reaction", one);
        }
        return element.build();
    }

    private static Gesture.Reaction reaction(String... emoji) {
        return (Gesture.Reaction) read(reactions("a1", emoji)).orElseThrow();
    }

    @Test
    void aRetractionInBothForms() {
        Element retract = Element.builder(RETRACT, "retract").attr("id", "m1").build();
        assertThat(read(retract)).contains(new Gesture.Retraction("m1"));
        Element fastened = Element.builder("urn:xmpp:fasten:0", "apply-to")
                .attr("id", "m2")
                .child(Element.of("urn:xmpp:message-retract:0", "retract"))
                .build();
        assertThat(read(fastened)).contains(new Gesture.Retraction("m2"));
    }

    @Test
    void whatNamesNoMessageOrSomethingElseIsNone() {
        assertThat(read()).isEmpty();
        assertThat(read(Element.of(RETRACT, "retract"))).isEmpty();
        assertThat(read(Element.builder(RETRACT, "retract").attr("id", "").build()))
                .isEmpty();
        assertThat(read(Element.builder(RETRACT, "retracted").attr("id", "m1").build()))
                .isEmpty();
        assertThat(read(Element.builder("urn:xmpp:fasten:0", "apply-to")
                        .attr("id", "m1")
                        .build()))
                .isEmpty();
        assertThat(read(reactions(""))).isEmpty();
    }

    @Test
    void reactionsAreAllThatIsThoughtByNow() {
        assertThat(reaction().reactions()).isEmpty();
        assertThat(reaction("👍", " 🎉 ", "👍", "").reactions()).isEqualTo(Set.of("👍", "🎉"));
        assertThat(reaction("x".repeat(65)).reactions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "👍, true, false, true",
        "👍🏿, true, false, true",
        "✅, true, false, true",
        "☑️, true, false, true",
        "👎, false, true, false",
        "👎🏽, false, true, false",
        "🚫, false, true, false",
        "❤️, false, false, true"
    })
    void whatTheyMean(String emoji, boolean approves, boolean refuses, boolean likes) {
        assertThat(reaction(emoji).approves()).isEqualTo(approves);
        assertThat(reaction(emoji).refuses()).isEqualTo(refuses);
        assertThat(reaction(emoji).likes()).isEqualTo(likes);
    }

    @Test
    void whoSaysBothDecidesNothing() {
        assertThat(reaction("👍", "👎").approves()).isFalse();
        assertThat(reaction("👍", "👎").refuses()).isFalse();
        assertThat(reaction().likes()).isFalse();
    }
}
