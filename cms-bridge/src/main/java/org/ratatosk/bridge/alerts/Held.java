package org.ratatosk.bridge.alerts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.ratatosk.bridge.alerts.Addresses.Holder;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.bridge.outbox.AlertStore;
import org.ratatosk.bridge.outbox.StanzaIds;
import org.ratatosk.bridge.outbox.Worker;
import org.ratatosk.server.jid.Jid;

/**
 * Alerts that are held because it is quiet or the member is away: looks each minute whether that is over, and sends then what was
 * held, in one message if it is more than one. Nothing is lost: an alert is either held, or in a list that is sent as any alert
 * is. Thread-safe; blocks on the database and the CMS.
 */
final class Held implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
    private static final int AT_ONCE = 500;
    private static final int ROOM = Notice.MAX_TEXT - 200;

    /** Finds the words of an alert for a list. */
    interface Lines {
        /** The words, if it can be told. May block. */
        Optional<String> line(Alert alert);
    }

    private final AlertStore alerts;
    private final Manners manners;
    private final Addresses addresses;
    private final Predicate<Jid> away;
    private final Lines lines;
    private final StanzaIds stanzaIds;
    private final InstantSource clock;
    private final Runnable released;
    private final Worker worker;

    /**
     * @param away whether nobody is there at a home
     * @param lines finds the words of what was held
     * @param released is run when there is something to send
     */
    Held(
            AlertStore alerts,
            Manners manners,
            Addresses addresses,
            Predicate<Jid> away,
            Lines lines,
            StanzaIds stanzaIds,
            InstantSource clock,
            Runnable released) {
        this.alerts = alerts;
        this.manners = manners;
        this.addresses = addresses;
        this.away = away;
        this.lines = lines;
        this.stanzaIds = stanzaIds;
        this.clock = clock;
        this.released = released;
        this.worker = new Worker("held", clock, this::work);
    }

    void start() {
        worker.start();
    }

    @Override
    public void close() {
        worker.close();
    }

    /** Why an alert to a holder is held now, if it is. */
    static Optional<String> reason(Manner manner, Holder holder, Predicate<Jid> away, Instant now) {
        String name = holder.member().name();
        if (manner.isQuiet(now)) {
            return Optional.of("It is held, as " + name + " has quiet hours: "
                    + manner.quiet().map(Manner.Hours::toString).orElse("") + " " + manner.zone());
        }
        return manner.list() && away.test(holder.member().home())
                ? Optional.of("It is held until " + name + " is there again, and is then told in one list")
                : Optional.empty();
    }

    /** Sends what is held no longer; when to look again. */
    synchronized Optional<Instant> work() {
        Instant now = clock.instant();
        boolean any = false;
        for (Jid address : alerts.heldAt(AT_ONCE)) {
            Optional<Holder> holder = addresses.holder(address);
            boolean still = holder.flatMap(h -> reason(manners.of(h.member().name()), h, away, now))
                    .isPresent();
            if (!still) {
                release(address, now);
                any = true;
            }
        }
        if (any) {
            released.run();
        }
        return Optional.of(now.plus(LOOK_EVERY));
    }

    private void release(Jid address, Instant now) {
        List<Alert> held = alerts.held(address, AT_ONCE);
        while (!held.isEmpty()) {
            List<Alert> listed = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            List<Alert> alone = new ArrayList<>();
            for (Alert alert : held) {
                Optional<String> line = lines.line(alert);
                if (line.isEmpty()) {
                    alone.add(alert); // whoever sends it finds out why it cannot be told
                } else if (text.length() + line.get().length() < ROOM) {
                    text.append("\n\n").append(line.get());
                    listed.add(alert);
                }
            }
            if (listed.size() < 2) {
                alone.addAll(listed);
            } else {
                String title = "While you were away, " + listed.size() + " things came:";
                alerts.gather(address, listed, title + text, stanzaIds, now);
            }
            alerts.release(alone, now);
            held = alerts.held(address, AT_ONCE);
        }
    }
}
