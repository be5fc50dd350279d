package org.ratatosk.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.xml.Element;

class SendQueueTest {
    private static final Element ENABLED = Element.of(StreamManagement.NS, "enabled");
    private static final Runnable NOTHING = () -> {};

    private final SendQueue queue = new SendQueue();

    private void message(int id) {
        queue.add(
                new Outgoing(
                        Element.builder(Stanza.NS, "message").attr("id", id).build(), null, NOTHING, 100),
                false);
    }

    private void presence(int id) {
        queue.add(
                new Outgoing(
                        Element.builder(Stanza.NS, "presence").attr("id", id).build(), null, null, 100),
                false);
    }

    /** Takes everything that can be taken now; other elements than stanzas by their names. */
    private List<String> taken() {
        List<String> all = new ArrayList<>();
        for (List<Element> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
            all.addAll(names(batch));
        }
        return all;
    }

    private static List<String> names(List<Element> elements) {
        return elements.stream().map(e -> e.attr("id").orElseGet(e::local)).toList();
    }

    @Test
    void givesElementsInTheirOrderAndInBatches() {
        for (int i = 0; i < 1000; i++) {
            presence(i);
        }
        List<Element> first = queue.take();
        assertThat(first).hasSizeBetween(300, 400);
        assertThat(names(first).get(0)).isEqualTo("0");
        assertThat(taken()).hasSize(1000 - first.size());
        assertThat(queue.take()).isEmpty();
        assertThat(queue.empty()).isEmpty();
    }

    @Test
    void countsFromTheElementThatSaysSo() {
        message(1);
        queue.addStart(ENABLED);
        message(2);
        assertThat(taken()).containsExactly("1", "enabled", "2", "r");
        assertThat(queue.sent()).isEqualTo(1);
        assertThat(names(queue.empty())).containsExactly("2");
    }

    @Test
    void asksAfterWhatSomebodyWaitsForAndNowAndThen() {
        queue.addStart(ENABLED);
        for (int i = 1; i < 20; i++) {
            presence(i);
        }
        assertThat(taken()).hasSize(20).doesNotContain("r");
        presence(20);
        assertThat(taken()).containsExactly("20", "r");
        message(21);
        assertThat(taken()).containsExactly("21");
        assertThat(queue.isAsked()).isTrue();

        // the answer does not cover the last message: the question comes again
        assertThat(queue.acknowledge(20)).hasSize(20);
        assertThat(queue.isAsked()).isFalse();
        assertThat(taken()).containsExactly("r");
        assertThat(queue.acknowledge(21)).hasSize(1);
        assertThat(taken()).isEmpty();
    }

    @Test
    void sendsNoMoreThanAWindow() {
        queue.addStart(ENABLED);
        for (int i = 0; i < 1500; i++) {
            message(i);
        }
        assertThat(taken())
                .hasSize(1 + 1000 + 1)
                .containsOnlyOnce("r")
                .contains("999")
                .doesNotContain("1000");
        assertThat(taken()).isEmpty();
        queue.acknowledge(400);
        assertThat(taken()).hasSize(400 + 1);
    }

    @Test
    void knowsWhatCannotHaveBeenReceived() {
        assertThat(queue.acknowledge(0)).isNull();
        queue.addStart(ENABLED);
        message(1);
        assertThat(queue.acknowledge(0)).isNull();
        taken();
        assertThat(queue.acknowledge(2)).isNull();
        assertThat(Objects.requireNonNull(queue.acknowledge(1))).hasSize(1);
    }

    @Test
    void sendsAgainWhatIsNotAcknowledged() {
        queue.addStart(ENABLED);
        for (int i = 1; i <= 4; i++) {
            message(i);
        }
        taken();
        queue.acknowledge(2);
        message(5);
        queue.rewind();
        assertThat(taken()).containsExactly("3", "4", "5", "r");
        assertThat(queue.sent()).isEqualTo(5);
    }

    @Test
    void tellsWhenTooMuchWaits() {
        Element element = Element.of(Stanza.NS, "message");
        assertThat(queue.add(new Outgoing(element, null, null, SendQueue.MAX_WAITING), false))
                .isTrue();
        assertThat(queue.add(new Outgoing(element, null, null, 1), false)).isFalse();
        queue.take();
        assertThat(queue.add(new Outgoing(element, null, null, 1), false)).isTrue();
    }

