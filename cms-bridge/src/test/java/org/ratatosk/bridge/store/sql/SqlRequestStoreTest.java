package org.ratatosk.bridge.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.alerts.TestClock;
import org.ratatosk.bridge.bot.RequestStore;
import org.ratatosk.bridge.bot.RequestStore.Seen;
import org.ratatosk.server.jid.Jid;

class SqlRequestStoreTest {
    private static final Jid ALICE = Jid.of("alice@example.org");
    private static final Jid BOB = Jid.of("bob@example.org");
    private final TestClock clock = new TestClock();
    private final TestDatabase db = new TestDatabase();
    private final RequestStore requests = new SqlRequestStore(db);

    @AfterEach
    void close() {
        db.close();
    }

    private Instant week() {
        return clock.instant().minus(Duration.ofDays(7));
    }

    private Seen begin(Jid sender, String id, String words, String key) {
        return requests.begin(sender, id, words, key, clock.instant(), week());
    }

    @Test
    void theSameMessageHasItsFirstKeyAndAnswer() {
        assertThat(begin(ALICE, "1", "w", "k1")).isEqualTo(new Seen("k1", null));
        assertThat(begin(ALICE, "1", "w", "k2")).isEqualTo(new Seen("k1", null));
        requests.finish("k1", "Posted");
        assertThat(begin(ALICE, "1", "w", "k3")).isEqualTo(new Seen("k1", "Posted"));
    }

    @Test
    void otherSenderIdOrWordsAreAnotherMessage() {
        begin(ALICE, "1", "w", "k1");
        assertThat(begin(BOB, "1", "w", "k2").key()).isEqualTo("k2");
        assertThat(begin(ALICE, "2", "w", "k3").key()).isEqualTo("k3");
        assertThat(begin(ALICE, "1", "v", "k4").key()).isEqualTo("k4");
    }

    @Test
    void afterAWeekItIsANewMessage() {
        begin(ALICE, "1", "w", "k1");
        requests.finish("k1", "Posted");
        clock.pass(Duration.ofDays(7));
        assertThat(begin(ALICE, "1", "w", "k2").key()).isEqualTo("k1");
        clock.pass(Duration.ofMillis(1));
        assertThat(begin(ALICE, "1", "w", "k3")).isEqualTo(new Seen("k3", null));
    }

    @Test
    void whatAMessageMadeIsFoundByItsIdsForGood() {
        requests.name(ALICE, Set.of("1", "o1"), "k1");
        requests.name(ALICE, Set.of("2"), "k1");
        requests.name(BOB, Set.of("1"), "k2");
        clock.pass(Duration.ofDays(1000));
        requests.forgetBefore(week());
        assertThat(requests.named(ALICE, "1")).contains("k1");
        assertThat(requests.named(ALICE, "o1")).contains("k1");
        assertThat(requests.named(ALICE, "2")).contains("k1");
        assertThat(requests.named(BOB, "1")).contains("k2");
        assertThat(requests.named(BOB, "2")).isEmpty();
    }

    @Test
    void theLatestMessageOfAnIdCounts() {
        requests.name(ALICE, Set.of("1"), "k1");
        requests.name(ALICE, Set.of("1"), "k2");
        assertThat(requests.named(ALICE, "1")).contains("k2");
        requests.unname(ALICE, Set.of("0", "1"));
        assertThat(requests.named(ALICE, "1")).isEmpty();
        requests.name(ALICE, Set.of("1"), "k3");
        requests.forget(ALICE);
        assertThat(requests.named(ALICE, "1")).isEmpty();
    }

    @Test
    void oldOnesAreForgotten() {
        for (int i = 0; i < 1100; i++) {
            begin(ALICE, "1-" + i, "w", "k1-" + i);
        }
        clock.pass(Duration.ofDays(8));
        begin(ALICE, "2", "w", "k2");
        requests.forgetBefore(week());
        int rows = db.read(handle -> handle.createQuery("SELECT COUNT(*) FROM request")
                .mapTo(Integer.class)
                .one());
        assertThat(rows).isEqualTo(1);
    }

    @Test
    void idsOfAnyLengthAreKept() {
        String id = "x".repeat(100_000);
        begin(ALICE, id, "w", "k1");
        assertThat(begin(ALICE, id, "w", "k2").key()).isEqualTo("k1");
    }
}
