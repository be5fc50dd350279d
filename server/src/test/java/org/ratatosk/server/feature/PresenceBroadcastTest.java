package org.ratatosk.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.testing.Bench;

/** RFC 6121 section 4: bounds of directed presence. */
class PresenceBroadcastTest {
    @Test
    void directedPresenceIsBounded() {
        try (Bench bench = new Bench()) {
            bench.accounts("alice@example.org");
            Bench.Client alice = bench.connect("alice@example.org/home");
            for (int i = 0; i < 1_000; i++) {
                alice.sends("<presence to='c" + i + "@example.net'/>");
            }
            bench.settle();
            assertThat(alice.received()).isEmpty();
            alice.sends("<presence to='c1000@example.net'/>");
            bench.settle();
            assertThat(alice.received().toString()).contains("resource-constraint");
            alice.sends("<presence type='unavailable' to='c0@example.net'/>");
            alice.sends("<presence to='c1000@example.net'/>");
            bench.settle();
            assertThat(alice.received()).isEmpty();
        }
    }

    @Test
    void theEndIsToldOnceToSomebodyWhoIsSubscribedAndWasWrittenToInParticular() {
        try (Bench bench = new Bench()) {
            bench.accounts("alice@example.org", "bob@example.org");
            Bench.Client bob = bench.connect("bob@example.org/home");
            bob.sends("<presence/>");
            bob.sends("<presence type='subscribe' to='alice@example.org'/>");
            Bench.Client alice = bench.connect("alice@example.org/home");
            alice.sends("<presence/>");
            alice.sends("<presence type='subscribed' to='bob@example.org'/>");
            alice.sends("<presence to='bob@example.org'/>");
            bench.settle();
            bob.received();
            alice.session().end(List.of());
            bench.settle();
            assertThat(bob.received()).hasSize(1);
        }
    }
}
