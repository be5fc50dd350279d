package org.ratatosk.bridge.outbox;

import static org.ratatosk.bridge.outbox.Alert.State.DEAD;
import static org.ratatosk.bridge.outbox.Alert.State.DROPPED;
import static org.ratatosk.bridge.outbox.Alert.State.SENT;
import static org.ratatosk.bridge.outbox.Alert.State.WAITING;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.outbox.AlertStore.Change;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Sender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends alerts that are due, a bounded number at a time, the events taking turns. What is on its way is known in memory alone:
 * the store says that it waits until the store knows better, so that whatever happens it is sent again, with the same id. The
 * engine keeps what comes twice once. Thread-safe; sends and reads the database on a thread of its own.
 */
public final class Outbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int MAX_IN_FLIGHT = 128;
    private static final int PER_TURN = 16;
    private static final int MOST_OF_ONE =
            MAX_IN_FLIGHT / 2; // so that what goes to many leaves room for what goes to few
    private static final int EVENTS_AT_ONCE = 256;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final Duration LATER = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    static final Set<Alert.State> UNDER_WAY = EnumSet.of(WAITING, SENT);

    /** A send whose end is not known yet. */
    private record Flight(Alert alert, Instant since, AtomicBoolean ended) {}

    private final Jid bot;
    private final AlertStore store;
    private final Letters letters;
    private final Sender sender;
    private final InstantSource clock;
    private final Runnable bounced;
    private final Worker worker;
    private final Turns turns = new Turns();
    private final Set<String> full = ConcurrentHashMap.newKeySet();
    private final Map<Long, Flight> inFlight = new ConcurrentHashMap<>();
    private volatile Instant pausedUntil = Instant.MIN;
    private Instant nextLook = Instant.MIN;

    /**
     * @param bot the address that alerts come from
     * @param store the alerts
     * @param letters who writes them
     * @param sender the way to send as the bot
     * @param bounced is run when it is kept that an alert was refused; must not block
     * @param clock by which alerts are due
     */
    public Outbox(Jid bot, AlertStore store, Letters letters, Sender sender, Runnable bounced, InstantSource clock) {
        this.bot = bot;
        this.store = store;
        this.letters = letters;
        this.sender = sender;
        this.bounced = bounced;
        this.clock = clock;
        this.worker = new Worker("outbox", clock, this::work);
    }

    /** Begins to send, what an earlier run left first. */
    public void start() {
        worker.start();
    }

    /** Sends the alerts of an event soon; never blocks. */
    public void wake(String event) {
        turns.add(event);
        worker.wake();
    }

    /** Looks again for alerts that are due; never blocks. */
    public void wake() {
        worker.wake();
    }

    /** Ends; what was not sent is sent by the next run. */
    @Override
    public void close() {
        worker.close();
    }

    /**
     * Sends on the caller's thread what is due, as far as there is room, and tells when more is due, if that is known. This is what
     * the outbox's own thread does over and over once it is started.
     */
    public synchronized Optional<Instant> work() {
        Instant now = clock.instant();
        Instant pause = pausedUntil;
        // a pause that is longer than any was begun before the clock was set back
        if (now.isBefore(pause) && !pause.isAfter(now.plus(PAUSE))) {
            return Optional.of(pause);
        }
        giveUpOnSilence(now);
        if (turns.isEmpty() || !now.isBefore(nextLook) || nextLook.isAfter(now.plus(LOOK_EVERY))) {
            store.dueEvents(now, EVENTS_AT_ONCE).forEach(turns::add);
            nextLook = now.plus(LOOK_EVERY);
        }
        while (inFlight.size() < MAX_IN_FLIGHT) {
            Optional<String> event = turns.next();
            if (event.isEmpty()) {
                break;
            }
            serve(event.get(), now);
        }
        return earliest(store.nextDue(now), now);
    }

    private Optional<Instant> earliest(Optional<Instant> due, Instant now) {
        Optional<Instant> silence = inFlight.isEmpty() ? Optional.empty() : Optional.of(now.plus(SILENCE));
        return due.isPresent() && silence.isPresent() && silence.get().isBefore(due.get())
                ? silence
                : due.or(() -> silence);
    }

    private void serve(String event, Instant now) {
        // what was on its way before the store is read may have ended since, and the store may not have said so yet
        Set<Long> flying = new HashSet<>();
        inFlight.values().stream()
                .filter(flight -> flight.alert().event().equals(event))
                .forEach(flight -> flying.add(flight.alert().id()));
        int room = Math.min(PER_TURN, MOST_OF_ONE - flying.size());
        if (room <= 0) {
            full.add(event);
            return;
        }
        List<Alert> due = store.due(event, now, room + flying.size()).stream()
                .filter(alert -> !flying.contains(alert.id()))
                .limit(room)
                .toList();
        if (due.isEmpty()) {
            return;
        }
        turns.add(event);
        due.forEach(alert -> inFlight.put(alert.id(), new Flight(alert, now, new AtomicBoolean())));
        List<Letter> written = write(due);
        for (int i = 0; i < due.size(); i++) {
            dispatch(due.get(i), written.get(i));
        }
    }

    private List<Letter> write(List<Alert> due) {
        try {
            return letters.write(due);
        } catch (RuntimeException e) {
            LOG.error("Alerts of event {} cannot be written", due.get(0).event(), e);
            Letter later = new Letter.Later("A fault in the server; its log tells more");
            return Collections.nCopies(due.size(), later);
        }
    }

    private void dispatch(Alert alert, Letter letter) {
        Instant now = clock.instant();
        if (alert.tries() >= Retries.MAX_TRIES) {
            settle(
                    alert,
                    dead(
                            alert,
                            alert.tries(),
                            "Sent " + alert.tries() + " times; nothing showed that it arrived",
                            now));
        } else if (letter instanceof Letter.Dropped dropped) {
            settle(alert, new Change(DROPPED, alert.tries(), null, dropped.sentence(), dropped.reason(), now));
        } else if (letter instanceof Letter.Held held) {
            settle(alert, new Change(WAITING, alert.tries(), null, held.sentence(), null, now));
        } else if (letter instanceof Letter.Later later) {
            settle(alert, new Change(alert.state(), alert.tries(), now.plus(LATER), later.sentence(), null, now));
        } else if (letter instanceof Letter.Ready ready) {
            send(alert, ready);
        }
    }

    private void send(Alert alert, Letter.Ready ready) {
        CompletionStage<Sender.Fate> stage;
        try {
            stage = sender.send(Envelope.message(bot, alert, ready));
        } catch (RuntimeException e) {
            stage = CompletableFuture.failedStage(e);
        }
        Flight flight = inFlight.get(alert.id());
        stage.whenComplete((fate, failure) -> {
            if (flight != null && flight.ended().compareAndSet(false, true)) {
                end(alert, fate, failure);
            }
        });
    }

    private void end(Alert alert, Sender.@Nullable Fate fate, @Nullable Throwable failure) {
        Instant now = clock.instant();
        int tries = alert.tries() + 1;
        if (failure != null) {
            settle(alert, failed(Failure.of(failure), tries, now));
        } else if (fate == Sender.Fate.STORED) {
            settle(alert, new Change(SENT, tries, null, null, null, now));
        } else {
            settle(alert, new Change(SENT, tries, Retries.lookAgain(tries, now), null, null, now));
            ping(alert);
        }
    }

    /** What becomes of an alert whose {@code tries}th try has failed. */
    static Change failed(Failure failure, int tries, Instant now) {
        if (!failure.temporary()) {
            return new Change(Alert.State.BOUNCED, tries, null, failure.text(), null, now);
        }
        return Retries.next(tries, now)
                .map(next -> new Change(WAITING, tries, next, failure.text(), null, now))
                .orElseGet(() -> new Change(DEAD, tries, null, failure.text(), null, now));
    }

    private static Change dead(Alert alert, int tries, String words, Instant now) {
        @Nullable String error = alert.error();
        return new Change(DEAD, tries, null, error == null ? words : error, null, now);
    }

    private void settle(Alert alert, Change change) {
        store.change(alert.id(), UNDER_WAY, was -> change).whenComplete((changed, failure) -> {
            if (failure != null) {
                pausedUntil = clock.instant().plus(PAUSE);
                LOG.warn(
                        "What became of alert {} cannot be kept: {}; sending pauses", alert.id(), failure.getMessage());
            }
            inFlight.remove(alert.id());
            if (full.remove(alert.event())) {
                turns.add(alert.event());
            }
            worker.wake();
            if (change.state() == Alert.State.BOUNCED) {
                bounced.run();
            }
        });
    }

    private void ping(Alert alert) {
        try {
            sender.send(Envelope.ping(bot, alert)).whenComplete((fate, failure) -> {
                if (failure != null) {
                    LOG.debug("The ping after alert {} was refused: {}", alert.id(), failure.getMessage());
                }
            });
        } catch (RuntimeException e) {
            LOG.debug("The ping after alert {} could not be sent", alert.id(), e);
        }
    }

    private void giveUpOnSilence(Instant now) {
        for (Flight flight : inFlight.values()) {
            boolean silent = flight.since().plus(SILENCE).isBefore(now);
            if (silent && flight.ended().compareAndSet(false, true)) {
                Failure failure = new Failure(true, "The server did not answer in " + SILENCE.toSeconds() + " s");
                settle(flight.alert(), failed(failure, flight.alert().tries() + 1, now));
            }
        }
    }
}
