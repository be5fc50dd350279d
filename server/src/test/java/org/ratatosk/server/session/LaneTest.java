package org.ratatosk.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.testing.TurnableClock;

class LaneTest {
    private static final Jid ALICE = Jid.of("alice@example.org");
    private static final Jid BOB = Jid.of("bob@example.org");

    private final List<String> done = new ArrayList<>();
    private final Deque<Runnable> workers = new ArrayDeque<>();
    private final TurnableClock clock = new TurnableClock(Instant.parse("2026-05-01T12:00:00Z"));
    private final AtomicInteger loads = new AtomicInteger();
    private final Lanes lanes = new Lanes(this::loaded, workers::add, clock);

    private CompletionStage<Consumer<Attachments>> loaded(Jid account) {
        loads.incrementAndGet();
        return CompletableFuture.completedStage(attachments -> {});
    }

    private static Lane.Work work(Consumer<Lane> run) {
        return new Lane.Work() {
            @Override
            public void run(Lane lane) {
                run.accept(lane);
            }

            @Override
            public void failed(Lane lane, Throwable cause) {
                throw new IllegalStateException(cause);
            }
        };
    }

    private Lane.Work saying(String word) {
        return work(lane -> done.add(word));
    }

    private void runWorkers() {
        for (Runnable next = workers.poll(); next != null; next = workers.poll()) {
            next.run();
        }
    }

    @Test
    void workRunsOnTheThreadThatBringsItInOrder() {
        lanes.post(ALICE, saying("one"));
        runWorkers();
        lanes.post(ALICE, saying("two"));
        assertThat(done).containsExactly("one", "two");
        assertThat(loads).hasValue(1);
    }

    @Test
    void workThatWorkBringsDoesNotNest() {
        load(ALICE, BOB);
        lanes.post(ALICE, work(lane -> {
            lanes.post(BOB, saying("bob"));
            lanes.post(ALICE, saying("alice again"));
            done.add("alice");
        }));
        assertThat(done).containsExactly("alice", "alice again", "bob");
    }

    private void load(Jid... accounts) {
        for (Jid account : accounts) {
            lanes.post(account, work(lane -> {}));
        }
        runWorkers();
    }

    @Test
    void aPingPongOfLanesNeitherOverflowsTheStackNorKeepsTheThread() {
        load(ALICE, BOB);
        pingPong(ALICE, BOB, 100_000);
        assertThat(done).as("the thread that brought the work gets away").isEmpty();
        runWorkers();
        assertThat(done).containsExactly("over");
    }

    private void pingPong(Jid here, Jid there, int left) {
        lanes.post(here, left == 0 ? saying("over") : work(lane -> pingPong(there, here, left - 1)));
    }

    @Test
    void aHeldLaneDoesOtherMailLaterAndOthersGoOn() {
        load(ALICE, BOB);
        CompletableFuture<String> read = new CompletableFuture<>();
        lanes.post(ALICE, work(lane -> lane.hold(read, (value, failure) -> done.add("read " + value))));
        lanes.post(ALICE, saying("next"));
        lanes.post(BOB, saying("bob"));
        assertThat(done).containsExactly("bob");
        read.complete("it");
        runWorkers();
        assertThat(done).containsExactly("bob", "read it", "next");
    }

    @Test
    void releasesKeepTheOrderOfTheLane() {
        load(ALICE);
        CompletableFuture<Void> first = new CompletableFuture<>();
        CompletableFuture<Void> second = new CompletableFuture<>();
        lanes.post(ALICE, work(lane -> {
            lane.release(first, failure -> done.add("first"));
            lane.release(second, failure -> done.add("second " + failure));
            lane.release(null, failure -> done.add("third"));
        }));
        second.completeExceptionally(new IllegalStateException("no"));
        runWorkers();
        assertThat(done).isEmpty();
        first.complete(null);
        runWorkers();
        assertThat(done).containsExactly("first", "second java.lang.IllegalStateException: no", "third");
    }

    @Test
    void aMistakeIsAnsweredAndTheLaneLives() {
        load(ALICE);
        lanes.post(ALICE, new Lane.Work() {
            @Override
            public void run(Lane lane) {
                throw new IllegalStateException("a mistake");
            }

            @Override
            public void failed(Lane lane, Throwable cause) {
                done.add("failed: " + cause.getMessage());
            }
        });
        lanes.post(ALICE, saying("next"));
        assertThat(done).containsExactly("failed: a mistake", "next");
    }