    @Test
    void lessMayWaitWhileThereIsNoStream() {
        Element element = Element.of(Stanza.NS, "message");
        assertThat(queue.add(new Outgoing(element, null, null, SendQueue.MAX_WAITING_DETACHED), true))
                .isTrue();
        assertThat(queue.add(new Outgoing(element, null, null, 1), true)).isFalse();
        assertThat(queue.add(new Outgoing(element, null, null, 1), false)).isTrue();
    }

    private void presence(String type, String from, String to, int id) {
        Element element = Element.builder(Stanza.NS, "presence")
                .attr("type", type.isEmpty() ? null : type)
                .attr("from", from)
                .attr("to", to)
                .attr("id", id)
                .build();
        queue.add(new Outgoing(element, null, null, 100), false);
    }

    /** Of broadcast presence the latest waits, where it would have waited anyway. */
    @Test
    void keepsTheLatestPresenceOfEachResource() {
        presence("", "alice@example.org/a", "bob@example.org", 1);
        presence("", "alice@example.org/b", "bob@example.org", 2);
        message(3);
        presence("unavailable", "alice@example.org/a", "bob@example.org", 4);
        message(5);
        presence("", "bob@example.org/x", "bob@example.org/y", 6);
        presence("", "bob@example.org/x", "bob@example.org/y", 7);
        assertThat(taken()).containsExactly("2", "3", "4", "5", "7");

        // what was sent is gone from the queue, and keeps nothing out of it
        presence("", "alice@example.org/a", "bob@example.org", 8);
        assertThat(taken()).containsExactly("8");
    }

    /** What somebody asks, answers or sends to this client in particular is not out of date. */
    @Test
    void keepsAllPresenceThatIsNotBroadcast() {
        presence("", "alice@example.org/a", "bob@example.org", 1);
        for (String type : List.of("subscribe", "subscribed", "unsubscribe", "unsubscribed", "error", "probe")) {
            presence(type, "alice@example.org/a", "bob@example.org", 2);
            presence(type, "alice@example.org/a", "bob@example.org", 3);
        }
        presence("", "alice@example.org/a", "bob@example.org/y", 4);
        presence("unavailable", "alice@example.org/a", "bob@example.org/y", 5);
        presence("", "alice@example.org", "bob@example.org", 6);
        presence("", "alice@example.org", "bob@example.org", 7);
        assertThat(taken())
                .containsExactly("1", "2", "3", "2", "3", "2", "3", "2", "3", "2", "3", "2", "3", "4", "5", "6", "7");
    }

    /** What stream management has counted is sent again as it was, however old it is. */
    @Test
    void neverDropsPresenceThatWasSent() {
        queue.addStart(ENABLED);
        presence("", "alice@example.org/a", "bob@example.org", 1);
        taken();
        presence("", "alice@example.org/a", "bob@example.org", 2);
        queue.rewind();
        presence("unavailable", "alice@example.org/a", "bob@example.org", 3);
        assertThat(taken()).containsExactly("1", "3");
        assertThat(queue.sent()).isEqualTo(2);
    }

    /** Presence that nobody reads takes the room of one, however much of it there is. */
    @Test
    void presenceThatIsOutOfDateTakesNoRoom() {
        int half = SendQueue.MAX_WAITING / 2;
        for (int i = 0; i < 10; i++) {
            Element element = Element.builder(Stanza.NS, "presence")
                    .attr("from", "alice@example.org/a")
                    .attr("to", "bob@example.org")
                    .build();
            assertThat(queue.add(new Outgoing(element, null, null, half), false))
                    .isTrue();
        }
        assertThat(queue.empty()).hasSize(1);
    }

    /** Few large stanzas fill the window as many small ones do. */
    @Test
    void sendsNoMoreThanAWindowOfBytes() {
        queue.addStart(ENABLED);
        Element element = Element.of(Stanza.NS, "message");
        for (int i = 0; i < 6; i++) {
            queue.add(new Outgoing(element, null, NOTHING, SendQueue.WINDOW_BYTES / 4), false);
        }
        assertThat(taken()).containsExactly("enabled", "message", "r", "message", "message", "message");
        queue.acknowledge(1);
        assertThat(taken()).containsExactly("message", "r");
        queue.acknowledge(5);
        assertThat(taken()).containsExactly("message", "r");
        queue.rewind();
        assertThat(taken()).containsExactly("message", "r");
    }
}
