package org.ratatosk.bridge.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.alerts.TestClock;
import org.ratatosk.server.jid.Jid;

class PerHourTest {
    private static final Jid BOB = Jid.of("bob@example.org");
    private final TestClock clock = new TestClock();
    private final PerHour hints = new PerHour(clock, 3);

    @Test
    void threeInAnHour() {
        assertThat(hints.take(BOB)).isTrue();
        clock.pass(Duration.ofMinutes(30));
        assertThat(hints.take(BOB)).isTrue();
        assertThat(hints.take(BOB)).isTrue();
        assertThat(hints.take(BOB)).isFalse();
        clock.pass(Duration.ofMinutes(29));
        assertThat(hints.take(BOB)).isFalse();
        clock.pass(Duration.ofMinutes(1));
        assertThat(hints.take(BOB)).isTrue();
        assertThat(hints.take(BOB)).isFalse();
    }

    @Test
    void eachSenderHasItsOwn() {
        for (int i = 0; i < 3; i++) {
            hints.take(BOB);
        }
        assertThat(hints.take(Jid.of("carol@example.org"))).isTrue();
    }
}
