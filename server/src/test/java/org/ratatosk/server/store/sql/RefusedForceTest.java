package org.ratatosk.server.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.server.store.NotDurableException;

/** The disk refuses to be forced: what it did not take is not called kept, and what is called kept is on it. */
class RefusedForceTest {
    private static final List<Schema> SERVER = List.of(Schema.SERVER);
    private static final int FOR_EVER = Integer.MAX_VALUE;

    @TempDir
    private Path folder;

    private Database database;

    @BeforeEach
    void open() {
        PowerCut.register();
        database = Database.file(PowerCut.SCHEME, folder.resolve("test"), 0, SERVER);
    }

    @AfterEach
    void close() {
        PowerCut.refuse(0);
        database.close();
    }

    /** Keeps an owner once, whoever often it is tried. */
    private CompletableFuture<Integer> keep(String owner) {
        return database.durably(handle -> {
            int old = handle.execute("UPDATE roster_request SET sender = 'a' WHERE owner = ?", owner);
            return old > 0
                    ? old
                    : handle.execute(
                            "INSERT INTO roster_request (owner, sender, stanza) VALUES (?, 'a', ?)",
                            owner,
                            "x".repeat(2000));
        });
    }

    private static List<String> owners(Database database) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT owner, stanza FROM roster_request ORDER BY owner")
                        .mapTo(String.class)
                        .list());
    }

    private List<String> afterTheLossOfPower() throws IOException {
        Files.deleteIfExists(folder.resolve("cut.mv.db"));
        PowerCut.cut(folder.resolve("cut.mv.db"), new Random(1));
        try (Database left = Database.file(folder.resolve("cut"), SERVER)) {
            return owners(left);
        }
    }

    @Test
    void aSecondAttemptCounts() throws IOException {
        PowerCut.refuse(1);
        keep("alice").join();
        assertThat(afterTheLossOfPower()).containsExactly("alice");
    }

    @Test
    void whatTheDiskDidNotTakeIsAFailure() throws IOException {
        keep("alice").join();
        PowerCut.refuse(FOR_EVER);
        CompletableFuture<Integer> bob = keep("bob");
        assertThatThrownBy(bob::join)
                .hasCauseInstanceOf(NotDurableException.class)
                .hasMessageContaining("could not be written to disk safely");
        assertThat(afterTheLossOfPower()).contains("alice");
    }

    @Test
    void nothingMoreIsWrittenUntilItCanBeForced() {
        PowerCut.refuse(FOR_EVER);
        CompletableFuture<Integer> bob = keep("bob");
        assertThatThrownBy(bob::join).hasCauseInstanceOf(NotDurableException.class);
        AtomicInteger runs = new AtomicInteger();
        CompletableFuture<Integer> carol = database.durably(handle -> runs.incrementAndGet());
        assertThatThrownBy(carol::join).hasCauseInstanceOf(NotDurableException.class);
        assertThat(runs).hasValue(0);
    }

    @Test
    void afterwardsWritesWorkAgainAndWhatIsSentAgainIsThereOnce() throws IOException {
        keep("alice").join();
        PowerCut.refuse(FOR_EVER);
        CompletableFuture<Integer> bob = keep("bob");
        assertThatThrownBy(bob::join).hasCauseInstanceOf(NotDurableException.class);
        PowerCut.refuse(0);
        keep("carol").join();
        keep("bob").join();
        assertThat(owners(database)).containsExactly("alice", "bob", "carol");
        assertThat(afterTheLossOfPower()).containsExactly("alice", "bob", "carol");
    }

    /** Each refusal may also hit the force before the header, after which the database closes itself and opens again. */
    @Test
    void nothingThatWasAcknowledgedIsLostHoweverOftenItRefuses() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 25; i++) {
            PowerCut.refuse(random.nextInt(4));
            String owner = "owner" + (1000 + i);
            while (keep(owner).handle((rows, failure) -> failure != null).join()) {
                Thread.onSpinWait();
            }
            assertThat(afterTheLossOfPower()).as(owner).hasSize(i + 1);
        }
    }
}
