package org.ratatosk.bridge.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;

class SerialPoolTest {
    private static final Jid ALICE = Jid.of("alice@example.org");
    private static final Jid BOB = Jid.of("bob@example.org");
    private final SerialPool pool = new SerialPool("test", 2, 100);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void tasksOfOneKeyRunInOrder() throws InterruptedException {
        List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            int number = i;
            pool.submit(ALICE, () -> {
                if (number % 7 == 0) {
                    Thread.yield();
                }
                ran.add(number);
                done.countDown();
            });
        }
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void aSlowKeyDoesNotDelayAnother() throws InterruptedException {
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch quick = new CountDownLatch(2);
        pool.submit(ALICE, () -> await(slow));
        pool.submit(ALICE, quick::countDown);
        pool.submit(BOB, quick::countDown);
        CountDownLatch later = new CountDownLatch(1);
        pool.submit(BOB, later::countDown);
        assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(quick.getCount()).isEqualTo(1);
        slow.countDown();
        assertThat(quick.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void onlySoManyOfOneKeyWait() throws InterruptedException {
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch ran = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            assertThat(pool.submit(ALICE, () -> {
                        await(slow);
                        ran.countDown();
                    }))
                    .isTrue();
        }
        assertThat(pool.submit(ALICE, () -> {})).isFalse();
        assertThat(pool.submit(BOB, () -> {})).isTrue();
        slow.countDown();
        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aTaskThatFailsDoesNotStopTheNext() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        pool.submit(ALICE, () -> {
            throw new IllegalStateException("for the test");
        });
        pool.submit(ALICE, ran::countDown);
        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closedItTakesNothing() {
        pool.close();
        assertThat(pool.submit(ALICE, () -> {})).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody came");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
