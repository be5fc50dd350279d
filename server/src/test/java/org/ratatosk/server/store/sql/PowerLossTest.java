package org.ratatosk.server.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power goes while the database writes, overwrites and tidies up: what was told to be durable is there, and nothing is there
 * by half. The property {@code kills} says how often, eight times over.
 */
@Tag("crash")
class PowerLossTest {
    private static final List<Schema> SERVER = List.of(Schema.SERVER);
    private static final int OWNERS = 100;
    private static final int LONG_ROWS = 200;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    private Path folder;

    @Test
    void whatHasCompletedIsThereAfterThePowerWent() throws IOException {
        PowerCut.register();
        int written = 0;
        Database database = open();
        try {
            for (int cut = 0; cut < Integer.getInteger("kills", 5) * 8; cut++) {
                Path copy = folder.resolve("cut" + cut + ".mv.db");
                PowerCut.plan(random.nextInt(120), copy, random);
                int durable = written;
                while (!PowerCut.hasGone()) {
                    durable = written;
                    if (random.nextInt(50) == 0) {
                        database.close();
                        database = open();
                    } else {
                        written = writeSome(database, written);
                    }
                }
                check(folder.resolve("cut" + cut), durable, "seed " + seed + ", cut " + cut);
                Files.delete(copy);
            }
        } finally {
            database.close();
        }
    }

    private Database open() {
        Database database = Database.file(PowerCut.SCHEME, folder.resolve("test"), 0, SERVER);
        // the file's space is used again soon, as it would be after a minute otherwise
        database.jdbi().useHandle(handle -> handle.execute("SET RETENTION_TIME 100"));
        return database;
    }

    /** Up to five writes at once, and sometimes one that fails, so that they are tried singly; the number of all that are written. */
    private int writeSome(Database database, int written) {
        int next = written + 1 + random.nextInt(5);
        List<CompletableFuture<Integer>> writes = new ArrayList<>();
        for (int i = written; i < next; i++) {
            writes.add(write(database, i));
        }
        if (random.nextInt(4) == 0) {
            writes.add(database.<Integer>durably(handle -> {
                        throw new IllegalStateException("makes the others go singly");
                    })
                    .exceptionally(e -> 0));
        }
        writes.forEach(CompletableFuture::join);
        return next;
    }

    /** Each number replaces an earlier one in one table, and the oldest long row of the other, so that space is used again. */
    private static CompletableFuture<Integer> write(Database database, int number) {
        return database.durably(handle -> {
            handle.execute("DELETE FROM blocked WHERE owner = ?", owner(number));
            handle.execute("INSERT INTO blocked (owner, address) VALUES (?, ?)", owner(number), String.valueOf(number));
            handle.execute("DELETE FROM roster_request WHERE seq = ?", number - LONG_ROWS);
            return handle.execute(
                    "INSERT INTO roster_request (seq, owner, sender, stanza) VALUES (?, ?, ?, ?)",
                    number,
                    owner(number),
                    String.valueOf(number),
                    "x".repeat(number % 3000));
        });
    }

    private static String owner(int number) {
        return "o" + number % OWNERS;
    }

    private static void check(Path file, int durable, String what) {
        try (Database database = Database.file(file, SERVER)) {
            List<Integer> rows = numbers(database, "SELECT seq FROM roster_request ORDER BY seq");
            int there = rows.isEmpty() ? 0 : rows.get(rows.size() - 1) + 1;
            assertThat(there).as(what).isGreaterThanOrEqualTo(durable);
            assertThat(rows).as(what).isEqualTo(last(LONG_ROWS, there));
            List<Integer> blocked =
                    numbers(database, "SELECT CAST(address AS INTEGER) AS number FROM blocked ORDER BY number");
            assertThat(blocked).as(what).isEqualTo(last(OWNERS, there));
        }
    }

    private static List<Integer> last(int count, int end) {
        return IntStream.range(Math.max(0, end - count), end).boxed().toList();
    }

    private static List<Integer> numbers(Database database, String sql) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(Integer.class).list());
    }
}
