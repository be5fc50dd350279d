package org.ratatosk.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.store.ArchiveStore.Filter;
import org.ratatosk.server.store.DiskState;
import org.ratatosk.server.testing.Bench;
import org.ratatosk.server.xml.Element;

/** What is written is durable before it is announced and before its sender is told that it was accepted. */
class DurabilityTest {
    private static final String MESSAGE =
            "<message type='chat' to='bob@example.org' id='m'><body>hello</body></message>";
    private static final String PING = "<iq type='get' id='p' to='example.org'><ping xmlns='urn:xmpp:ping'/></iq>";
    private final Bench bench = new Bench();
    private Bench.Client alice;
    private Bench.Client bob;

    @BeforeEach
    void connect() {
        bench.accounts("alice@example.org", "bob@example.org");
        alice = bench.connect("alice@example.org/home");
        bob = bench.connect("bob@example.org/home");
        bob.sends("<presence/>");
        bench.settle();
        bob.received();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aMessageIsDeliveredAndAcceptedWhenBothArchivesHaveIt() {
        alice.sends(MESSAGE);
        assertThat(alice.accepted()).isZero();
        bench.stepStore();
        bench.settleButStore();
        assertThat(bob.received()).as("not before it is in his archive").isEmpty();
        assertThat(alice.accepted()).isZero();
        bench.stepStore();
        bench.settleButStore();
        assertThat(bob.received()).hasSize(1);
        assertThat(alice.accepted()).isOne();
        assertThat(rows("alice@example.org")).isOne();
        assertThat(rows("bob@example.org")).isOne();
    }

    @Test
    void anAnswerWithoutWritesWaitsForWhatCameBefore() {
        alice.sends(MESSAGE);
        alice.sends(PING);
        assertThat(alice.received()).isEmpty();
        bench.settle();
        assertThat(alice.received()).extracting(Element::local).containsExactly("iq");
        assertThat(alice.accepted()).isEqualTo(2);
    }

    @Test
    void acceptanceIsInOrderThoughTheSecondIsDoneFirst() {
        alice.sends(MESSAGE);
        bench.stepStore();
        bench.settleButStore();
        alice.sends(PING);
        assertThat(alice.received()).as("the ping is answered").hasSize(1);
        assertThat(alice.accepted())
                .as("the message is not in bob's archive yet")
                .isZero();
        bench.settle();
        assertThat(alice.accepted()).isEqualTo(2);
    }

    @Test
    void aSearchSeesWhatWasSentBeforeIt() {
        alice.sends(MESSAGE);
        alice.sends("<iq type='set' id='q'><query xmlns='urn:xmpp:mam:2'/></iq>");
        alice.sends(PING);
        bench.settle();
        assertThat(alice.received())
                .extracting(element -> element.local() + element.attr("id").orElse(""))
                .containsExactly("message", "iqq", "iqp");
    }

    @Test
    void aWriteThatFailsIsSaidAndNothingIsDelivered() {
        bench.store().full(true);
        alice.sends(MESSAGE);
        bench.settle();
        assertThat(errors(alice.received())).containsExactly(Condition.RESOURCE_CONSTRAINT.elementName());
        assertThat(bob.received()).isEmpty();
        assertThat(alice.accepted()).isOne();
        assertThat(bench.server().admin().stats().disk()).isEqualTo(DiskState.FULL);
        bench.store().full(false);
        alice.sends(MESSAGE);
        bench.settle();
        assertThat(bob.received()).hasSize(1);
        assertThat(bench.server().admin().stats().disk()).isEqualTo(DiskState.GOOD);
    }

    @Test
    void whatCouldNotBeWrittenSafelyIsToBeSentAgainAndTakesEffectOnce() {
        String message = MESSAGE.replace("</message>", "<origin-id xmlns='urn:xmpp:sid:0' id='o'/></message>");
        bench.store().unsafe(true);
        alice.sends(message);
        bench.settle();
        List<Element> received = alice.received();
        assertThat(errors(received)).containsExactly(Condition.INTERNAL_SERVER_ERROR.elementName());
        assertThat(received.get(0).toString()).contains("type='wait'", "could not be written to disk safely");
        assertThat(bob.received()).isEmpty();
        assertThat(bench.server().admin().stats().disk()).isEqualTo(DiskState.FAILING);
        bench.store().unsafe(false);
        alice.sends(message);
        bench.settle();
        assertThat(bench.server().admin().stats().disk()).isEqualTo(DiskState.GOOD);
        assertThat(undelivered()).isOne();
    }

    @Test
    void theMarkIsTakenWhenTheClientHasAcknowledged() {
        alice.sends(MESSAGE);
        bench.settle();
        assertThat(undelivered()).isOne();
        bob.acknowledge();
        bench.settle();
        assertThat(undelivered()).isZero();
    }

    @Test
    void aNewRequestSeesTheRosterThatTheOneBeforeItChanged() {
        alice.sends("<iq type='set' id='s'><query xmlns='jabber:iq:roster'><item jid='bob@example.org'/></query></iq>");
        alice.sends("<iq type='get' id='g'><query xmlns='jabber:iq:roster'/></iq>");
        bench.settle();
        List<Element> received = alice.received();
        assertThat(received.get(1).attr("id")).contains("g");
        assertThat(received.get(1).first().orElseThrow().children()).hasSize(1);
    }

    private static List<String> errors(List<Element> elements) {
        return elements.stream()
                .flatMap(element -> element.child("jabber:client", "error").stream())
                .map(error -> error.first().orElseThrow().local())
                .toList();
    }

    private int rows(String owner) {
        int[] count = new int[1];
        bench.store()
                .read(tables -> count[0] = tables.archive()
                        .query(Jid.of(owner), new Filter(null, null, null, null, null, false, 10))
                        .orElseThrow()
                        .total());
        bench.settle();
        return count[0];
    }

    private int undelivered() {
        int[] count = new int[1];
        bench.store().read(tables -> count[0] = tables.archive().countUndelivered(Jid.of("bob@example.org")));
        bench.settle();
        return count[0];
    }
}
