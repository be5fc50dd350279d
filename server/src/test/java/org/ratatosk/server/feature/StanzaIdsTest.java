package org.ratatosk.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ratatosk.server.testing.Bench;

/** XEP-0203 section 4: a delay in the server's name is by the server. */
class StanzaIdsTest {
    @ParameterizedTest
    @CsvSource({"example.org, false", "example.net, false", "elsewhere.example, true", "alice@example.org/home, true"})
    void aDelayInTheServersNameIsTakenOut(String from, boolean stays) {
        try (Bench bench = new Bench()) {
            bench.accounts("alice@example.org", "bob@example.org");
            Bench.Client alice = bench.connect("alice@example.org/home");
            Bench.Client bob = bench.connect("bob@example.org/home");
            alice.sends(
                    "<message to='bob@example.org/home' type='headline'><body>hi</body><delay xmlns='urn:xmpp:delay'"
                            + " from='" + from + "' stamp='2001-01-01T00:00:00Z'/></message>");
            bench.settle();
            String got = bob.received().toString();
            assertThat(got).contains("<body>hi</body>");
            assertThat(got.contains("2001-01-01")).isEqualTo(stays);
        }
    }
}
