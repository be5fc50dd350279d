package org.ratatosk.server.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.server.store.StoreFullException;

class FullDiskTest {
    private static final List<Schema> SERVER = List.of(Schema.SERVER);

    @TempDir
    private Path folder;

    private static CompletableFuture<Integer> block(Database database, String owner) {
        return database.durably(
                handle -> handle.execute("INSERT INTO blocked (owner, address) VALUES (?, 'a')", owner));
    }

    private static List<String> owners(Database database) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT owner FROM blocked ORDER BY owner")
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void readsGoOnAndWritesFailUntilThereIsRoomAgain() {
        AtomicBoolean full = FullDisk.register();
        try (Database database = Database.file(FullDisk.SCHEME, folder.resolve("test"), 0, SERVER)) {
            block(database, "before").join();
            full.set(true);
            for (int i = 0; i < 3; i++) {
                CompletableFuture<Integer> write = block(database, "during" + i);
                assertThatThrownBy(write::join).hasCauseInstanceOf(StoreFullException.class);
                assertThat(database.isFull()).isTrue();
                assertThat(owners(database)).containsExactly("before");
            }
            full.set(false);
            block(database, "later").join();
            assertThat(database.isFull()).isFalse();
            assertThat(owners(database)).containsExactly("before", "later");
        }
        try (Database database = Database.file(folder.resolve("test"), SERVER)) {
            assertThat(owners(database)).containsExactly("before", "later");
        }
    }

    @Test
    void failsAllOfABatch() {
        AtomicBoolean full = FullDisk.register();
        try (Database database = Database.file(FullDisk.SCHEME, folder.resolve("test"), 0, SERVER)) {
            full.set(true);
            List<CompletableFuture<Integer>> writes = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                writes.add(block(database, "owner" + i));
            }
            for (CompletableFuture<Integer> write : writes) {
                assertThatThrownBy(write::join).hasCauseInstanceOf(StoreFullException.class);
            }
            full.set(false);
            assertThat(owners(database)).isEmpty();
        }
    }

    /** The disk fills while a batch is tried one by one: nothing of it is committed, and each has its own reason. */
    @Test
    void failsAllOfABatchThatIsTriedOneByOne() throws InterruptedException {
        AtomicBoolean full = FullDisk.register();
        try (Database database = Database.file(FullDisk.SCHEME, folder.resolve("test"), 0, SERVER)) {
            CountDownLatch writing = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            CompletableFuture<Boolean> before = database.durably(handle -> {
                writing.countDown();
                go.await();
                return true;
            });
            writing.await();
            CompletableFuture<Integer> first = block(database, "first");
            CompletableFuture<Integer> wrong = database.durably(handle -> {
                throw new IllegalStateException("makes them go one by one");
            });
            AtomicInteger runs = new AtomicInteger();
            CompletableFuture<Integer> last = database.durably(handle -> {
                full.set(true);
                runs.incrementAndGet();
                return handle.execute("INSERT INTO blocked (owner, address) VALUES ('last', 'a')");
            });
            go.countDown();
            before.join();
            assertThatThrownBy(last::join).hasCauseInstanceOf(StoreFullException.class);
            assertThat(runs).hasValue(1);
            assertThatThrownBy(wrong::join).hasCauseInstanceOf(IllegalStateException.class);
            assertThatThrownBy(first::join).hasCauseInstanceOf(StoreFullException.class);
            full.set(false);
            assertThat(owners(database)).isEmpty();
        }
    }

    @Test
    void leavesTheReserveOfTheDiskAlone() {
        try (Database database = Database.file("", folder.resolve("test"), Long.MAX_VALUE, SERVER)) {
            CompletableFuture<Integer> write = block(database, "alice");
            assertThatThrownBy(write::join).hasCauseInstanceOf(StoreFullException.class);
            assertThat(database.isFull()).isTrue();
            assertThat(owners(database)).isEmpty();
        }
    }
}
