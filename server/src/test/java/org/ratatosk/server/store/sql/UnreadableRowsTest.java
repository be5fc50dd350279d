package org.ratatosk.server.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.ArchiveStore;
import org.ratatosk.server.store.ArchivedMessage;
import org.ratatosk.server.xml.Element;

/** A row that cannot be read costs an account only that row. */
class UnreadableRowsTest {
    private static final Jid ALICE = Jid.of("alice@example.org");
    private static final Element MESSAGE = Element.of("jabber:client", "message");

    private final Database database = Database.memory(List.of(Schema.SERVER));
    private final SqlStore store = new SqlStore(database);

    @BeforeEach
    void fill() {
        store.write(List.of(tables -> {
                    for (String name : List.of("a", "b", "c")) {
                        Jid peer = Jid.of(name + "@example.org");
                        tables.rosters().putPendingIn(ALICE, peer, MESSAGE);
                        tables.archive()
                                .append(new ArchivedMessage(ALICE, name, peer, Instant.EPOCH, MESSAGE, true, ""));
                    }
                }))
                .toCompletableFuture()
                .join();
        database.durably(handle -> handle.execute("UPDATE roster_request SET stanza = '<half' WHERE sender LIKE 'b@%'"))
                .join();
        database.durably(handle -> handle.execute("UPDATE archive SET message = '<half' WHERE id = 'b'"))
                .join();
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    @Test
    void requestsAreReadWithoutIt() {
        assertThat(store.read(tables -> tables.rosters().pendingIn(ALICE).keySet())
                        .toCompletableFuture()
                        .join())
                .containsExactly(Jid.of("a@example.org"), Jid.of("c@example.org"));
    }

    private static List<String> ids(List<ArchivedMessage> messages) {
        return messages.stream().map(ArchivedMessage::id).toList();
    }

    @Test
    void undeliveredMessagesAreReadWithoutIt() {
        assertThat(store.read(tables -> ids(tables.archive().undelivered(ALICE, "", 10)))
                        .toCompletableFuture()
                        .join())
                .containsExactly("a", "c");
    }

    private ArchiveStore.Page page(int max) {
        ArchiveStore.Filter filter = new ArchiveStore.Filter(null, null, null, null, null, false, max);
        return store.read(tables -> tables.archive().query(ALICE, filter))
                .toCompletableFuture()
                .join()
                .orElseThrow();
    }

    @Test
    void pagesAreReadWithoutItAndKnowWhetherThereIsMore() {
        assertThat(ids(page(10).messages())).containsExactly("a", "c");
        assertThat(page(10).complete()).isTrue();
        assertThat(ids(page(2).messages())).containsExactly("a");
        assertThat(page(2).complete()).isFalse();
    }
}
