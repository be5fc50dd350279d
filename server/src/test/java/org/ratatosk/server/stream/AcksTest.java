package org.ratatosk.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.xml.Element;

class AcksTest {
    private static Outgoing stanza(int id) {
        return new Outgoing(Element.builder(Stanza.NS, "message").attr("id", id).build(), null, null, 1);
    }

    private static List<String> ids(List<Outgoing> stanzas) {
        return stanzas.stream().map(s -> s.element().attr("id").orElseThrow()).toList();
    }

    @Test
    void givesBackWhatIsAcknowledgedInOrder() {
        Acks acks = new Acks();
        for (int i = 1; i <= 4; i++) {
            acks.sent(stanza(i));
        }
        assertThat(ids(acks.acknowledge(2))).containsExactly("1", "2");
        assertThat(acks.acknowledge(2)).isEmpty();
        assertThat(acks.sent()).isEqualTo(4);
        assertThat(ids(acks.takeBack())).containsExactly("3", "4");
        assertThat(acks.sent()).isEqualTo(2);
    }

    @Test
    void knowsWhatCannotHaveBeenReceived() {
        Acks acks = new Acks();
        acks.sent(stanza(1));
        acks.sent(stanza(2));
        assertThat(acks.isPossible(2)).isTrue();
        assertThat(acks.isPossible(3)).isFalse();
        acks.acknowledge(1);
        assertThat(acks.isPossible(0)).isFalse();
    }

    /** Security test 29: the count begins anew after 4294967295. */
    @Test
    void countsModulo32Bits() {
        Acks acks = new Acks(4294967294L);
        for (int i = 1; i <= 4; i++) {
            acks.sent(stanza(i));
        }
        assertThat(acks.sent()).isEqualTo(2);
        assertThat(acks.isPossible(3)).isFalse();
        assertThat(ids(acks.acknowledge(4294967295L))).containsExactly("1");
        assertThat(ids(acks.acknowledge(1))).containsExactly("2", "3");
        assertThat(acks.isPossible(4294967295L)).isFalse();
    }
}
