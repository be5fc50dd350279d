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
            """);
    private static final Outcome ONE = new Outcome("A.one", End.PASSED, "");
    private static final Outcome TWO = new Outcome("B.two", End.FAILED, "no room");

    @Test
    void whatIsAsItWasIsNeitherSunkNorRisen() {
        assertThat(FLOOR.judge(List.of(ONE, TWO))).isEqualTo(new Floor.Judgement(List.of(), List.of()));
        assertThat(FLOOR.excuse("B.two")).isEqualTo("rooms are not built");
    }

    @Test
    void aTestThatFailsOrIsNotPossibleAnyMoreOrIsMissingSinks() {
        Outcome failed = new Outcome("A.one", End.FAILED, "no answer");
        assertThat(FLOOR.judge(List.of(failed, TWO)).sunk()).containsExactly("A.one failed: no answer");
        Outcome impossible = new Outcome("A.one", End.NOT_POSSIBLE, "no carbons");
        assertThat(FLOOR.judge(List.of(impossible, TWO)).sunk()).containsExactly("A.one was not possible: no carbons");
        assertThat(FLOOR.judge(List.of(TWO)).sunk()).containsExactly("A.one was not run");
    }

    @Test
    void aTestThatNothingIsKnownOfMayNotFail() {
        Outcome unknown = new Outcome("C.three", End.FAILED, "no answer");
        assertThat(FLOOR.judge(List.of(ONE, TWO, unknown)).sunk())
                .containsExactly("C.three stands not in floor.txt and failed: no answer");
    }

    @Test
    void whatPassesNewlyCanBeRaised() {
        Outcome passes = new Outcome("B.two", End.PASSED, "");
        Outcome unknown = new Outcome("C.three", End.PASSED, "");
        assertThat(FLOOR.judge(List.of(ONE, passes, unknown)))
                .isEqualTo(new Floor.Judgement(List.of(), List.of("passes B.two", "passes C.three")));
    }

    @Test
    void aLineThatSaysNothingIsRefused() {
        assertThatThrownBy(() -> Floor.parse("floor.txt", "cannot B.two"))
                .hasMessage("floor.txt has a line that says nothing: cannot B.two");
    }
}
