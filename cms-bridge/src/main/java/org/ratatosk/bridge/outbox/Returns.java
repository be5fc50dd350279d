package org.ratatosk.bridge.outbox;

import static org.ratatosk.bridge.outbox.Alert.State.ACKNOWLEDGED;
import static org.ratatosk.bridge.outbox.Alert.State.BOUNCED;
import static org.ratatosk.bridge.outbox.Alert.State.DEAD;
import static org.ratatosk.bridge.outbox.Alert.State.SENT;
import static org.ratatosk.bridge.outbox.Alert.State.WAITING;

import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.ratatosk.bridge.outbox.AlertStore.Change;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes back after an alert was sent: acknowledgements, receipts, answers to pings, errors. Each counts only when it comes
 * from the address that the alert went to. Thread-safe; blocks nowhere but in {@link #number}.
 */
public final class Returns implements Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Returns.class);

    /** Once a client has it, nothing that comes later changes that; but it may show after all tries were given up. */
    private static final Set<Alert.State> CAN_ARRIVE = EnumSet.of(WAITING, SENT, DEAD, BOUNCED);

    /** Errors to a ping that are made on the way to the recipient's server, and show nothing. */
    private static final Set<Condition> ON_THE_WAY = EnumSet.of(
            Condition.REMOTE_SERVER_NOT_FOUND,
            Condition.REMOTE_SERVER_TIMEOUT,
            Condition.RESOURCE_CONSTRAINT,
            Condition.INTERNAL_SERVER_ERROR);

    private final AlertStore store;
    private final InstantSource clock;
    private final Runnable wake;

    /**
     * @param store the alerts
     * @param clock for the times of what came back
     * @param wake lets the outbox look again for what is due
     */
    public Returns(AlertStore store, InstantSource clock, Runnable wake) {
        this.store = store;
        this.clock = clock;
        this.wake = wake;
    }

    @Override
    public OptionalLong number(Jid address, String stanzaId) {
        OptionalLong kept = store.number(address.bare(), stanzaId);
        return kept.isPresent() ? kept : StanzaIds.number(address, stanzaId);
    }

    @Override
    public void received(Jid from, String stanzaId) {
        arrived(from, stanzaId, CAN_ARRIVE);
    }

    @Override
    public void acknowledged(Jid owner, String stanzaId) {
        arrived(owner, stanzaId, CAN_ARRIVE);
    }

    @Override
    public void answered(Iq answer) {
        Optional<String> stanzaId = Envelope.pinged(answer);
        if (stanzaId.isPresent() && answer.from().isPresent() && showsArrival(answer)) {
            // an alert that came back before the ping did has not arrived, so only what was sent counts
            arrived(answer.from().get(), stanzaId.get(), EnumSet.of(SENT));
        }
    }

    private static boolean showsArrival(Iq answer) {
        return answer.type() == Iq.Type.RESULT
                || answer.element()
                        .child(answer.element().ns(), "error")
                        .flatMap(Failure::condition)
                        .filter(condition -> !ON_THE_WAY.contains(condition))
                        .isPresent();
    }

    private void arrived(Jid from, String stanzaId, Set<Alert.State> states) {
        if (Envelope.isAlert(stanzaId)) {
            Instant now = clock.instant();
            log(store.change(
                    from.bare(),
                    stanzaId,
                    states,
                    alert -> new Change(ACKNOWLEDGED, alert.tries(), null, null, null, now)));
        }
    }

    @Override
    public void refused(Message error) {
        Optional<String> stanzaId = error.id().filter(Envelope::isAlert);
        if (stanzaId.isPresent() && error.from().isPresent()) {
            Failure failure = Failure.of(error);
            Instant now = clock.instant();
            log(store.change(
                            error.from().get().bare(),
                            stanzaId.get(),
                            Outbox.UNDER_WAY,
                            alert -> Outbox.failed(failure, Math.max(1, alert.tries()), now)))
                    .thenRun(wake);
        }
    }

    private static CompletionStage<Boolean> log(CompletionStage<Boolean> change) {
        return change.whenComplete((changed, failure) -> {
            if (failure != null) {
                LOG.warn("What came back for an alert cannot be kept: {}", failure.getMessage());
            }
        });
    }
}
