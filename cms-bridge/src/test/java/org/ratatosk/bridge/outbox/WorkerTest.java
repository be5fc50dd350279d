package org.ratatosk.bridge.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkerTest {
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void itWorksAtTheStartAndWheneverItIsWoken() {
        try (Worker worker = new Worker("test", InstantSource.system(), () -> {
            runs.incrementAndGet();
            return Optional.empty();
        })) {
            worker.start();
            await().until(() -> runs.get() == 1);
            worker.wake();
            await().until(() -> runs.get() == 2);
        }
        assertThat(runs).hasValue(2);
    }

    @Test
    void itWorksAgainWhenTheTimeHasCome() {
        try (Worker worker = new Worker(
                "test",
                InstantSource.system(),
                () -> runs.incrementAndGet() == 1 ? Optional.of(Instant.now().plusMillis(50)) : Optional.empty())) {
            worker.start();
            await().until(() -> runs.get() == 2);
        }
    }

    @Test
    void aWakeThatComesWhileItWorksIsNotLost() throws InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (Worker worker = new Worker("test", InstantSource.system(), () -> {
            runs.incrementAndGet();
            working.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        })) {
            worker.start();
            assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
            worker.wake();
            go.countDown();
            await().until(() -> runs.get() == 2);
        }
    }

    @Test
    void workThatFailsDoesNotEndItNorIsItRepeatedAtOnce() {
        AtomicInteger asked = new AtomicInteger();
        InstantSource clock = () -> Instant.EPOCH.plusSeconds(20L * asked.getAndIncrement());
        try (Worker worker = new Worker("test", clock, () -> {
            if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("as told");
            }
            return Optional.empty();
        })) {
            worker.start();
            await().until(() -> runs.get() == 2);
        }
    }

    @Test
    void afterItsEndItDoesNotBegin() {
        Worker worker = new Worker("test", InstantSource.system(), () -> {
            runs.incrementAndGet();
            return Optional.empty();
        });
        worker.close();
        worker.start();
        worker.wake();
        assertThat(worker.isClosed()).isTrue();
        assertThat(runs).hasValue(0);
    }
}
