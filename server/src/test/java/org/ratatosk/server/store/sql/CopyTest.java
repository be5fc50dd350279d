package org.ratatosk.server.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy that is made amid writes has all that was durable before, and of the rest the beginning and no gap. */
class CopyTest {
    private static final List<Schema> SERVER = List.of(Schema.SERVER);
    private static final int ROUNDS = Integer.getInteger("kills", 5);

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void aCopyAmidWritesHasNoGap() throws Exception {
        try (Database database = Database.file(folder.resolve("test"), SERVER)) {
            // space is used again soon, so that a copy that does not keep H2 from it would be torn
            database.jdbi().useHandle(handle -> handle.execute("SET RETENTION_TIME 100"));
            AtomicInteger durable = new AtomicInteger();
            AtomicBoolean over = new AtomicBoolean();
            Thread writes = new Thread(() -> write(database, durable, over));
            writes.start();
            try {
                for (int round = 0; round < ROUNDS; round++) {
                    awaitMore(durable, writes);
                    int before = durable.get();
                    Path copies = Files.createDirectory(folder.resolve("copy" + round));
                    database.copy(copies);
                    List<Integer> there = numbers(copies.resolve("test"));
                    assertThat(there.size()).as("seed %s", seed).isGreaterThanOrEqualTo(before);
                    assertThat(there).as("seed %s", seed).isEqualTo(firstNumbers(there.size()));
                }
            } finally {
                over.set(true);
                writes.join();
            }
            assertThat(numbers(folder.resolve("copy0/test"))).hasSizeLessThan(durable.get());
        }
    }

    /** Adds one number after the other; rows of another kind come and go, so that space gets free. */
    private void write(Database database, AtomicInteger durable, AtomicBoolean over) {
        for (int next = 1; !over.get(); next++) {
            int number = next;
            String burden = "x".repeat(random.nextInt(2000));
            database.durably(handle -> {
                        handle.execute("INSERT INTO blocked (owner, address) VALUES ('numbers', ?)", "" + number);
                        handle.execute("DELETE FROM blocked WHERE owner = ?", "burden" + number % 50);
                        return handle.execute(
                                "INSERT INTO blocked (owner, address) VALUES (?, ?)", "burden" + number % 50, burden);
                    })
                    .join();
            durable.set(number);
        }
    }

    private static void awaitMore(AtomicInteger durable, Thread writes) {
        int goal = durable.get() + 100;
        while (durable.get() < goal && writes.isAlive()) {
            Thread.onSpinWait();
        }
    }

    private static List<Integer> numbers(Path file) {
        try (Database copy = Database.file(file, SERVER)) {
            return copy.jdbi()
                    .withHandle(handle -> handle.createQuery(
                                    "SELECT CAST(address AS INT) FROM blocked WHERE owner = 'numbers' ORDER BY 1")
                            .mapTo(Integer.class)
                            .list());
        }
    }

    private static List<Integer> firstNumbers(int count) {
        return java.util.stream.IntStream.rangeClosed(1, count).boxed().toList();
    }

    @Test
    void whatIsInMemoryIsNotCopied() {
        try (Database database = Database.memory(SERVER)) {
            assertThatThrownBy(() -> database.copy(folder)).isInstanceOf(RuntimeException.class);
        }
    }
}
