package org.ratatosk.bridge.outbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;

/**
 * The alerts that are kept. Reads block on the database; writes do not block, and their stages complete, in the order of calls,
 * when the change survives the death of the process. Thread-safe.
 */
public interface AlertStore extends AlertNumbers {
    /**
     * What becomes of an alert.
     *
     * @param state how far it is
     * @param tries how often it was tried
     * @param nextTry when it needs work again, or {@code null}
     * @param error what went wrong last, in words, or {@code null}
     * @param reason why it is not sent, in state {@link Alert.State#DROPPED}
     * @param at when this was found out
     */
    record Change(
            Alert.State state,
            int tries,
            @Nullable Instant nextTry,
            @Nullable String error,
            @Nullable DropReason reason,
            Instant at) {}

    /** The events that have alerts due at a time, those that wait longest first. */
    List<String> dueEvents(Instant now, int limit);

    /** The alerts of an event that are due at a time, those that wait longest first. */
    List<Alert> due(String event, Instant now, int limit);

    /** When the first alert becomes due after a time. */
    Optional<Instant> nextDue(Instant after);

    /**
     * Changes an alert if it is in one of some states; whether it was. One that is bounced then is counted, one that is acknowledged
     * ends the count ({@link BounceStore}). What ends undelivered goes by mail where its member wants that. {@code change} may be called
     * more than once.
     */
    CompletionStage<Boolean> change(long id, Set<Alert.State> from, Function<Alert, Change> change);

    /** Changes the alert that an address got under a stanza id if it is in one of some states; whether it was. */
    CompletionStage<Boolean> change(
            Jid address, String stanzaId, Set<Alert.State> from, Function<Alert, Change> change);

    /** The alert of an event for an address. */
    Optional<Alert> find(String event, Jid address);

    /** The alert with a number. */
    Optional<Alert> find(long id);

    /** The alerts that an alert lists which was made of them. */
    List<Alert> listed(Alert list);

    /** Why an alert was dropped, if it was. */
    Optional<DropReason> dropReason(long id);

    /** Whether an address had fewer than {@code limit} alerts before this one. */
    boolean isAmongFirst(Alert alert, int limit);

    /** Alerts in a state ({@code null}: in any), newest first. */
    List<Alert> list(Alert.@Nullable State state, int offset, int limit);

    /** How many alerts are in each state that any is in. It costs the same however many there are. */
    Map<Alert.State, Integer> counts();

    /** When the oldest waiting alert was made. */
    Optional<Instant> oldestWaiting();

    /** Removes the alerts of a member, and those to an address. */
    CompletionStage<Void> forget(String member, Jid address);

    /** Addresses at which alerts are held: waiting without a time for the next try. */
    List<Jid> heldAt(int limit);

    /** What is held at an address, oldest first. */
    List<Alert> held(Jid address, int limit);

    /** Lets what is held go. */
    void release(List<Alert> held, Instant now);

    /**
     * Puts what is held into one alert that lists it, in one transaction.
     *
     * @param words the list
     * @param ids make the one of the new alert
     */
    void gather(Jid address, List<Alert> held, String words, StanzaIds ids, Instant now);
}
