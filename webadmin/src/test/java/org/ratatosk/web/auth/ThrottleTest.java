package org.ratatosk.web.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Throttle throttle = new Throttle(now::get, 3, Duration.ofMinutes(10), 5);

    private void wrong(String address, int times) {
        for (int i = 0; i < times; i++) {
            throttle.wrong(address);
        }
    }

    @Test
    void someMistakesAreLetPassAndThenNone() {
        wrong("a", 2);
        assertThat(throttle.isShut("a")).isFalse();
        wrong("a", 1);
        assertThat(throttle.isShut("a")).isTrue();
        assertThat(throttle.isShut("b")).isFalse();
    }

    @Test
    void itOpensAgainAfterAWhile() {
        wrong("a", 3);
        now.set(Instant.EPOCH.plus(Duration.ofMinutes(10)).minusMillis(1));
        assertThat(throttle.isShut("a")).isTrue();
        now.set(Instant.EPOCH.plus(Duration.ofMinutes(10)));
        assertThat(throttle.isShut("a")).isFalse();
        wrong("a", 2);
        assertThat(throttle.isShut("a")).isFalse();
    }

    @Test
    void itsMemoryIsBounded() {
        wrong("first", 3);
        for (int i = 0; i < 5; i++) {
            wrong("other" + i, 1);
        }
        assertThat(throttle.isShut("first")).isFalse();
    }
}
