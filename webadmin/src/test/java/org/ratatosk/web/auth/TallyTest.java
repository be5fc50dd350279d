package org.ratatosk.web.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {
    private final Tally tally = new Tally(2);

    @Test
    void eachHasItsOwnBound() {
        assertThat(tally.enter("a")).isTrue();
        assertThat(tally.enter("a")).isTrue();
        assertThat(tally.enter("a")).isFalse();
        assertThat(tally.enter("b")).isTrue();
    }

    @Test
    void whoWasRefusedCountsUntilItHasLeft() {
        tally.enter("a");
        tally.enter("a");
        tally.enter("a");
        tally.leave("a");
        assertThat(tally.enter("a")).isFalse();
        tally.leave("a");
        tally.leave("a");
        assertThat(tally.enter("a")).isTrue();
    }

    @Test
    void leavingTwiceGivesNothing() {
        tally.enter("a");
        tally.leave("a");
        tally.leave("a");
        tally.enter("a");
        tally.enter("a");
        assertThat(tally.enter("a")).isFalse();
    }
}
