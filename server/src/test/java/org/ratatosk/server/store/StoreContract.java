package org.ratatosk.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a store promises about reads and writes as such. */
public abstract class StoreContract extends StoreFixture {
    @Test
    void keepsWhatWasWritten() {
        write(tables -> tables.accounts().create(account(ALICE)));
        assertThat(one(tables -> tables.accounts().find(ALICE))).contains(account(ALICE));
    }

    @Test
    void writesAllOrNone() {
        CompletionStage<Void> failed = store().write(List.of(
                tables -> tables.accounts().create(account(ALICE)),
                tables -> tables.blocks().add(ALICE, Set.of(CAROL)),
                tables -> {
                    throw new IllegalArgumentException("no");
                }));

        assertThatThrownBy(() -> await(failed))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
        assertThat(one(tables -> tables.accounts().find(ALICE))).isEmpty();
        assertThat(set(tables -> tables.blocks().blocked(ALICE))).isEmpty();
    }

    @Test
    void writesInTheOrderOfCallsAndCompletesInIt() {
        List<Integer> written = Collections.synchronizedList(new ArrayList<>());
        List<Integer> completed = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            int number = i;
            all.add(store().write(List.of(tables -> written.add(number)))
                    .thenRun(() -> completed.add(number))
                    .toCompletableFuture());
        }
        await(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).thenApply(done -> true));

        assertThat(written).hasSize(1000).isSorted();
        assertThat(completed).hasSize(1000).isSorted();
    }

    @Test
    void failsOnlyTheGuiltyOfThoseThatWriteTogether() {
        CountDownLatch all = new CountDownLatch(1);
        List<CompletableFuture<Boolean>> stages = new ArrayList<>();
        stages.add(submit(tables -> {
            try {
                all.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        for (int i = 0; i < 50; i++) {
            String id = "id-" + i;
            boolean guilty = i % 10 == 7;
            stages.add(submit(tables -> {
                tables.archive().append(message(ALICE, id, BOB, NOON, ""));
                if (guilty) {
                    throw new IllegalArgumentException(id);
                }
            }));
        }
        all.countDown();

        List<Boolean> outcomes = stages.stream()
                .map(stage -> await(stage.exceptionally(e -> false)))
                .toList();
        assertThat(outcomes).hasSize(51);
        for (int i = 0; i < 50; i++) {
            String id = "id-" + i;
            assertThat(outcomes.get(i + 1)).as(id).isEqualTo(i % 10 != 7);
            assertThat(is(tables -> tables.archive().contains(ALICE, id)))
                    .as(id)
                    .isEqualTo(i % 10 != 7);
        }
    }

    private CompletableFuture<Boolean> submit(Consumer<Store.Tables> write) {
        return store().write(List.of(write)).thenApply(done -> true).toCompletableFuture();
    }

    @Test
    void doesNotWriteInARead() {
        assertThatThrownBy(() -> read(tables -> tables.accounts().create(account(ALICE))))
                .hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(one(tables -> tables.accounts().find(ALICE))).isEmpty();
    }

    @Test
    void failsAReadWithWhatItThrew() {
        assertThatThrownBy(() -> read(tables -> {
                    throw new IllegalArgumentException("no");
                }))
                .hasRootCauseMessage("no");
    }

    @Test
    void neverRunsOnTheCallersThread() {
        Thread caller = Thread.currentThread();
        assertThat(is(tables -> Thread.currentThread() == caller)).isFalse();
        assertThat(asked(tables -> Thread.currentThread() == caller)).isFalse();
    }
}
