package org.ratatosk.server.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.util.Throwables;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Password;
import org.ratatosk.server.store.ScramKeys;

class DatabaseTest {
    private static final List<Schema> SERVER = List.of(Schema.SERVER);

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("test");
    }

    private static CompletableFuture<Integer> block(Database database, String owner) {
        return database.durably(
                handle -> handle.execute("INSERT INTO blocked (owner, address) VALUES (?, 'a')", owner));
    }

    private static int blocked(Database database) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT COUNT(*) FROM blocked")
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void keepsWhatWasWrittenWhenItIsClosed() {
        try (Database database = Database.file(file(), SERVER)) {
            assertThat(block(database, "alice").join()).isEqualTo(1);
        }
        assertThat(folder).isDirectoryContaining("glob:**/test.mv.db").isDirectoryNotContaining("glob:**trace*");
        try (Database database = Database.file(file(), SERVER)) {
            assertThat(blocked(database)).isEqualTo(1);
        }
    }

    @Test
    void writesWhatWaitsBeforeItCloses() {
        List<CompletableFuture<Integer>> writes = new ArrayList<>();
        try (Database database = Database.file(file(), SERVER)) {
            for (int i = 0; i < 1000; i++) {
                writes.add(block(database, "owner" + i));
            }
        }
        assertThat(writes).allMatch(CompletableFuture::isDone);
        try (Database database = Database.file(file(), SERVER)) {
            assertThat(blocked(database)).isEqualTo(1000);
        }
    }

    @Test
    void refusesWritesAfterItWasClosed() {
        Database database = Database.memory(SERVER);
        database.close();
        assertThat(block(database, "alice")).isCompletedExceptionally();
        database.close();
    }

    @Test
    void refusesADatabaseOfANewerProgram() {
        try (Database database = Database.file(file(), SERVER)) {
            database.jdbi()
                    .useHandle(handle -> handle.execute("UPDATE \"schema_server\" SET \"version\" = '99'"
                            + " WHERE \"version\" = '" + Schema.SERVER.version() + "'"));
        }
        assertThatThrownBy(() -> Database.file(file(), SERVER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("99")
                .hasMessageContaining("newer program");
    }

    /** A folder of the first release opens: its passwords are the accounts' own. */
    @Test
    void bringsThePasswordsOfTheFirstReleaseAlong() throws Exception {
        String url = "jdbc:h2:" + file();
        Flyway.configure()
                .dataSource(url, "sa", "")
                .locations("classpath:db/server")
                .table("schema_server")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .target("1")
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            for (String mechanism : List.of("SCRAM-SHA-1", "SCRAM-SHA-256")) {
                statement.execute("INSERT INTO scram_keys VALUES ('alice@example.org', '" + mechanism
                        + "', 'AAAA', 10000, 'AQID', 'BAUG')");
            }
        }
        try (SqlStore store = new SqlStore(Database.file(file(), SERVER))) {
            List<Password> passwords = store.read(tables -> tables.accounts().passwords(Jid.of("alice@example.org")))
                    .toCompletableFuture()
                    .join();
            assertThat(passwords).singleElement().satisfies(one -> {
                assertThat(one.own()).isTrue();
                assertThat(one.used()).isNull();
                assertThat(one.keys()).extracting(ScramKeys::mechanism).containsExactly("SCRAM-SHA-1", "SCRAM-SHA-256");
                assertThat(one.keys().get(0).storedKey()).containsExactly(1, 2, 3);
                assertThat(one.keys().get(0).serverKey()).containsExactly(4, 5, 6);
            });
        }
    }

    @Test
    void saysWhenTheScriptsDoNotLeadToTheVersionAskedFor() {
        Schema next = new Schema("server", Schema.SERVER.version() + 1);
        assertThatThrownBy(() -> Database.memory(List.of(next))).hasMessageContaining("lead to version");
    }

    @Test
    void writesTogetherWhatWaits() throws InterruptedException {
        try (Database database = Database.memory(SERVER)) {
            CountDownLatch begin = new CountDownLatch(1);
            CountDownLatch reached = new CountDownLatch(1);
            CountDownLatch end = new CountDownLatch(1);
            CountDownLatch writing = new CountDownLatch(1);
            CompletableFuture<Boolean> before = held(database, writing, begin);
            writing.await();
            CompletableFuture<Integer> first = block(database, "alice");
            CompletableFuture<Boolean> second = held(database, reached, end);
            assertThat(database.waiting()).isEqualTo(2);
            begin.countDown();
            before.join();

            reached.await();
            assertThat(database.waiting()).isZero();
            assertThat(blocked(database)).isZero();
            assertThat(first).isNotDone();
            end.countDown();
            CompletableFuture.allOf(first, second).join();
            assertThat(blocked(database)).isEqualTo(1);
        }
    }

    private static CompletableFuture<Boolean> held(Database database, CountDownLatch reached, CountDownLatch go) {
        return database.durably(handle -> {
            reached.countDown();
            go.await();
            return true;
        });
    }

    /** A batch in which one write does what it likes; the others and those after it are done. */
    @Test
    void anErrorFailsOnlyTheWriteThatThrewIt() throws InterruptedException {
        try (Database database = Database.memory(SERVER)) {
            CountDownLatch go = new CountDownLatch(1);
            CountDownLatch writing = new CountDownLatch(1);
            CompletableFuture<Boolean> before = held(database, writing, go);
            writing.await();
            CompletableFuture<Integer> first = block(database, "alice");
            CompletableFuture<Integer> wrong = database.durably(handle -> {
                throw new StackOverflowError("wrong");
            });
            CompletableFuture<Integer> last = block(database, "carol");
            go.countDown();
            assertThat(before.join()).isTrue();
            assertThat(first.join()).isEqualTo(1);
            assertThat(last.join()).isEqualTo(1);
            assertThatThrownBy(wrong::join).hasRootCauseInstanceOf(StackOverflowError.class);
            CompletableFuture<Integer> alone = database.durably(handle -> {
                throw new StackOverflowError("alone");
            });
            assertThatThrownBy(alone::join).hasRootCauseInstanceOf(StackOverflowError.class);
            assertThat(block(database, "dave").join()).isEqualTo(1);
            assertThat(blocked(database)).isEqualTo(3);
        }
    }

    /** What is bound to statements may be private, and what goes wrong is logged. */
    @Test
    void errorsDoNotTellWhatWasBound() {
        try (Database database = Database.memory(SERVER)) {
            block(database, "secret").join();
            assertThatThrownBy(block(database, "secret")::join)
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("23505")
                    .satisfies(e -> assertThat(Throwables.getStackTrace(e)).doesNotContain("secret"));
            assertThatThrownBy(() -> database.jdbi()
                            .withHandle(handle -> handle.createQuery("SELECT nothing FROM blocked WHERE owner = ?")
                                    .bind(0, "secret")
                                    .mapTo(String.class)
                                    .list()))
                    .satisfies(e -> assertThat(Throwables.getStackTrace(e)).doesNotContain("secret"));
        }
    }
}
