package org.ratatosk.bridge.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.alerts.FanOutStore.Job;
import org.ratatosk.bridge.alerts.FanOutStore.NewAlert;
import org.ratatosk.bridge.alerts.Notice;
import org.ratatosk.bridge.alerts.Target;
import org.ratatosk.bridge.alerts.TestClock;
import org.ratatosk.bridge.cms.Event;
import org.ratatosk.bridge.outbox.Alert.State;
import org.ratatosk.bridge.outbox.AlertStore.Change;
import org.ratatosk.bridge.store.EventLog.Entry;
import org.ratatosk.server.jid.Jid;

class RetentionTest {
    private static final Duration KEPT = Duration.ofDays(90);

    private final TestClock clock = new TestClock();
    private final TestDatabase db = new TestDatabase();
    private final SqlAlerts alerts = new SqlAlerts(db);
    private final SqlFanOut fanOut = new SqlFanOut(db);
    private final SqlEventLog log = new SqlEventLog(db);
    private final Retention retention = new Retention(db);
    private int number;

    @AfterEach
    void close() {
        db.close();
    }

    /** An event about a post or a comment. */
    private Entry event(Event.Type type, long post, OptionalLong comment) {
        Event event = new Event("e" + ++number, type, post, comment, "alice", clock.instant());
        db.write(handle -> {
            SqlEventLog.append(handle, event);
            return true;
        });
        return log.find(event.id()).orElseThrow();
    }

    /** An event for which so many alerts are made, which end in a state. */
    private Entry told(int addresses, State state) {
        Entry entry = event(Event.Type.POST_PUBLISHED, 1, OptionalLong.empty());
        List<NewAlert> made = new ArrayList<>();
        for (int i = 0; i < addresses; i++) {
            made.add(new NewAlert(
                    Jid.of("m" + i + "@example.org"),
                    "m" + i,
                    null,
                    1,
                    entry.event().id() + "-" + i,
                    null,
                    null));
        }
        fanOut.begin(List.of(entry));
        fanOut.advance(new Job(entry.position(), entry.event().id(), 0, 0), null, made, clock.instant());
        for (NewAlert alert : made) {
            change(alert.address(), alert.stanzaId(), state, state == State.WAITING ? clock.instant() : null);
        }
        return entry;
    }

    private void change(Jid address, String stanzaId, State state, @Nullable Instant next) {
        Change change = new Change(state, 1, next, null, null, clock.instant());
        alerts.change(address, stanzaId, Set.of(State.values()), was -> change)
                .toCompletableFuture()
                .join();
    }

    private void tidy() {
        retention.forgetBefore(clock.instant().minus(KEPT));
    }

    private int rows(String table) {
        return db.read(handle -> handle.createQuery("SELECT COUNT(*) FROM " + table)
                .mapTo(Integer.class)
                .one());
    }

    /** The numbers that are kept are those that counting finds. */
    private void expectCounts(Map<State, Integer> counts) {
        assertThat(alerts.counts()).isEqualTo(counts);
        assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(rows("alert"));
    }

    @Test
    void whatIsDoneAndOldGoesInManySmallWrites() {
        told(1200, State.ACKNOWLEDGED);
        told(3, State.DEAD);
        clock.pass(KEPT.plusDays(1));
        told(2, State.BOUNCED);
        tidy();
        expectCounts(Map.of(State.BOUNCED, 2));
        assertThat(rows("event")).isEqualTo(1);
    }

    @Test
    void aNoticeGoesWithItsEvent() {
        SqlNotices notices = new SqlNotices(db);
        Notice notice = Notice.ofFriends(Target.ACCEPTED, "alice", "bob");
        long old = notices.add(notice, "k1", clock.instant());
        Entry entry = log.about(old).get(0);
        fanOut.begin(List.of(entry));
        fanOut.advance(new Job(entry.position(), entry.event().id(), 0, 0), null, List.of(), clock.instant());
        clock.pass(KEPT.plusDays(1));
        long fresh = notices.add(notice, "k2", clock.instant());
        tidy();
        assertThat(notices.notice(old)).isEmpty();
        assertThat(notices.notice(fresh)).isPresent();
        assertThat(rows("event")).isEqualTo(1);
    }

    @Test
    void whatIsNotOldStays() {
        told(3, State.SENT);
        clock.pass(KEPT.minusDays(1));
        tidy();
        expectCounts(Map.of(State.SENT, 3));
        assertThat(rows("event")).isEqualTo(1);
    }

    @Test
    void whatStillWaitsStaysWithItsEvent() {
        Entry waits = told(1, State.WAITING);
        told(1, State.DEAD);
        Entry sent = told(1, State.SENT);
        change(Jid.of("m0@example.org"), sent.event().id() + "-0", State.SENT, clock.instant());
        clock.pass(KEPT.plusDays(1));
        tidy();
        expectCounts(Map.of(State.WAITING, 1, State.SENT, 1));
        assertThat(log.after(0, 10)).containsExactly(waits, sent);
    }

    @Test
    void eventsThatWereNotReadYetOrAreBeingToldStay() {
        Entry open = event(Event.Type.POST_PUBLISHED, 1, OptionalLong.empty());
        fanOut.begin(List.of(open));
        Entry unread = event(Event.Type.POST_PUBLISHED, 2, OptionalLong.empty());
        clock.pass(KEPT.plusDays(1));
        tidy();
        assertThat(log.after(0, 10)).containsExactly(open, unread);
    }

    @Test
    void thatACommentWasHeldIsKeptUntilItIsShown() {
        told(0, State.DEAD);
        Entry held = event(Event.Type.COMMENT_HELD, 1, OptionalLong.of(5));
        told(0, State.DEAD);
        clock.pass(KEPT.plusDays(1));
        tidy();
        assertThat(log.after(0, 10)).containsExactly(held);
        Entry shown = event(Event.Type.COMMENT_SHOWN, 1, OptionalLong.of(5));
        fanOut.begin(List.of(shown));
        fanOut.advance(new Job(shown.position(), shown.event().id(), 0, 0), null, List.of(), clock.instant());
        clock.pass(KEPT.plusDays(1));
        tidy();
        assertThat(rows("event")).isZero();
    }

    @Test
    void manyEventsGo() {
        for (int i = 0; i < 1100; i++) {
            told(0, State.DEAD);
        }
        clock.pass(KEPT.plusDays(1));
        Entry young = told(0, State.DEAD);
        tidy();
        assertThat(log.after(0, 10)).containsExactly(young);
    }

    @Test
    void countsAreKeptWhateverHappens() {
        told(4, State.SENT);
        change(Jid.of("m1@example.org"), "e1-1", State.ACKNOWLEDGED, null);
        expectCounts(Map.of(State.SENT, 3, State.ACKNOWLEDGED, 1));
        alerts.forget("m1", Jid.of("m2@example.org")).toCompletableFuture().join();
        expectCounts(Map.of(State.SENT, 2));
    }

    /** Its cost does not grow with the alerts, since it looks at none. */
    @Test
    void countingLooksAtNoAlert() {
        told(3, State.SENT);
        db.write(handle -> handle.execute("DELETE FROM alert"));
        assertThat(alerts.counts()).isEqualTo(Map.of(State.SENT, 3));
    }
}
