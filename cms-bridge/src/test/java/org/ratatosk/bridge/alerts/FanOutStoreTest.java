package org.ratatosk.bridge.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.bridge.alerts.FanOutStore.Job;
import org.ratatosk.bridge.alerts.FanOutStore.NewAlert;
import org.ratatosk.bridge.cms.Event;
import org.ratatosk.bridge.outbox.DropReason;
import org.ratatosk.bridge.store.EventLog.Entry;
import org.ratatosk.bridge.store.sql.SqlAlerts;
import org.ratatosk.bridge.store.sql.SqlFanOut;
import org.ratatosk.bridge.store.sql.TestDatabase;
import org.ratatosk.server.jid.Jid;

class FanOutStoreTest {
    private final TestClock clock = new TestClock();
    private TestDatabase db;
    private FanOutStore store;
    private SqlAlerts alerts;

    @BeforeEach
    void open(@TempDir Path folder) {
        db = new TestDatabase(folder);
        store = new SqlFanOut(db);
        alerts = new SqlAlerts(db);
    }

    @AfterEach
    void close() {
        db.close();
    }

    private Entry entry(long position) {
        return new Entry(
                position,
                new Event(
                        "e" + position,
                        Event.Type.POST_PUBLISHED,
                        position,
                        OptionalLong.empty(),
                        "alice",
                        clock.instant()));
    }

    private static NewAlert alert(String address, String id) {
        return new NewAlert(Jid.of(address), address, null, 1, id, null, null);
    }

    @Test
    void eventsAreBegunOnceWhateverGapsThereAre() {
        assertThat(store.position()).isZero();
        store.begin(List.of(entry(3), entry(7)));
        store.begin(List.of(entry(3), entry(7), entry(8)));
        assertThat(store.position()).isEqualTo(8);
        assertThat(store.open())
                .containsExactly(new Job(3, "e3", 0, 0), new Job(7, "e7", 0, 0), new Job(8, "e8", 0, 0));
    }

    @Test
    void aJobMovesOnWithItsAlertsAndOnlyFromWhereItIs() {
        store.begin(List.of(entry(1)));
        Job start = store.open().get(0);
        Job next = new Job(1, "e1", 0, 500);
        store.advance(start, next, List.of(alert("a@far.test", "i1")), clock.instant());
        store.advance(start, next, List.of(alert("b@far.test", "i2")), clock.instant());
        store.advance(start, null, List.of(), clock.instant());
        assertThat(store.open()).containsExactly(next);
        assertThat(alerts.list(null, 0, 10))
                .singleElement()
                .satisfies(a -> assertThat(a.stanzaId()).isEqualTo("i1"));
        store.advance(next, null, List.of(), clock.instant());
        assertThat(store.open()).isEmpty();
    }

    @Test
    void anAddressGetsOneAlertOfAnEventAndKeepsTheFirst() {
        store.begin(List.of(entry(1), entry(2)));
        Job first = store.open().get(0);
        Job second = store.open().get(1);
        Job next = new Job(1, "e1", 1, 0);
        store.advance(first, next, List.of(alert("a@far.test", "i1")), clock.instant());
        List<NewAlert> again = List.of(alert("a@far.test", "i2"), alert("b@far.test", "i3"), alert("b@far.test", "i4"));
        store.advance(next, null, again, clock.instant());
        store.advance(second, null, List.of(alert("a@far.test", "i5")), clock.instant());
        assertThat(alerts.list(null, 0, 10)).extracting(a -> a.stanzaId()).containsExactlyInAnyOrder("i1", "i3", "i5");
    }

    @Test
    void whatWasDroppedIsNotCounted() {
        store.begin(List.of(entry(1)));
        NewAlert dropped = new NewAlert(Jid.of("b@far.test"), "b@far.test", null, 1, "i2", "enough", DropReason.QUOTA);
        store.advance(store.open().get(0), null, List.of(alert("a@far.test", "i1"), dropped), clock.instant());
        Set<String> owners = Set.of("a@far.test", "b@far.test");
        assertThat(store.countSince(owners, clock.instant().minusSeconds(1))).isEqualTo(Map.of("a@far.test", 1));
        assertThat(store.countSince(owners, clock.instant())).isEmpty();
        assertThat(store.countSince(Set.of(), clock.instant())).isEmpty();
    }
}
