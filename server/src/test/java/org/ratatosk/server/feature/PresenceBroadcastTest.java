package org.ratatosk.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Phase;
import org.ratatosk.server.route.Side;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.store.Store;
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

    /** Something must be written with each presence. */
    private static final class Writing implements Feature {
        @Override
        public Spec spec() {
            return Spec.of("none", "0");
        }

        @Override
        public void install(Hooks on) {
            on.presence(
                    Side.SENDER, Phase.COPY, (ctx, presence) -> Outcome.pass().write(Store.Tables::accounts));
        }
    }

    /** Presence that comes to nothing is not the state of the client, and the next one is told as if it had not been. */
    @Test
    void presenceThatIsRefusedHasNotBeen() {
        try (Bench bench = new Bench(new Writing())) {
            bench.accounts("alice@example.org", "bob@example.org");
            Bench.Client bob = bench.connect("bob@example.org/home");
            bob.sends("<presence/>");
            bob.sends("<presence type='subscribe' to='alice@example.org'/>");
            Bench.Client alice = bench.connect("alice@example.org/home");
            alice.sends("<presence type='subscribed' to='bob@example.org'/>");
            bench.settle();
            bob.received();

            bench.store().full(true);
            alice.sends("<presence><show>away</show></presence>");
            alice.sends("<presence to='bob@example.org/home'/>");
            bench.settle();
            assertThat(alice.received()).hasSize(2).allMatch(e -> e.attr("type").equals(Optional.of("error")));
            assertThat(alice.session().presence()).isEmpty();
            assertThat(bob.received()).isEmpty();

            bench.store().full(false);
            alice.sends("<presence to='bob@example.org/home'/>");
            alice.sends("<presence/>");
            bench.settle();
            assertThat(alice.session().isAvailable()).isTrue();
            assertThat(bob.received()).hasSize(2);

            bench.store().full(true);
            alice.sends("<presence type='unavailable'/>");
            bench.settle();
            assertThat(alice.session().isAvailable()).isTrue();
            bench.store().full(false);
            alice.received();
            alice.session().end(List.of());
            bench.settle();
            assertThat(bob.received()).as("the end is told to all who know").hasSize(2);
        }
    }
}
