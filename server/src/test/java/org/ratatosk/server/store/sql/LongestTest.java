package org.ratatosk.server.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.config.Limits;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.ArchivedMessage;
import org.ratatosk.server.store.RosterItem;
import org.ratatosk.server.store.RosterItem.Subscription;
import org.ratatosk.server.store.Store;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.XmlWriter;

/** The longest of everything that the server accepts fits into its tables, whatever the characters are. */
class LongestTest {
    /** Four bytes in UTF-8, two units in UTF-16. */
    private static final String SQUIRREL = "\uD83D\uDC3F";

    private static final Jid ALICE = Jid.of("a".repeat(1023), "b".repeat(63) + ".example", null);
    private static final Jid BOB = Jid.of("\u00E9".repeat(511), "example.test", "x" + SQUIRREL.repeat(255));

    private final Database database = Database.memory(List.of(Schema.SERVER));
    private final SqlStore store = new SqlStore(database);

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    private void write(Consumer<Store.Tables> write) {
        store.write(List.of(write)).toCompletableFuture().join();
    }

    private <T> T read(Function<Store.Tables, T> query) {
        return store.read(query).toCompletableFuture().join();
    }

    @Test
    void aContactWithItsNameAndGroups() {
        List<String> groups = IntStream.range(0, 64)
                .mapToObj(i -> SQUIRREL.repeat(254) + "\\" + (char) ('0' + i))
                .toList();
        RosterItem item = new RosterItem(BOB, SQUIRREL.repeat(255), groups, Subscription.BOTH, false, false, "");
        write(tables -> tables.rosters().put(ALICE, item));
        List<RosterItem> kept = read(tables -> tables.rosters().items(ALICE));
        assertThat(kept).isEqualTo(List.of(item));
    }

    @Test
    void aBlockedAddress() {
        write(tables -> tables.blocks().add(ALICE, Set.of(BOB)));
        Set<Jid> kept = read(tables -> tables.blocks().blocked(ALICE));
        assertThat(kept).isEqualTo(Set.of(BOB));
    }

    /** A stanza of squirrels, and one that is four times as large when it is written. */
    @Test
    void anOfflineMessage() {
        int most = Limits.defaults().afterLogin().stanzaBytes();
        for (String body : List.of(SQUIRREL.repeat(most / 4), "&".repeat(most * 4 / 5 - 4000))) {
            Element message = Element.builder("jabber:client", "message")
                    .attr("from", BOB)
                    .attr("to", ALICE)
                    .child("body", body)
                    .build();
            write(tables -> tables.archive()
                    .append(new ArchivedMessage(ALICE, "id" + body.length(), BOB, Instant.EPOCH, message, true, "")));
            List<ArchivedMessage> kept = read(tables -> tables.archive().undelivered(ALICE, "", 9));
            assertThat(kept.get(kept.size() - 1).message()).isEqualTo(message);
            assertThat(XmlWriter.toXml(message).getBytes(StandardCharsets.UTF_8).length)
                    .isGreaterThanOrEqualTo(most);
        }
    }
}
