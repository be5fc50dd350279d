package org.ratatosk.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.testing.Bench;
import org.ratatosk.server.xml.Element;

/** XEP-0280: what copies are not made of, and what they leave behind. */
class CarbonsTest {
    private final Bench bench = new Bench();
    private Bench.Client alice;
    private Bench.Client phone;
    private Bench.Client bob;

    @BeforeEach
    void connect() {
        bench.accounts("alice@example.org", "bob@example.org");
        alice = bench.connect("alice@example.org/home");
        phone = bench.connect("alice@example.org/phone");
        bob = bench.connect("bob@example.org/home");
        alice.sends("<presence><priority>1</priority></presence>");
        phone.sends("<iq type='set' id='c'><enable xmlns='urn:xmpp:carbons:2'/></iq>");
        bench.settle();
        List.of(alice, phone, bob).forEach(Bench.Client::received);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private int rows(String owner) {
        int[] count = new int[1];
        bench.store().read(tables -> count[0] = tables.archive().countUndelivered(Jid.of(owner)));
        bench.settle();
        return count[0];
    }

    /** What was kept before is given to nobody again, and neither is its copy. */
    @Test
    void aMessageThatComesAgainIsCopiedOnce() {
        for (int i = 0; i < 2; i++) {
            bob.sends("<message type='chat' to='alice@example.org' id='m'><body>hello</body>"
                    + "<origin-id xmlns='urn:xmpp:sid:0' id='once'/></message>");
            bench.settle();
        }
        assertThat(alice.received()).hasSize(1);
        assertThat(phone.received()).hasSize(1);
    }

    @Test
    void aCopyIsInNoArchiveAndWaitsForNobody() {
        bob.sends("<message type='chat' to='alice@example.org' id='m'><body>hello</body></message>");
        bench.settle();
        assertThat(rows("alice@example.org")).isOne();
        phone.session().end(phone.received());
        alice.acknowledge();
        bench.settle();
        assertThat(rows("alice@example.org")).isZero();
    }

    /** A message that the recipient's account refuses is copied to nobody. */
    @Test
    void whatIsRefusedIsNotCopied() {
        bench.store().full(true);
        bob.sends("<message type='chat' to='alice@example.org' id='m'><body>hello</body></message>");
        bench.settle();
        assertThat(phone.received()).isEmpty();
        bench.store().full(false);
        bob.sends("<message type='groupchat' to='alice@example.org/nowhere' id='m'><body>hello</body></message>");
        bench.settle();
        assertThat(phone.received()).isEmpty();
    }

    /** A client that answers a copy with an error tells nobody. */
    @Test
    void errorsOfCopiesEnd() {
        bob.sends("<message type='chat' to='alice@example.org' id='m'><body>hello</body></message>");
        bench.settle();
        List<Element> copies = phone.received();
        phone.sends("<message type='error' to='" + copies.get(0).attr("from").orElseThrow() + "' id='m'>"
                + "<error type='cancel'><not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");
        alice.received();
        bench.settle();
        assertThat(bob.received()).isEmpty();
        assertThat(alice.received()).isEmpty();
    }
}