    /** Not even an error of the machine leaves a lane that nobody runs any more. */
    @Test
    void anErrorIsAnsweredAndTheLaneLives() {
        load(ALICE);
        lanes.post(ALICE, new Lane.Work() {
            @Override
            public void run(Lane lane) {
                throw new StackOverflowError("run");
            }

            @Override
            public void failed(Lane lane, Throwable cause) {
                done.add("failed: " + cause.getMessage());
                throw new StackOverflowError("failed");
            }
        });
        lanes.post(
                ALICE,
                work(lane -> lane.release(null, failure -> {
                    throw new StackOverflowError("release");
                })));
        lanes.post(
                ALICE,
                work(lane -> lane.hold(CompletableFuture.completedStage(""), (value, failure) -> {
                    throw new StackOverflowError("hold");
                })));
        runWorkers();
        lanes.post(ALICE, saying("next"));
        assertThat(done).containsExactly("failed: run", "next");
    }

    @Test
    void anAccountThatCannotBeReadFailsEachPieceOfWorkAndIsReadAgain() {
        List<CompletableFuture<Consumer<Attachments>>> reads = new ArrayList<>();
        Lanes broken = new Lanes(
                account -> {
                    reads.add(new CompletableFuture<>());
                    return reads.get(reads.size() - 1);
                },
                workers::add,
                clock);
        broken.post(ALICE, new Lane.Work() {
            @Override
            public void run(Lane lane) {
                done.add("run");
            }

            @Override
            public void failed(Lane lane, Throwable cause) {
                done.add("failed");
            }
        });
        broken.post(ALICE, saying("second"));
        reads.get(0).completeExceptionally(new IllegalStateException("no database"));
        runWorkers();
        reads.get(1).complete(attachments -> done.add("loaded"));
        runWorkers();
        assertThat(done).containsExactly("failed", "loaded", "second");
    }

    @Test
    void anIdleLaneRetiresAndComesBackWhenItIsNeeded() {
        load(ALICE);
        clock.pass(Duration.ofSeconds(59));
        lanes.retire(Duration.ofMinutes(1));
        assertThat(lanes.size()).isOne();
        clock.pass(Duration.ofSeconds(2));
        lanes.retire(Duration.ofMinutes(1));
        assertThat(lanes.size()).isZero();
        lanes.post(ALICE, saying("back"));
        runWorkers();
        assertThat(done).containsExactly("back");
        assertThat(loads).hasValue(2);
    }

    @Test
    void aLaneThatWaitsForAWriteDoesNotRetire() {
        load(ALICE);
        lanes.post(ALICE, work(lane -> lane.release(new CompletableFuture<>(), failure -> {})));
        clock.pass(Duration.ofHours(1));
        lanes.retire(Duration.ofMinutes(1));
        assertThat(lanes.size()).isOne();
    }

    /** Threads, retirements and cross-posts at once: nothing is lost, doubled or out of its poster's order. */
    @Test
    void manyThreadsKeepEachPostersOrder() throws InterruptedException {
        int posters = 4;
        int each = 20_000;
        ExecutorService pool = Executors.newFixedThreadPool(posters);
        Lanes busy = new Lanes(account -> CompletableFuture.completedStage(a -> {}), pool, clock);
        Map<String, List<Integer>> seen = new ConcurrentHashMap<>();
        CountDownLatch left = new CountDownLatch(posters * each);
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int poster = 0; poster < posters; poster++) {
            String name = "poster" + poster;
            seen.put(name, Collections.synchronizedList(new ArrayList<>()));
            Thread thread = new Thread(() -> {
                awaitUnchecked(start);
                for (int i = 0; i < each; i++) {
                    int number = i;
                    busy.post(ALICE, work(lane -> {
                        seen.get(name).add(number);
                        busy.post(BOB, work(other -> left.countDown()));
                    }));
                    if (i % 1_000 == 0) {
                        busy.retire(Duration.ofSeconds(-1));
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        start.countDown();
        assertThat(left.await(60, TimeUnit.SECONDS)).isTrue();
        for (Thread thread : threads) {
            thread.join();
        }
        pool.shutdown();
        seen.values().forEach(numbers -> assertThat(numbers).hasSize(each).isSorted());
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
