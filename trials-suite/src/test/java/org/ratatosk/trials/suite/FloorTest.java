package org.ratatosk.trials.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ratatosk.trials.suite.Outcome.End;

class FloorTest {
    private static final Floor FLOOR = Floor.parse("floor.txt", """
            # A floor.
            passes A.one
            cannot B.two: rooms are not built
            races D.four: its listener may be late
            """);
    private static final Outcome ONE = new Outcome("A.one", End.PASSED, "");
    private static final Outcome TWO = new Outcome("B.two", End.FAILED, "no room");

    private static final Outcome FOUR = new Outcome("D.four", End.PASSED, "");

    @Test
    void onlyWhatIsKnownToHaveARaceIsRunAgain() {
        assertThat(FLOOR.forgives("D.four")).isTrue();
        assertThat(FLOOR.forgives("A.one")).isFalse();
        assertThat(FLOOR.forgives("C.three")).isFalse();
        Outcome failed = new Outcome("D.four", End.FAILED, "no answer");
        assertThat(FLOOR.judge(List.of(ONE, TWO, failed)).sunk()).containsExactly("D.four failed: no answer");
    }

    @Test
    void anExcuseForATestThatIsNoMoreSinks() {
        assertThat(FLOOR.judge(List.of(ONE, FOUR)).sunk())
                .containsExactly("B.two stands in floor.txt, and there is no such test");
    }

    @Test
    void whatIsAsItWasIsNeitherSunkNorRisen() {
        assertThat(FLOOR.judge(List.of(ONE, TWO, FOUR))).isEqualTo(new Floor.Judgement(List.of(), List.of()));
        assertThat(FLOOR.excuse("B.two")).isEqualTo("rooms are not built");
    }

    @Test
    void aTestThatFailsOrIsNotPossibleAnyMoreOrIsMissingSinks() {
        Outcome failed = new Outcome("A.one", End.FAILED, "no answer");
        assertThat(FLOOR.judge(List.of(failed, TWO, FOUR)).sunk()).containsExactly("A.one failed: no answer");
        Outcome impossible = new Outcome("A.one", End.NOT_POSSIBLE, "no carbons");
        assertThat(FLOOR.judge(List.of(impossible, TWO, FOUR)).sunk())
                .containsExactly("A.one was not possible: no carbons");
        assertThat(FLOOR.judge(List.of(TWO, FOUR)).sunk()).containsExactly("A.one was not run");
    }

    @Test
    void aTestThatNothingIsKnownOfMayNotFail() {
        Outcome unknown = new Outcome("C.three", End.FAILED, "no answer");
        assertThat(FLOOR.judge(List.of(ONE, TWO, FOUR, unknown)).sunk())
                .containsExactly("C.three stands not in floor.txt and failed: no answer");
    }

    @Test
    void whatPassesNewlyCanBeRaised() {
        Outcome passes = new Outcome("B.two", End.PASSED, "");
        Outcome unknown = new Outcome("C.three", End.PASSED, "");
        assertThat(FLOOR.judge(List.of(ONE, passes, FOUR, unknown)))
                .isEqualTo(new Floor.Judgement(List.of(), List.of("passes B.two", "passes C.three")));
    }

    @Test
    void aLineThatSaysNothingIsRefused() {
        assertThatThrownBy(() -> Floor.parse("floor.txt", "cannot B.two"))
                .hasMessage("floor.txt has a line that says nothing: cannot B.two");
    }
}
