package org.ratatosk.server.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.AccountStoreContract;
import org.ratatosk.server.store.ArchiveStoreContract;
import org.ratatosk.server.store.BlockStoreContract;
import org.ratatosk.server.store.LinkStoreContract;
import org.ratatosk.server.store.PepStoreContract;
import org.ratatosk.server.store.ProfileStoreContract;
import org.ratatosk.server.store.RosterStoreContract;
import org.ratatosk.server.store.Store;
import org.ratatosk.server.store.StoreContract;
import org.ratatosk.server.store.StoreFullException;

class MemoryStoreTest {
    @Test
    void failsWritesAndStillReadsWhenItIsToldThatItIsFull() {
        try (MemoryStore store = new MemoryStore(Runnable::run)) {
            store.full(true);
            assertThat(store.write(List.of(tables -> {})).toCompletableFuture())
                    .isCompletedExceptionally()
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(StoreFullException.class);
            assertThat(store.read(tables -> tables.accounts().count("a.test", ""))
                            .toCompletableFuture())
                    .isCompletedWithValue(0);
            store.full(false);
            assertThat(store.write(List.of(tables -> {})).toCompletableFuture()).isCompleted();
        }
    }

    @Test
    void worksWhenTheTestSaysSo() {
        Queue<Runnable> work = new ArrayDeque<>();
        try (MemoryStore store = new MemoryStore(work::add)) {
            Jid alice = Jid.of("alice@a.test");
            CompletableFuture<Boolean> found = store.read(
                            tables -> tables.accounts().find(alice).isPresent())
                    .toCompletableFuture();
            assertThat(found).isNotDone();
            work.remove().run();
            assertThat(found).isCompletedWithValue(false);
        }
    }

    @Nested
    class Whole extends StoreContract {
        @Override
        protected Store open() {
            return new MemoryStore();
        }
    }

    @Nested
    class Accounts extends AccountStoreContract {
        @Override
        protected Store open() {
            return new MemoryStore();
        }
    }

    @Nested
    class Rosters extends RosterStoreContract {
        @Override
        protected Store open() {
            return new MemoryStore();
        }
    }

    @Nested
    class Blocks extends BlockStoreContract {
        @Override
        protected Store open() {
            return new MemoryStore();
        }
    }

    @Nested
    class Archive extends ArchiveStoreContract {
        @Override
        protected Store open() {
            return new MemoryStore();
        }
    }

    @Nested
    class Pep extends PepStoreContract {
        @Override
        protected Store open() {
            return new MemoryStore();
        }
    }

    @Nested
    class Profiles extends ProfileStoreContract {
        @Override
        protected Store open() {
            return new MemoryStore();
        }
    }

    @Nested
    class Links extends LinkStoreContract {
        @Override
        protected Store open() {
            return new MemoryStore();
        }
    }
}
