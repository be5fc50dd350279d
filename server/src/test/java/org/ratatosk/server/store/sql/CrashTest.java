package org.ratatosk.server.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes is killed: what it was told to be durable is there. The property {@code kills} says how often. */
@Tag("crash")
class CrashTest {
    private static final List<Schema> SERVER = List.of(Schema.SERVER);
    private static final int CHURN = 50;

    @TempDir
    private Path folder;

    /** Writes numbers from the one given on, many at a time, and prints each when its write has completed. */
    static final class Writing {
        private Writing() {}

        public static void main(String[] args) {
            Database database = Database.file(Path.of(args[0]), SERVER);
            database.jdbi().useHandle(handle -> handle.execute("SET RETENTION_TIME 100"));
            for (int i = Integer.parseInt(args[1]); true; i++) {
                int number = i;
                database.durably(handle -> {
                            // rewrites a long row again and again, so that the file's space is used again
                            handle.execute("DELETE FROM roster_request WHERE seq = ?", number % CHURN);
                            handle.execute(
                                    "INSERT INTO roster_request (seq, owner, sender, stanza) VALUES (?, ?, 'a', ?)",
                                    number % CHURN,
                                    String.valueOf(number),
                                    "x".repeat(number % 3000));
                            return handle.execute(
                                    "INSERT INTO blocked (owner, address) VALUES (?, 'a')", String.valueOf(number));
                        })
                        .thenAccept(rows -> System.out.println(number));
                while (database.waiting() > 500) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    @Test
    void whatHasCompletedIsThereAfterAKill() throws IOException, InterruptedException {
        int rounds = Integer.getInteger("kills", 5);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        TreeSet<Integer> completed = new TreeSet<>();
        for (int round = 0; round < rounds; round++) {
            int from = completed.isEmpty() ? 0 : completed.last() + 10_000;
            completed.addAll(writeUntilKilled(from, 1 + random.nextInt(3000)));
            List<Integer> kept = kept();
            assertThat(kept).as("seed %s, round %s", seed, round).containsAll(completed);
            assertThat(kept).doesNotHaveDuplicates();
        }
    }

    private List<Integer> writeUntilKilled(int from, int lines) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writing.class.getName(),
                        folder.resolve("test").toString(),
                        String.valueOf(from))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Integer> completed = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                completed.add(Integer.valueOf(line));
                if (completed.size() == 1) {
                    assertThatThrownBy(this::kept).hasMessageContaining("may be already in use");
                }
                if (completed.size() == lines) {
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(completed.size()).isGreaterThanOrEqualTo(lines);
        return completed;
    }

    private List<Integer> kept() {
        try (Database database = Database.file(folder.resolve("test"), SERVER)) {
            return database.jdbi()
                    .withHandle(handle -> handle.createQuery("SELECT owner FROM blocked")
                            .mapTo(Integer.class)
                            .list());
        }
    }
}
