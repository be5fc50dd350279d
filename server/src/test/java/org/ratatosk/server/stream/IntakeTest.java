package org.ratatosk.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.config.Limits;

class IntakeTest {
    private final AtomicInteger changes = new AtomicInteger();
    private final Intake intake = new Intake(Limits.defaults(), changes::incrementAndGet);

    private List<Runnable> enter(int count, int weight) {
        List<Runnable> accepted = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            accepted.add(intake.enter(weight));
        }
        return accepted;
    }

    @Test
    void isFullOf64StanzasUntilHalfOfThemAreDone() {
        List<Runnable> accepted = enter(63, 10);
        assertThat(intake.isFull()).isFalse();
        accepted.addAll(enter(1, 10));
        assertThat(intake.isFull()).isTrue();

        accepted.subList(0, 31).forEach(Runnable::run);
        assertThat(intake.isFull()).isTrue();
        assertThat(changes).hasValue(0);
        accepted.get(31).run();
        assertThat(intake.isFull()).isFalse();
        assertThat(changes).hasValue(1);
    }

    @Test
    void isFullOf256Kilobytes() {
        List<Runnable> accepted = enter(3, 100_000);
        assertThat(intake.isFull()).isTrue();
        accepted.get(0).run();
        assertThat(intake.isFull()).isTrue();
        accepted.get(1).run();
        assertThat(intake.isFull()).isFalse();
    }

    @Test
    void countsWhatIsAcceptedOnceAndOnlyThen() {
        enter(1, 1).forEach(Runnable::run);
        intake.count();
        List<Runnable> accepted = enter(3, 1);
        assertThat(intake.handled()).isZero();
        accepted.get(0).run();
        accepted.get(0).run();
        assertThat(intake.handled()).isEqualTo(1);
    }

    @Test
    void doesNotCountWhatCameBeforeCountingBegan() {
        List<Runnable> early = enter(1, 1);
        intake.count();
        early.get(0).run();
        assertThat(intake.handled()).isZero();
    }

    @Test
    void doesNotCountWhatASessionThatIsOverLeft() {
        intake.count();
        List<Runnable> accepted = enter(2, 1);
        accepted.get(0).run();
        intake.end();
        accepted.get(1).run();
        assertThat(intake.handled()).isEqualTo(1);
    }

    @Test
    void keepsItsPromiseWhenEverythingAskedForIsHandled() {
        intake.count();
        intake.promise();
        assertThat(intake.isPromiseDue()).isFalse();
        List<Runnable> accepted = enter(2, 1);
        intake.promise();
        enter(1, 1);
        accepted.get(0).run();
        assertThat(intake.isPromiseDue()).isFalse();
        accepted.get(1).run();
        assertThat(intake.isPromiseDue()).isTrue();
        assertThat(changes).hasValue(1);
        intake.promiseKept();
        assertThat(intake.isPromiseDue()).isFalse();
    }

    @Test
    void tellsWhenNothingIsWorkedOn() {
        assertThat(intake.idle().toCompletableFuture()).isDone();
        List<Runnable> accepted = enter(2, 1);
        CompletionStage<Void> idle = intake.idle();
        accepted.get(0).run();
        assertThat(idle.toCompletableFuture()).isNotDone();
        accepted.get(1).run();
        assertThat(idle.toCompletableFuture()).isDone();
    }
}
