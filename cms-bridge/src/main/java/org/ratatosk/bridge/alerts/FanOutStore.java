package org.ratatosk.bridge.alerts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.bridge.outbox.DropReason;
import org.ratatosk.bridge.store.EventLog;
import org.ratatosk.server.jid.Jid;

/**
 * How far alerts are made from events, kept in the same transactions as the alerts. Calls block on the database; writes are
 * durable when they return. Thread-safe.
 */
public interface FanOutStore {
    /**
     * An event for which alerts are being made, and how far that is.
     *
     * @param position of the event in the log
     * @param event its id
     * @param topic which of its topics is worked on, from 0
     * @param after the number of the last subscription to that topic that was looked at
     */
    record Job(long position, String event, int topic, long after) {}

    /**
     * An alert to be kept.
     *
     * @param owner the member's name, or the address if it belongs to nobody
     * @param error why it is not sent, in words, if it is not
     * @param reason why it is not sent, if it is not
     */
    record NewAlert(
            Jid address,
            String owner,
            @Nullable String member,
            long number,
            String stanzaId,
            @Nullable String error,
            @Nullable DropReason reason) {
        /** The state that it begins in. */
        public Alert.State state() {
            return reason == null ? Alert.State.WAITING : Alert.State.DROPPED;
        }
    }

    /** How far the event log was read. */
    long position();

    /** The events for which alerts are being made, in order. */
    List<Job> open();

    /** Begins with events that follow the position, and moves the position to the last of them. */
    void begin(List<EventLog.Entry> entries);

    /**
     * Keeps alerts, except where the event has one for the address, and goes on to {@code to}, or ends the job if that is
     * {@code null}. Nothing happens if the job is not where {@code from} says.
     */
    void advance(Job from, @Nullable Job to, List<NewAlert> alerts, Instant now);

    /** How many alerts that were not dropped some owners got since a time; those without any are left out. */
    Map<String, Integer> countSince(Set<String> owners, Instant since);
}
